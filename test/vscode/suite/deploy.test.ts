import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { containersOf, onNode } from '../../node/bed';
import { hosts, requireBedNode } from './bed';
import { requireDriver } from './driver';
import {
  answerModal,
  choose,
  chooseFromMenu,
  clickRow,
  notification,
  openExplorer,
  quickItem,
  row,
  setNodes,
  waitForNoRow,
  waitForRows,
} from './explorer';
import { shellManifest, webManifest } from './manifests';
import { test } from './runner';
import { closeEverything, openFile, waitForDiagnostics, waitForEvent, workspaceFile, writeFile } from './workspace';

const onBed = { needsDriver: true, needsBed: true, limit: 120_000 };

/** What `staticPods.deployToNode` returns for one node. */
interface Outcome {
  readonly node: string;
  readonly action: string;
  readonly result: string;
  readonly message: string;
}

interface Wishes {
  readonly nodes?: readonly string[];
  readonly yes?: boolean;
  readonly force?: boolean;
}

async function deploy(path: string, wishes: Wishes): Promise<readonly Outcome[] | undefined> {
  return vscode.commands.executeCommand<Outcome[]>('staticPods.deployToNode', workspaceFile(path), wishes);
}

async function deployQuietly(path: string): Promise<Outcome | undefined> {
  const outcomes = await timed(`deploy of ${path}`, () => deploy(path, { nodes: [hosts.first], yes: true }));
  return outcomes?.[0];
}

async function timed<T>(what: string, work: () => PromiseLike<T>): Promise<T> {
  const started = performance.now();
  const value = await work();
  console.log(`time: ${what}: ${((performance.now() - started) / 1000).toFixed(2)} s`);
  return value;
}

async function configHashOf(pod: string): Promise<string> {
  const node = requireBedNode(1);
  const text = await onNode(node, `crictl pods -o json --name ${pod}-${node.nodeName} --state ready`);
  const { items } = JSON.parse(text) as { items: { annotations: Record<string, string> }[] };
  return items[0]?.annotations['kubernetes.io/config.hash'] ?? '';
}

test('the nodes are clean, and the explorer is open', onBed, async () => {
  const [first, second] = [requireBedNode(1), requireBedNode(2)];
  await Promise.all([first, second].map((node) => onNode(node, 'rm -f /etc/kubernetes/manifests/*')));
  const configuration = vscode.workspace.getConfiguration('staticPods');
  await configuration.update('deploy.stableSeconds', 2, vscode.ConfigurationTarget.Workspace);
  await closeEverything();
  await openExplorer();
  await setNodes(hosts.first);
  await waitForRows(`node ${hosts.first}, kubelet v1.`, `${hosts.first}: No static Pods`);
  // A Pod that comes back finds its ended containers or their logs, and counts on from their attempts.
  await onNode(first, 'crictl pods -q | xargs -r crictl rmp -f; rm -rf /var/log/pods/*');
});

test('static-web is deployed by hand: the button, the question, the progress, the row', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(1);
  await openFile('manifests/static-web.yaml');
  await driver.click({ selector: '.editor-actions .action-label[aria-label^="Deploy to Node"]' });
  await driver.waitFor(quickItem('The file is new on the node.'));
  await driver.waitFor({ selector: '.notification-toast', state: 'hidden' });
  await driver.takePicture('deploy-new');
  await timed('deploy of static-web, from the answer to the notification', async () => {
    await choose('Deploy');
    await driver.takePicture('deploy-progress', {
      waitFor: [notification('Deploying static-web.yaml to edge-1'), row('container web of static-web')],
    });
    await driver.waitFor(notification('static-web.yaml runs on edge-1'));
  });
  const [container] = await containersOf(node, `static-web-${node.nodeName}`);
  assert.equal(container?.state, 'CONTAINER_RUNNING');
  await waitForRows(
    `static Pod static-web on ${hosts.first}, running`,
    `container web of static-web on ${hosts.first}, running, attempt 0`,
  );
  await driver.click({
    ...notification('static-web.yaml runs on edge-1'),
    selector: '.notification-toast a',
    text: 'Show in Node Explorer',
  });
  await driver.waitFor({ selector: '.pane-body .monaco-list-row.selected[aria-label*="static Pod static-web"]' });
  await closeEverything();
});

test('an edit is shown as a diff, and makes a new config hash', onBed, async () => {
  const driver = requireDriver();
  await writeFile('manifests/web.yaml', webManifest({ name: 'web' }));
  assert.equal((await deployQuietly('manifests/web.yaml'))?.result, 'running');
  const before = await configHashOf('web');
  await closeEverything();
  await openFile('manifests/web.yaml', webManifest({ name: 'web', patch: 1 }));
  const deploying = deploy('manifests/web.yaml', { nodes: [hosts.first] });
  await driver.takePicture('deploy-diff', {
    waitFor: [quickItem('The file changes, and default/web-'), { selector: '.monaco-diff-editor .line-insert' }],
  });
  await choose('Deploy');
  const [outcome] = (await timed('deploy of an edit', () => deploying)) ?? [];
  assert.deepEqual([outcome?.action, outcome?.result], ['update', 'running'], outcome?.message);
  const after = await configHashOf('web');
  assert.ok(before !== '' && after !== '' && before !== after, `${before} ${after}`);
  await waitForRows(`container web of web on ${hosts.first}, running, attempt 0`);
  await closeEverything();
});

test('an edit of a comment changes nothing for the kubelet, and waits for nothing', onBed, async () => {
  const driver = requireDriver();
  const before = await configHashOf('web');
  await openFile('manifests/web.yaml', `# greets\n${webManifest({ name: 'web', patch: 1 })}`);
  const deploying = deploy('manifests/web.yaml', { nodes: [hosts.first] });
  await driver.waitFor(quickItem('nothing changes for the kubelet'));
  await choose('Deploy');
  const [outcome] = (await timed('deploy of a comment', () => deploying)) ?? [];
  assert.deepEqual([outcome?.action, outcome?.result], ['unchanged', 'skipped']);
  await driver.waitFor(notification('nothing changes for the kubelet'));
  assert.equal(await configHashOf('web'), before);
  await closeEverything();
});

test('Stop Container: the kubelet starts it again with attempt 1', onBed, async () => {
  await timed('from Stop Container to the row with attempt 1', async () => {
    await chooseFromMenu(`container web of web on ${hosts.first}`, 'Stop Container');
    await waitForRows(`container web of web on ${hosts.first}, running, attempt 1`);
  });
});

test('logs are shown, and followed', onBed, async () => {
  const driver = requireDriver();
  const script = [
    'klog() { echo "$1$(date +%m%d) $(date +%T).000000       1 proxier.go:$2] $3"; }',
    'klog I 244 \'"Using proxy mode" mode="iptables"\'',
    'klog I 391 \'"Syncing rules" services=12 elapsed="8.2ms"\'',
    'klog W 402 \'"Skipping endpoint" err="no route" endpoint="10.0.0.7:443"\'',
    'klog E 519 \'"Failed to reach the API server" err="dial tcp: connection refused" retry="5s"\'',
    'count=0',
    'while true; do count=$((count+1)); klog I 391 "\\"Syncing rules\\" services=12 run=$count"; sleep 1; done',
  ];
  await writeFile('manifests/proxy.yaml', shellManifest('proxy', script));
  assert.equal((await deployQuietly('manifests/proxy.yaml'))?.result, 'running');
  await waitForRows(`container main of proxy on ${hosts.first}, running`);
  await closeEverything();
  await chooseFromMenu('static Pod proxy', 'Show Logs');
  await driver.takePicture('logs', { waitFor: [{ selector: '.view-lines', text: 'Failed to reach the API server' }] });
  const shown = vscode.window.activeTextEditor?.document;
  assert.equal(shown?.languageId, 'klog');
  await chooseFromMenu('container main of proxy', 'Follow Logs');
  const followed = await waitForEvent(vscode.window.onDidChangeActiveTextEditor, 20_000, {
    look: () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.uri.path.includes('(following)') === true ? document : undefined;
    },
    describe: () => `The editor shows ${vscode.window.activeTextEditor?.document.uri.path ?? 'nothing'}.`,
  });
  const length = followed.lineCount;
  await waitForEvent(vscode.workspace.onDidChangeTextDocument, 20_000, {
    look: () => (followed.lineCount > length + 2 ? true : undefined),
    describe: () => `The log has ${followed.lineCount} lines, and had ${length}.`,
  });
  await closeEverything();
});

test('the manifest on the node is opened, and compared with the local file', onBed, async () => {
  const driver = requireDriver();
  await openFile('manifests/web.yaml', webManifest({ name: 'web', patch: 2 }));
  await closeEverything();
  await chooseFromMenu('static Pod web on', 'Open Manifest on Node');
  await driver.waitFor({ selector: '.view-lines', text: '.1' });
  await chooseFromMenu('static Pod web on', 'Compare with Local Manifest');
  await driver.waitFor({ selector: '.monaco-diff-editor .modified .view-lines', text: '.2' });
  await closeEverything();
});

test('what the kubelet would refuse is not uploaded; its reasons are listed', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(1);
  await openFile('manifests/builder.yaml', webManifest({ name: 'builder', spec: 'serviceAccountName: builder' }));
  const deploying = deploy('manifests/builder.yaml', { nodes: [hosts.first] });
  await driver.waitFor(quickItem('spec.serviceAccountName'));
  await driver.waitFor({ selector: '.notification-toast', state: 'hidden' });
  await driver.takePicture('deploy-refused');
  await choose('spec.serviceAccountName');
  assert.equal((await deploying)?.[0]?.result, 'refused');
  const editor = vscode.window.activeTextEditor;
  assert.match(editor?.document.lineAt(editor.selection.start.line).text ?? '', /serviceAccountName/);
  assert.doesNotMatch(await onNode(node, 'ls /etc/kubernetes/manifests'), /builder/);
});

test('forced, the kubelet’s own refusal is in the tree and on the file, until it is mended', onBed, async () => {
  const driver = requireDriver();
  const file = workspaceFile('manifests/builder.yaml');
  const deploying = deploy('manifests/builder.yaml', { nodes: [hosts.first] });
  await choose('Deploy Anyway');
  await driver.waitFor({ selector: '.monaco-dialog-box' });
  await driver.waitFor({ selector: '.notification-toast', state: 'hidden' });
  await driver.takePicture('deploy-anyway');
  await answerModal('although the kubelet refuses it', 'Deploy');
  const [outcome] = (await timed('forced deploy of a refused manifest', () => deploying)) ?? [];
  assert.match(outcome?.message ?? '', /static pods may not reference serviceaccounts/);
  await waitForRows(
    `static Pod builder on ${hosts.first}, refused`,
    `${hosts.first} refuses builder.yaml: static pods may not reference serviceaccounts`,
  );
  const isKubelets = ({ source }: vscode.Diagnostic) => source === 'kubelet';
  const diagnostics = await waitForDiagnostics(file, (all) => all.some(isKubelets));
  const { document } = await openFile('manifests/builder.yaml');
  const refusal = diagnostics.find(isKubelets);
  assert.match(refusal?.message ?? '', /static pods may not reference serviceaccounts/);
  assert.match(document.lineAt(refusal?.range.start.line ?? 0).text, /serviceAccountName/);
  await vscode.commands.executeCommand('workbench.actions.view.problems');
  await driver.takePicture('kubelet-refusal', {
    waitFor: [{ selector: '.markers-panel .monaco-list-row', text: 'The kubelet on edge-1 refuses' }],
  });
  await writeFile('manifests/builder.yaml', webManifest({ name: 'builder', port: 18_091 }));
  assert.equal((await deployQuietly('manifests/builder.yaml'))?.result, 'running');
  await waitForDiagnostics(file, (all) => !all.some(isKubelets));
  await waitForRows(`static Pod builder on ${hosts.first}, running`);
  await closeEverything();
});

test('a container that exits at once is told with its log, and rolled back', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(1);
  await writeFile(
    'manifests/crash.yaml',
    shellManifest('crash', ['echo "reading /etc/app.conf"', 'echo "no such file: /etc/app.conf"', 'exit 3']),
  );
  const outcome = await deployQuietly('manifests/crash.yaml');
  assert.equal(outcome?.result, 'rolled-back', outcome?.message);
  assert.match(outcome.message, /exit code 3/);
  await driver.takePicture('failed-deploy', { waitFor: [notification('exit code 3')] });
  await driver.click({ selector: '.notification-toast a', text: 'Show Last Log Lines' });
  await driver.takePicture('failed-deploy-log', {
    waitFor: [{ selector: '.view-lines', text: 'no such file: /etc/app.conf' }],
  });
  assert.doesNotMatch(await onNode(node, 'ls /etc/kubernetes/manifests'), /crash/);
  await closeEverything();
});

test('a deploy that is cancelled is put back', onBed, async () => {
  const driver = requireDriver();
  const before = await configHashOf('web');
  const endless =
    'initContainers: [{name: endless, image: docker.io/library/busybox:latest, imagePullPolicy: IfNotPresent, command: [sleep, "1000"]}]';
  await writeFile('manifests/web.yaml', webManifest({ name: 'web', patch: 3, spec: endless }));
  const deploying = deploy('manifests/web.yaml', { nodes: [hosts.first], yes: true });
  const progress = notification('Deploying web.yaml to edge-1');
  await driver.waitFor({ ...progress, text: 'Deploying web.yaml to edge-1' });
  await driver.waitFor(row('static Pod web on edge-1, starting'));
  await driver.click({ selector: '.notification-toast .monaco-button', text: 'Cancel' });
  const [outcome] = (await timed('cancelling a deploy', () => deploying)) ?? [];
  assert.equal(outcome?.result, 'rolled-back', outcome?.message);
  assert.equal(await configHashOf('web'), before);
  await closeEverything();
});

test('several nodes are chosen at once', onBed, async () => {
  const driver = requireDriver();
  await setNodes(hosts.first, hosts.second);
  await waitForRows(`node ${hosts.second}, kubelet v1.`);
  await openFile('manifests/fleet.yaml', webManifest({ name: 'fleet', port: 18_092 }));
  await driver.press('F1');
  await driver.type('Deploy to Node');
  await choose('Static Pods: Deploy to Node');
  await driver.takePicture('choose-nodes', { waitFor: [quickItem(hosts.first), quickItem(hosts.second)] });
  await driver.click(quickItem(hosts.first));
  await driver.click(quickItem(hosts.second));
  await driver.press('Enter');
  for (const host of [hosts.first, hosts.second]) {
    await driver.waitFor({ selector: '.quick-input-widget', text: `Deploy fleet.yaml to ${host}?` });
    await choose('The file is new on the node.');
  }
  await driver.waitFor(notification(`fleet.yaml runs on ${hosts.first} and ${hosts.second}.`));
  await waitForRows(
    `container web of fleet on ${hosts.first}, running, attempt 0`,
    `container web of fleet on ${hosts.second}, running, attempt 0`,
  );
  await closeEverything();
});

test('what others do to a node is seen by itself: a crash, a file that the kubelet refuses', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(2);
  await timed('a look at two nodes', () => vscode.commands.executeCommand('staticPods.refreshNodes'));
  const put = async (name: string, text: string): Promise<string> =>
    onNode(node, `cat > /etc/kubernetes/.${name} && mv /etc/kubernetes/.${name} /etc/kubernetes/manifests/${name}`, {
      input: text,
    });
  await put('crash.yaml', shellManifest('crash', ['exit 3']));
  await put('torn.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: torn\n');
  const refusal = `${hosts.second} refuses torn.yaml`;
  await waitForRows(`static Pod crash on ${hosts.second}, failing`, refusal, 'exited with 3');
  await openFile('manifests/fleet.yaml');
  await driver.takePicture('tree', { waitFor: [row('static Pod proxy'), row(`static Pod fleet on ${hosts.second}`)] });
  // A file of no Pod can be looked at and removed too.
  await clickRow(refusal);
  await driver.waitFor({ selector: '.view-lines', text: 'torn' });
  await chooseFromMenu(refusal, 'Remove Static Pod from Node');
  await answerModal(`Remove torn.yaml from ${hosts.second}?`, 'Remove');
  await driver.waitFor(notification('torn.yaml is gone'));
  await waitForNoRow(refusal);
  await closeEverything();
});

test('a manifest is deployed from a node’s row to that node', onBed, async () => {
  const driver = requireDriver();
  await chooseFromMenu(`node ${hosts.second}`, 'Deploy to Node');
  await driver.waitFor({ selector: '.quick-input-widget', text: `Deploy which manifest to ${hosts.second}?` });
  await driver.type('proxy.yaml');
  await choose('manifests/proxy.yaml');
  await choose('The file is new on the node.');
  await waitForRows(`container main of proxy on ${hosts.second}, running`);
  await driver.waitFor(notification(`proxy.yaml runs on ${hosts.second}.`));
  await closeEverything();
});

test('Remove asks first, and leaves neither file nor container', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(1);
  await chooseFromMenu(`static Pod web on ${hosts.first}`, 'Remove Static Pod from Node');
  await driver.takePicture('remove', {
    waitFor: [{ selector: '.monaco-dialog-box', text: 'Remove web.yaml from edge-1?' }],
  });
  await driver.press('Escape');
  await chooseFromMenu(`static Pod web on ${hosts.first}`, 'Remove Static Pod from Node');
  await timed('remove', async () => {
    await answerModal('Remove web.yaml from edge-1?', 'Remove');
    await waitForNoRow(`static Pod web on ${hosts.first}`);
  });
  await driver.waitFor(notification('web.yaml is gone from edge-1'));
  assert.doesNotMatch(await onNode(node, 'ls /etc/kubernetes/manifests'), /^web\.yaml$/m);
  const left = await containersOf(node, `web-${node.nodeName}`);
  assert.deepEqual(
    left.filter(({ state }) => state === 'CONTAINER_RUNNING'),
    [],
  );
});

test('the nodes are left without static Pods', onBed, async () => {
  const nodes = [requireBedNode(1), requireBedNode(2)];
  await Promise.all(nodes.map((node) => onNode(node, 'rm -f /etc/kubernetes/manifests/*')));
  await waitForRows(`${hosts.first}: No static Pods`, `${hosts.second}: No static Pods`);
  await setNodes();
});
