import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { containersOf, onNode, type BedNode } from '../../node/bed';
import { hosts, requireBedNode, useSshConfiguration, type SshFolder } from './bed';
import { requireDriver, type Target } from './driver';
import {
  choose,
  chooseFromMenu,
  focusQuickInput,
  notification,
  openExplorer,
  quickItem,
  row,
  setNodes,
  waitForRows,
} from './explorer';
import { shellManifest, webManifest } from './manifests';
import { test } from './runner';
import { closeEverything, waitForEvent, workspaceFile, writeFile } from './workspace';

const onBed = { needsDriver: true, needsBed: true, limit: 150_000 };
const both = [hosts.first, hosts.second];
const folder = 'fleet';
const manifests = '/etc/kubernetes/manifests';

/** What `staticPods.planFolder` and `staticPods.applyPlan` return of each node. */
interface Planned {
  readonly node: string;
  readonly state: string;
  readonly manifests: readonly {
    readonly name: string;
    readonly action: string;
    readonly drift?: string;
    readonly result?: string;
  }[];
}

let ssh: SshFolder;

/** Another one in each run, and in each of its versions; nothing that a kubelet saw end before. */
const run = Math.floor(Date.now() / 1000);
function version(number: number, script = 'exec sleep 3600'): readonly string[] {
  return [`: version ${run}.${number}`, script];
}

/** `name action result` of each manifest of one node. */
function tell(planned: readonly Planned[] | undefined, node: string): string[] {
  const found = planned?.find((one) => one.node === node);
  return (found?.manifests ?? []).map(({ name, action, drift, result }) =>
    [name, action, drift, result].filter((word) => word !== undefined).join(' '),
  );
}

async function plan(): Promise<readonly Planned[] | undefined> {
  const wishes = { folder: workspaceFile(folder).fsPath, nodes: both };
  return vscode.commands.executeCommand<Planned[]>('staticPods.planFolder', wishes);
}

async function runningContainer(node: BedNode, pod: string): Promise<string | undefined> {
  const containers = await containersOf(node, `${pod}-${node.nodeName}`);
  return containers.find(({ state }) => state === 'CONTAINER_RUNNING')?.id;
}

function planRow(node: string, manifest: string, said: string): Target {
  return row(`${manifest} on ${node}: ${said}`);
}

function action(label: string): Target {
  return { selector: `.pane-header .action-label[aria-label^="${label}"]:visible` };
}

/** The pane's buttons show while the pointer or the focus is in it. */
async function clickAction(label: string): Promise<void> {
  const driver = requireDriver();
  await vscode.commands.executeCommand('staticPods.plan.focus');
  await driver.click(action(label));
}

function activeText(): string {
  return vscode.window.activeTextEditor?.document.getText() ?? '';
}

test('plan: a folder on two nodes, with all that is and is not to be done', onBed, async () => {
  const driver = requireDriver();
  const [first, second] = [requireBedNode(1), requireBedNode(2)];
  ssh = await useSshConfiguration();
  for (const node of [first, second]) {
    await onNode(
      node,
      `rm -f ${manifests}/*; rm -rf /var/lib/static-pods; crictl pods -q | xargs -r crictl rmp -f; rm -rf /var/log/pods/*`,
    );
  }
  const configuration = vscode.workspace.getConfiguration('staticPods');
  await configuration.update('deploy.stableSeconds', 3, vscode.ConfigurationTarget.Workspace);
  await closeEverything();
  await openExplorer();
  await setNodes(...both);
  await waitForRows(`node ${hosts.first}, kubelet v1.`, `node ${hosts.second}, kubelet v1.`);
  await writeFile(`${folder}/proxy.yaml`, shellManifest('proxy', version(1)));
  await writeFile(`${folder}/agent.yaml`, shellManifest('agent', version(1)));
  await writeFile(`${folder}/notes.md`, 'What these are for.\n');

  const planning = vscode.commands.executeCommand<Planned[]>('staticPods.planFolder', workspaceFile(folder));
  await driver.waitFor(quickItem(hosts.second));
  await driver.press('Enter');
  const planned = await planning;
  for (const node of both) {
    assert.deepEqual(tell(planned, node), ['agent.yaml add', 'proxy.yaml add']);
    await driver.waitFor(planRow(node, 'agent.yaml', 'add'));
  }
  await driver.waitFor(row(`${hosts.first}: 2 to add, goes first`));
  await driver.waitFor(row('notes.md is passed over'));
});

test('plan: apply asks, shows what it does on each node, and the Pods run', onBed, async () => {
  const driver = requireDriver();
  await clickAction('Apply Plan');
  await driver.waitFor({
    selector: '.quick-input-widget',
    text: `Apply ${folder} to ${hosts.first}, ${hosts.second}?`,
  });
  await driver.waitFor(quickItem('No Pod starts anew.'));
  await choose('Apply');
  await driver.takePicture('plan-progress', {
    waitFor: [notification(`Applying ${folder} to 2 nodes`), row(`${hosts.first}: running, waiting`)],
  });
  await driver.waitFor(notification(`2 nodes match ${folder} now.`, 90_000));
  for (const [index, host] of both.entries()) {
    await driver.waitFor(row(`${host}: done`));
    const node = requireBedNode(index === 0 ? 1 : 2);
    for (const pod of ['proxy', 'agent']) {
      assert.ok((await runningContainer(node, pod)) !== undefined, `${pod} on ${host}`);
    }
  }
  for (const host of both) {
    assert.deepEqual(tell(await plan(), host), ['agent.yaml unchanged', 'proxy.yaml unchanged']);
  }
  await driver.waitFor({ selector: '.pane-body', text: 'The nodes have what the folder holds.' });
  await closeEverything();
});

test('plan: every kind of change is a row that says so, and a click shows the lines', onBed, async () => {
  const driver = requireDriver();
  const second = requireBedNode(2);
  await writeFile(`${folder}/proxy.yaml`, shellManifest('proxy', version(2)));
  await writeFile(`${folder}/agent.yaml`, `# tells what it sees\n${shellManifest('agent', version(1))}`);
  await writeFile(`${folder}/web.yaml`, webManifest({ name: 'web', port: 18_095 }));
  await writeFile(
    `${folder}/refused.yaml`,
    webManifest({ name: 'refused', port: 18_096, spec: 'serviceAccountName: builder' }),
  );
  await onNode(second, `cat > ${manifests}/others.yaml`, { input: shellManifest('others', version(1)) });
  const planned = await plan();
  assert.deepEqual(tell(planned, hosts.first), [
    'agent.yaml unchanged',
    'proxy.yaml update',
    'refused.yaml refused',
    'web.yaml add',
  ]);
  await driver.waitFor(planRow(hosts.first, 'agent.yaml', 'only the text changes'));
  await driver.waitFor(
    planRow(hosts.first, 'proxy.yaml', `update, restarts default/proxy-${requireBedNode(1).nodeName}`),
  );
  await driver.waitFor(planRow(hosts.second, 'refused.yaml', 'refused: The kubelet v1.'));
  await driver.waitFor(planRow(hosts.second, 'others.yaml', 'on the node, put there by somebody else'));
  await driver.waitFor({ selector: '.pane-body', text: 'Nothing is applied to any node while something is refused' });
  await driver.click(planRow(hosts.first, 'proxy.yaml', 'update'));
  await driver.takePicture('plan', {
    waitFor: [{ selector: '.monaco-diff-editor .modified .view-lines', text: `${run}.2` }],
  });
  await vscode.commands.executeCommand('staticPods.applyPlan');
  await driver.waitFor(notification('There is nothing to apply'));
  // What somebody else put there can be looked at too.
  await driver.click(planRow(hosts.second, 'others.yaml', 'on the node'));
  await waitForEvent(vscode.window.onDidChangeActiveTextEditor, 20_000, {
    look: () => (activeText().includes('name: others') ? true : undefined),
    describe: () => `The editor shows: ${activeText()}`,
  });
  await vscode.workspace.fs.delete(workspaceFile(`${folder}/refused.yaml`));
  await onNode(second, `rm ${manifests}/others.yaml`);
  await closeEverything();
});

test('plan: a bad version is put back on the canary, and the other node is not touched', onBed, async () => {
  const driver = requireDriver();
  const [first, second] = [requireBedNode(1), requireBedNode(2)];
  const was = [await runningContainer(first, 'agent'), await runningContainer(second, 'proxy')];
  await writeFile(`${folder}/proxy.yaml`, shellManifest('proxy', version(3, 'echo "no such flag"; sleep 1; exit 7')));
  await plan();
  const applied = await vscode.commands.executeCommand<Planned[]>('staticPods.applyPlan', { yes: true });
  assert.deepEqual(tell(applied, hosts.first), [
    'agent.yaml unchanged rolled-back',
    'proxy.yaml update rolled-back',
    'web.yaml add rolled-back',
  ]);
  assert.equal(applied.find(({ node }) => node === hosts.second)?.state, 'not-begun');
  await driver.waitFor(row(`${hosts.second}: not begun: ${hosts.first} went wrong`));
  await driver.waitFor(notification(`${hosts.first}: proxy.yaml: Container \`main\` ended with exit code 7`));
  await driver.takePicture('plan-rolled-back', {
    waitFor: [planRow(hosts.first, 'proxy.yaml', 'rolled back'), row(`${hosts.first}: put back as it was`)],
  });
  for (const node of [first, second]) {
    assert.match(await onNode(node, `cat ${manifests}/proxy.yaml`), new RegExp(`version ${run}\\.1$`, 'm'));
  }
  assert.deepEqual([await runningContainer(first, 'agent'), await runningContainer(second, 'proxy')], was);
  assert.ok((await runningContainer(first, 'proxy')) !== undefined, 'the Pod of before is back');
  await closeEverything();
});

test('plan: an apply that is cancelled is put back, and begins no other node', onBed, async () => {
  const driver = requireDriver();
  const [first, second] = [requireBedNode(1), requireBedNode(2)];
  const was = await runningContainer(second, 'proxy');
  const endless =
    'initContainers: [{name: endless, image: docker.io/library/busybox:latest, imagePullPolicy: IfNotPresent, command: [sleep, "1000"]}]';
  await writeFile(`${folder}/proxy.yaml`, webManifest({ name: 'proxy', port: 18_097, spec: endless }));
  await plan();
  const applying = vscode.commands.executeCommand<Planned[]>('staticPods.applyPlan', { yes: true });
  await driver.waitFor(notification(`Applying ${folder} to 2 nodes`));
  await driver.waitFor(row(`${hosts.first}: waiting for containers`));
  await driver.click({ selector: '.notification-toast .monaco-button', text: 'Cancel' });
  const applied = await applying;
  assert.equal(tell(applied, hosts.first)[1], 'proxy.yaml update rolled-back');
  await driver.waitFor(notification('The apply was cancelled.'));
  await driver.waitFor(row(`${hosts.second}: not begun: it was cancelled`));
  assert.match(await onNode(first, `cat ${manifests}/proxy.yaml`), new RegExp(`version ${run}\\.1$`, 'm'));
  assert.equal(await runningContainer(second, 'proxy'), was);
  await closeEverything();
});

test('plan: drift made by hand is seen, as a table too, and undone', onBed, async () => {
  const driver = requireDriver();
  const second = requireBedNode(2);
  await writeFile(`${folder}/proxy.yaml`, shellManifest('proxy', version(4)));
  await plan();
  const applied = await vscode.commands.executeCommand<Planned[]>('staticPods.applyPlan', { yes: true });
  for (const node of both) {
    assert.deepEqual(tell(applied, node), [
      'agent.yaml unchanged skipped',
      'proxy.yaml update running',
      'web.yaml add running',
    ]);
  }
  await onNode(second, `sed -i 's/version ${run}.4/version hand/' ${manifests}/proxy.yaml; rm ${manifests}/web.yaml`);
  await closeEverything();
  assert.deepEqual(tell(await plan(), hosts.second), [
    'agent.yaml unchanged',
    'proxy.yaml update changed',
    'web.yaml add removed',
  ]);
  await driver.waitFor(row(', was changed on the node'));
  await driver.waitFor(planRow(hosts.second, 'web.yaml', 'add, was taken away on the node'));
  await clickAction('Show Drift of All Nodes');
  await waitForEvent(vscode.window.onDidChangeActiveTextEditor, 20_000, {
    look: () => (activeText().includes('taken away') ? true : undefined),
    describe: () => `The editor shows: ${activeText()}`,
  });
  assert.match(activeText(), /^proxy\.yaml +same +changed there$/m);
  assert.match(activeText(), /^web\.yaml +same +taken away$/m);
  await driver.takePicture('drift', { waitFor: [{ selector: '.view-lines', text: 'taken away' }] });
  const again = await vscode.commands.executeCommand<Planned[]>('staticPods.applyPlan', { yes: true });
  assert.deepEqual(tell(again, hosts.second).slice(1), [
    'proxy.yaml update changed running',
    'web.yaml add removed running',
  ]);
  assert.match(await onNode(second, `cat ${manifests}/proxy.yaml`), new RegExp(`version ${run}\\.4$`, 'm'));
  await closeEverything();
});

test('plan: prune asks what goes, takes away its own, and leaves what is somebody else’s', onBed, async () => {
  const driver = requireDriver();
  const [first, second] = [requireBedNode(1), requireBedNode(2)];
  await onNode(second, `cat > ${manifests}/others.yaml`, { input: shellManifest('others', version(2)) });
  await vscode.workspace.fs.delete(workspaceFile(`${folder}/web.yaml`));
  await plan();
  await driver.waitFor(planRow(hosts.first, 'web.yaml', 'on the node and not in the folder'));
  await clickAction('What the Folder Does Not Hold');
  await choose('Remove what was deployed from here');
  await driver.waitFor(planRow(hosts.first, 'web.yaml', 'remove'));
  await driver.waitFor(planRow(hosts.second, 'others.yaml', 'on the node, put there by somebody else'));
  await driver.waitFor({ ...notification('Looking at'), state: 'hidden' });
  const applying = vscode.commands.executeCommand<Planned[]>('staticPods.applyPlan');
  await driver.takePicture('plan-prune', {
    waitFor: [quickItem(`These are removed: web.yaml of ${hosts.first}, web.yaml of ${hosts.second}.`)],
  });
  await choose('Apply');
  const applied = await applying;
  for (const node of both) {
    assert.deepEqual(tell(applied, node), [
      'agent.yaml unchanged skipped',
      'proxy.yaml unchanged skipped',
      'web.yaml remove gone',
    ]);
  }
  for (const node of [first, second]) {
    assert.doesNotMatch(await onNode(node, `ls ${manifests}`), /web/);
    assert.equal(await runningContainer(node, 'web'), undefined);
  }
  assert.match(await onNode(second, `ls ${manifests}`), /others\.yaml/);
  await closeEverything();
});

test('plan: a node that is not reached says why, and the others are planned all the same', onBed, async () => {
  const driver = requireDriver();
  await setNodes(hosts.first, hosts.wrongPort);
  const wishes = { folder: workspaceFile(folder).fsPath, nodes: [hosts.first, hosts.wrongPort] };
  const planned = await vscode.commands.executeCommand<Planned[]>('staticPods.planFolder', wishes);
  assert.deepEqual(
    planned.map(({ state }) => state),
    ['planned', 'failed'],
  );
  await driver.waitFor(row(`${hosts.wrongPort}: not reached`));
  await driver.waitFor(row('refuses connections at port 2222'));
  await setNodes(...both);
  await closeEverything();
});

test('plan: one manifest for every node of a cluster draws the advice of a DaemonSet', onBed, async () => {
  const driver = requireDriver();
  const first = requireBedNode(1);
  // Nobody answers there: a kubelet that has an API server to ask belongs to a cluster all the same.
  const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: 'https://127.0.0.1:9'}}]
users: [{name: u, user: {token: none}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
current-context: c
`;
  await onNode(first, 'cat > /etc/kubernetes/nobody.conf', { input: kubeconfig });
  try {
    await onNode(first, 'cat > /etc/default/kubelet && systemctl restart kubelet', {
      input: 'KUBELET_EXTRA_ARGS=--kubeconfig /etc/kubernetes/nobody.conf\n',
    });
    await onNode(first, 'until curl -fs http://127.0.0.1:10248/healthz; do sleep 0.2; done');
    await plan();
    await driver.waitFor(
      row('agent.yaml, proxy.yaml go to every node, and the nodes belong to a cluster: a DaemonSet'),
    );
    await driver.takePicture('plan-advice');
  } finally {
    await onNode(first, 'rm /etc/default/kubelet /etc/kubernetes/nobody.conf; systemctl restart kubelet');
  }
  await vscode.commands.executeCommand('staticPods.closePlan');
  await driver.waitFor({ ...row('agent.yaml on'), state: 'hidden' });
});

test('plan: from the explorer a Pod is started anew', onBed, async () => {
  const driver = requireDriver();
  const second = requireBedNode(2);
  await openExplorer();
  await waitForRows(`container main of proxy on ${hosts.second}, running`);
  const [before, text] = [await runningContainer(second, 'proxy'), await onNode(second, `cat ${manifests}/proxy.yaml`)];
  await chooseFromMenu(`static Pod proxy on ${hosts.second}`, 'Restart Static Pod');
  await driver.waitFor(notification(`Restarting proxy on ${hosts.second}: done`));
  const after = await runningContainer(second, 'proxy');
  assert.ok(after !== undefined && after !== before, `${String(before)} is still there`);
  assert.equal(await onNode(second, `cat ${manifests}/proxy.yaml`), text);
  await waitForRows(`container main of proxy on ${hosts.second}, running, attempt 0`);
  await closeEverything();
});

test('plan: from the explorer a Pod is parked, brought back and rolled back', onBed, async () => {
  const driver = requireDriver();
  const second = requireBedNode(2);
  await openExplorer();
  await waitForRows(`container main of proxy on ${hosts.second}, running`);
  await chooseFromMenu(`static Pod proxy on ${hosts.second}`, 'Park Static Pod');
  await waitForRows(`file proxy.yaml on ${hosts.second}, parked`);
  assert.equal(await runningContainer(second, 'proxy'), undefined);
  assert.doesNotMatch(await onNode(second, `ls ${manifests}`), /proxy/);
  await driver.takePicture('parked', { waitFor: [row(`file proxy.yaml on ${hosts.second}, parked`)] });
  await chooseFromMenu(`file proxy.yaml on ${hosts.second}, parked`, 'Bring Back a Parked Pod');
  await waitForRows(`container main of proxy on ${hosts.second}, running`);
  await driver.waitFor(notification(`Bringing proxy back on ${hosts.second}: done`));
  assert.match(await onNode(second, `cat ${manifests}/proxy.yaml`), new RegExp(`version ${run}\\.4$`, 'm'));
  assert.equal((await onNode(second, 'ls /var/lib/static-pods/parked')).trim(), '');
  await closeEverything();

  await chooseFromMenu(`static Pod proxy on ${hosts.second}`, 'Roll Back');
  await driver.takePicture('rollback', { waitFor: [quickItem('It was there until')] });
  // What was there when it was parked is what is there now; the newest that differs is the version made by hand.
  await focusQuickInput();
  await driver.press('Enter');
  await driver.waitFor(notification(`Rolling proxy back on ${hosts.second}: done`));
  assert.match(await onNode(second, `cat ${manifests}/proxy.yaml`), /version hand$/m);
  assert.ok((await runningContainer(second, 'proxy')) !== undefined);
  await closeEverything();
});

test('plan: the nodes are left without static Pods', onBed, async () => {
  const nodes = [requireBedNode(1), requireBedNode(2)];
  await Promise.all(nodes.map((node) => onNode(node, `rm -f ${manifests}/*`)));
  await waitForRows(`${hosts.first}: No static Pods`, `${hosts.second}: No static Pods`);
  await setNodes();
  await vscode.workspace.fs.delete(workspaceFile(folder), { recursive: true });
  await ssh.remove();
});
