import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { containersOf, onNode, untilFound, type CrictlContainer } from '../../node/bed';
import { hosts, putManifest, requireBedNode, useSshConfiguration, type SshFolder } from './bed';
import { requireDriver } from './driver';
import {
  choose,
  chooseFromMenu,
  clickRow,
  notification,
  openExplorer,
  row,
  setNodes,
  waitForNoRow,
  waitForRows,
} from './explorer';
import { shellManifest, stagedManifest } from './manifests';
import { test } from './runner';
import { closeEverything, waitForEvent, waitForText } from './workspace';

const onBed = { needsDriver: true, needsBed: true, limit: 90_000 };
const main = `container main of ladder on ${hosts.first}`;

let ssh: SshFolder;

async function containerOf(pod: string, name: string): Promise<CrictlContainer> {
  const node = requireBedNode(1);
  const found = (await containersOf(node, `${pod}-${node.nodeName}`)).find(({ metadata }) => metadata.name === name);
  assert.ok(found !== undefined, `${pod} has no container ${name}`);
  return found;
}

/** What a command in a container prints, by crictl on the node. */
async function inContainer(pod: string, name: string, command: string): Promise<string> {
  const { id } = await containerOf(pod, name);
  return (await onNode(requireBedNode(1), `crictl exec -s ${id} ${command}`)).trim();
}

test('explorer: init containers, sidecars, crash loops and twins each look like what they are', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(1);
  ssh = await useSshConfiguration();
  await onNode(
    node,
    'rm -f /etc/kubernetes/manifests/*; crictl pods -q | xargs -r crictl rmp -f; rm -rf /var/log/pods/*',
  );
  const configuration = vscode.workspace.getConfiguration('staticPods');
  await configuration.update('deploy.stableSeconds', 2, vscode.ConfigurationTarget.Workspace);
  await closeEverything();
  await openExplorer();
  await setNodes(hosts.first);
  await putManifest(node, 'ladder.yaml', stagedManifest('ladder'));
  await putManifest(
    node,
    'loop.yaml',
    shellManifest('loop', ['echo "reading /etc/app.conf"', 'echo "no such file" >&2', 'exit 3']),
  );
  await putManifest(node, 'twin.yaml', shellManifest('twin', ['exec sleep 3600']));
  await putManifest(node, 'twin-backup.yaml', shellManifest('twin', ['exec sleep 3601']));
  await putManifest(node, 'notes.txt', 'kind: Note\n');
  await waitForRows(
    `init container prepare of ladder on ${hosts.first}, exited with 0`,
    `sidecar container watch of ladder on ${hosts.first}, running`,
    `${main}, running, attempt 0`,
    `static Pod loop on ${hosts.first}, failing`,
    'in 2 files',
    'file twin-backup.yaml',
    'refuses notes.txt',
  );
  await driver.waitFor(row(`container main of loop on ${hosts.first}, exited with 3`, 45_000));
  await driver.hover(row(`node ${hosts.first}`));
  // containerd 1.6 tells no events: found out, said, and the node is asked again and again.
  await driver.takePicture('node-tooltip', {
    waitFor: [{ selector: '.monaco-hover', text: 'its runtime tells no events' }],
    keepPointer: true,
  });
});

test('explorer: processor and memory are a column, as crictl on the node counts them', onBed, async () => {
  const driver = requireDriver();
  await vscode.commands.executeCommand('staticPods.toggleUsage');
  await driver.takePicture('stats', { waitFor: [row('m CPU'), row(`${main}, running`)] });
  const [label = ''] = await driver.readTexts({ selector: `[role="treeitem"][aria-label*="${main}"]` });
  const { id } = await containerOf('ladder', 'main');
  const { stats } = JSON.parse(await onNode(requireBedNode(1), `crictl stats -o json ${id}`)) as {
    stats: { memory: { workingSetBytes: { value: string } } }[];
  };
  const shown = Number(/([\d.]+)Ki/.exec(label)?.[1] ?? 0) || 1024 * Number(/([\d.]+)Mi/.exec(label)?.[1] ?? NaN);
  const counted = Number(stats[0]?.memory.workingSetBytes.value) / 1024;
  assert.ok(shown > counted / 4 && shown < counted * 4, `${label}, and crictl says ${counted} Ki`);
  await vscode.commands.executeCommand('staticPods.toggleUsage');
});

test('explorer: a terminal in a container, with the size of its window', onBed, async () => {
  const driver = requireDriver();
  await closeEverything();
  await chooseFromMenu(main, 'Open Terminal');
  await driver.waitFor({ selector: '.terminal-wrapper.active .xterm-screen' });
  await driver.click({ selector: '.terminal-wrapper.active .xterm-screen' });
  await driver.type('stty size > /tmp/first; cat /etc/hostname; ls /; echo "$0 is here" > /tmp/typed\n');
  const read = (file: string): Promise<string | undefined> =>
    inContainer('ladder', 'main', `cat /tmp/${file}`).then(
      (text) => text || undefined,
      () => undefined,
    );
  assert.match(await untilFound('what was typed', 20, () => read('typed')), /sh is here/);
  const before = (await read('first')) ?? '';
  assert.match(before, /^\d+ \d+$/);
  await driver.takePicture('exec', { waitFor: [{ selector: '.terminal-wrapper.active' }] });
  await vscode.commands.executeCommand('workbench.action.toggleMaximizedPanel');
  const after = await untilFound('another size of the terminal', 20, async () => {
    await driver.type('stty size > /tmp/second\n');
    const size = await read('second');
    return size === before ? undefined : size;
  });
  assert.ok(Number(after.split(' ')[0]) > Number(before.split(' ')[0]), `${before}, then ${after}`);
  await vscode.commands.executeCommand('workbench.action.toggleMaximizedPanel');
  await driver.type('exit\n');
  await waitForEvent(vscode.window.onDidCloseTerminal, 20_000, {
    look: () => (vscode.window.terminals.length === 0 ? true : undefined),
    describe: () => `${vscode.window.terminals.length} terminals are open.`,
  });
  await closeEverything();
});

test('explorer: containers, sandboxes and images are inspected as JSON', onBed, async () => {
  const driver = requireDriver();
  const { id, podSandboxId } = await containerOf('ladder', 'main');
  await chooseFromMenu(main, 'Inspect');
  const container = await waitForText(id);
  assert.equal(container.languageId, 'json');
  assert.equal((JSON.parse(container.getText()) as { status: { id: string } }).status.id, id);
  await driver.takePicture('inspect', { waitFor: [{ selector: '.view-lines', text: 'restartCount' }] });
  await chooseFromMenu('static Pod ladder', 'Inspect');
  const sandbox = await waitForText(`"id": "${podSandboxId}"`);
  assert.match(sandbox.getText(), /kubernetes\.io\/config\.hash/);
  await chooseFromMenu(main, 'Inspect Image');
  await waitForText('docker.io/library/busybox:latest');
  await closeEverything();
});

test('explorer: the logs of all containers of a Pod, in the order of time', onBed, async () => {
  const driver = requireDriver();
  await chooseFromMenu('static Pod ladder', 'Show Logs');
  await choose('All Containers');
  const { languageId } = await waitForText(/main\s+│ /);
  assert.equal(languageId, 'klog');
  const lines = vscode.window.activeTextEditor?.document.getText().split('\n') ?? [];
  const first = (name: string): number => lines.findIndex((line) => line.startsWith(name));
  assert.ok(first('prepare') !== -1 && first('prepare') < first('main'), lines.slice(0, 8).join('\n'));
  await driver.takePicture('logs-all', { waitFor: [{ selector: '.view-lines', text: 'prepare' }] });
  await closeEverything();
});

test('explorer: a followed log goes on with the next attempt', onBed, async () => {
  const driver = requireDriver();
  await chooseFromMenu(main, 'Follow Logs');
  await waitForText('run=3');
  const { id, metadata } = await containerOf('ladder', 'main');
  const next = `attempt ${metadata.attempt + 1}`;
  await onNode(requireBedNode(1), `crictl stop --timeout 0 ${id}`);
  const followed = await waitForText(new RegExp(`──── main: ${next} ────\\n(.*\\n)*.*run=2`), 60_000);
  assert.match(followed.getText(), /──── main: it ended with exit code 137/);
  await driver.takePicture('logs-follow', { waitFor: [{ selector: '.view-lines', text: next }] });
  await closeEverything();
  await waitForRows(`${main}, running, ${next}`);
  await chooseFromMenu(main, 'Show Logs of the Attempt Before');
  const before = await waitForText('run=3');
  assert.ok(!before.getText().includes(next));
  await closeEverything();
});

test('explorer: a crash loop explains itself by its timeline', onBed, async () => {
  const driver = requireDriver();
  const attempts = async (): Promise<true | undefined> =>
    (await containerOf('loop', 'main')).metadata.attempt > 0 || undefined;
  await untilFound('the second attempt of the Pod that crashes', 45, attempts);
  await chooseFromMenu('static Pod loop', 'Show Timeline');
  const timeline = (await waitForText('Timeline of default/loop')).getText();
  assert.match(timeline, /Container main was started \d+ times[^✗]* with\s+exit\s+code 3 after/);
  assert.match(timeline, /✗ main +attempt \d ended after [\d.]+ s with exit code 3/);
  assert.match(timeline, /CrashLoopBackOff: back-off \d+s restarting failed container/);
  assert.match(timeline, /Last lines of the container that ended last:\n {2}reading \/etc\/app\.conf/);
  await driver.takePicture('timeline', { waitFor: [{ selector: '.view-lines', text: 'Timeline of' }] });
  await closeEverything();
});

test('explorer: a manifest is edited on its node; saving deploys, and a refusal changes nothing', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(1);
  await chooseFromMenu('static Pod ladder', 'Open Manifest on Node');
  const document = await waitForText('name: ladder');
  assert.equal(document.uri.scheme, 'static-pods-node');
  await driver.waitFor({ selector: '.codelens-decoration', text: `${hosts.first}: running` });
  const hash = (): Promise<string> => onNode(node, 'sha256sum /etc/kubernetes/manifests/ladder.yaml');
  const before = await hash();
  const edit = async (from: string, to: string): Promise<void> => {
    const change = new vscode.WorkspaceEdit();
    const start = document.positionAt(document.getText().indexOf(from));
    change.replace(document.uri, new vscode.Range(start, start.translate(0, from.length)), to);
    await vscode.workspace.applyEdit(change);
  };
  await edit('hostNetwork: true', 'serviceAccountName: builder');
  assert.equal(await document.save(), false);
  await driver.takePicture('edit-on-node', { waitFor: [notification('would refuse it')] });
  assert.equal(document.isDirty, true);
  assert.equal(await hash(), before);
  await edit('serviceAccountName: builder', 'hostNetwork: true');
  await edit('name: STAGE', 'name: STEP');
  assert.equal(await document.save(), true);
  await driver.waitFor(notification('ladder.yaml runs on edge-1'));
  assert.notEqual(await hash(), before);
  assert.match(await inContainer('ladder', 'main', 'env'), /^STEP=/m);
  await closeEverything();
});

test('explorer: the kubelet’s own log is followed', onBed, async () => {
  await chooseFromMenu(`node ${hosts.first}`, 'Follow the Kubelet');
  const log = await waitForText(/^E\d{4} .*notes\.txt/m);
  assert.equal(log.languageId, 'klog');
  await closeEverything();
});

test('explorer: an image that no registry has is told so in the registry’s own words', onBed, async () => {
  const driver = requireDriver();
  await chooseFromMenu(`container main of twin on ${hosts.first}`, 'Pull Image');
  await driver.waitFor(notification('pulling image'));
  await closeEverything();
});

test('explorer: filter, groups and other Pods', onBed, async () => {
  const driver = requireDriver();
  await vscode.commands.executeCommand('staticPods.filterNodes', 'loop');
  await waitForNoRow('static Pod ladder');
  await waitForRows('static Pod loop');
  await vscode.commands.executeCommand('staticPods.clearFilter');
  const configuration = vscode.workspace.getConfiguration('staticPods');
  const set = (key: string, value: unknown): Thenable<void> =>
    configuration.update(key, value, vscode.ConfigurationTarget.Workspace);
  await set('explorer.groupBy', 'state');
  await set('explorer.showOtherPods', true);
  await waitForRows(`failing on ${hosts.first}, 1 Pods`, `Other Pods on ${hosts.first}, 0 Pods`);
  await driver.takePicture('groups', { waitFor: [row('static Pod ladder')] });
  await set('explorer.groupBy', undefined);
  await set('explorer.showOtherPods', undefined);
});

test('explorer: several rows are one selection, for ids and for stopping', onBed, async () => {
  const driver = requireDriver();
  const [first, second] = [await containerOf('ladder', 'main'), await containerOf('twin', 'main')];
  const twin = `container main of twin on ${hosts.first}`;
  await clickRow(main);
  await driver.click({ ...row(twin), modifiers: ['Control'] });
  await driver.press('Control+C');
  await untilFound('both ids in the clipboard', 10, async () => {
    const text = await vscode.env.clipboard.readText();
    return text.includes(first.id) && text.includes(second.id) ? text : undefined;
  });
  await chooseFromMenu(twin, 'Stop Container');
  for (const [pod, stopped] of [
    ['ladder', first],
    ['twin', second],
  ] as const) {
    await untilFound(`another attempt of ${pod}`, 60, async () => {
      const now = await containerOf(pod, 'main');
      return now.metadata.attempt > stopped.metadata.attempt ? now : undefined;
    });
  }
  await closeEverything();
});

test('explorer: the node is left without static Pods', onBed, async () => {
  await onNode(requireBedNode(1), 'rm -f /etc/kubernetes/manifests/*');
  await waitForRows(`${hosts.first}: No static Pods`);
  await setNodes();
  await ssh.remove();
});
