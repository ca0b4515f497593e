import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { onNode, type BedNode } from '../../node/bed';
import { sleepingPod } from '../../node/pods';
import { startNginx } from '../../node/web-server';
import { hosts, requireBedNode, useSshConfiguration, type SshFolder } from './bed';
import { requireDriver } from './driver';
import {
  choose,
  chooseFromMenu,
  notification,
  openExplorer,
  quickItem,
  row,
  setNodes,
  takeTooltipPicture,
  waitForNoRow,
} from './explorer';
import { test } from './runner';
import { closeEverything, waitForDiagnostics, waitForEvent, workspaceFile, writeFile } from './workspace';

/** The editor's way to a list that two real kubelets pull from a real nginx on this machine. */
const onBed = { needsDriver: true, needsBed: true, limit: 240_000 };
const configuration = '/var/lib/kubelet/config.yaml';
const kept = '/root/publish-suite';
const port = 18281;

interface Outcome {
  readonly result: string;
  readonly pods: readonly { readonly name: string; readonly action: string }[];
  readonly nodes: readonly { readonly node: string; readonly result: string; readonly message: string }[];
}

let ssh: SshFolder;
let folder: string;
let list: string;
let url: string;
let stopNginx: () => Promise<void>;

const restart = `systemctl restart kubelet
  for i in $(seq 300); do [ "$(curl -s http://127.0.0.1:10248/healthz)" != ok ] || exit 0; sleep 0.2; done; exit 1`;

async function pullFrom(node: BedNode, address: string): Promise<void> {
  await onNode(
    node,
    `mkdir -p ${kept} && cp -a ${configuration} ${kept}/
     printf 'staticPodURL: %s\\nhttpCheckFrequency: 1s\\n' '${address}' >> ${configuration}
     ${restart}`,
  );
}

/** Starts the command on the folder; what it answers comes when it has ended. */
function startPublishing(): Promise<Outcome> {
  return Promise.resolve(vscode.commands.executeCommand<Outcome>('staticPods.publishFolder', workspaceFile('fleet')));
}

test('publish: a folder becomes one list that two nodes take', onBed, async () => {
  const driver = requireDriver();
  const nodes = [requireBedNode(1), requireBedNode(2)];
  ssh = await useSshConfiguration();
  folder = mkdtempSync(path.join(tmpdir(), 'publish-suite-'));
  const web = path.join(folder, 'web');
  mkdirSync(web);
  const address = requireBedNode(1).host.replace(/\.2$/, '.1');
  stopNginx = await startNginx({ folder, web, address, port });
  list = path.join(web, 'pods.yaml');
  url = `http://${address}:${port}/pods.yaml`;
  await Promise.all(nodes.map((node) => pullFrom(node, url)));

  await closeEverything();
  await openExplorer();
  await setNodes(hosts.first, hosts.second);
  await driver.waitFor(row(`web source ${url} of ${hosts.first}, unreachable`, 60_000));
  await writeFile('fleet/proxy.yaml', sleepingPod('proxy', 3001));
  await writeFile('fleet/agent.yaml', sleepingPod('agent', 3002));
  // What lies there is another list: one Pod of it changes, one goes, one comes.
  writeFileSync(
    list,
    `apiVersion: v1\nkind: PodList\nitems:\n${[sleepingPod('proxy', 2001), sleepingPod('logs', 2003)]
      .map((text) => text.trimEnd().replace(/^/gm, '    ').replace(/^ {4}/, '  - '))
      .join('\n')}\n`,
  );
  await driver.waitFor(row(`static Pod logs on ${hosts.first}, running`, 60_000));
  await driver.waitFor(row(`static Pod logs on ${hosts.second}, running`, 60_000));

  const publishing = startPublishing();
  await choose('This machine');
  await driver.waitFor({ selector: '.quick-input-widget:visible', text: 'which file on this machine' });
  await driver.type(list);
  await driver.press('Enter');
  await driver.waitFor({ selector: '.quick-input-widget:visible', text: 'follow which nodes' });
  await driver.waitFor(quickItem(hosts.second));
  await driver.press('Enter');
  await driver.waitFor(quickItem('Comes: agent. Starts anew: proxy. Ends: logs.', 60_000));
  const shown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(shown instanceof vscode.TabInputTextDiff, 'the diff editor shows the list');
  assert.match(readFileSync(list, 'utf8'), /logs/, 'nothing is written before the answer');
  await driver.takePicture('publish', {
    waitFor: [{ selector: '.monaco-diff-editor .view-line', text: 'agent' }, quickItem('Publish')],
  });
  await choose('Publish');
  const outcome = await publishing;
  assert.equal(outcome.result, 'published');
  assert.deepEqual(
    outcome.nodes.map(({ node, result }) => [node, result]),
    [
      [hosts.first, 'taken'],
      [hosts.second, 'taken'],
    ],
  );
  await driver.waitFor(notification('taken by 2 of 2 nodes'));
  await driver.click({ selector: '.notification-toast a', text: 'Keep Target' });
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('staticPods.publish');
  await waitForEvent(vscode.workspace.onDidChangeConfiguration, 15_000, {
    look: () => (settings().get('follow') === null ? undefined : true),
    describe: () => 'The target was not kept.',
  });
  assert.deepEqual([settings().get('path'), settings().get('follow')], [list, [hosts.first, hosts.second]]);
});

test('publish: the web source stands in the explorer with its Pods, and its list opens', onBed, async () => {
  const driver = requireDriver();
  await closeEverything();
  await driver.waitFor(row(`web source ${url} of ${hosts.first}, read`, 60_000));
  await driver.waitFor(row(`static Pod agent on ${hosts.first}, running`));
  await waitForNoRow(`static Pod logs on ${hosts.first}`);
  await takeTooltipPicture('web-source', `web source ${url} of ${hosts.first}`, 'The kubelet takes the list');
  await chooseFromMenu(`web source ${url} of ${hosts.first}`, 'Copy URL');
  await driver.waitFor({ selector: '.part.statusbar .statusbar-item', text: `Copied ${url}` });
  assert.equal(await vscode.env.clipboard.readText(), url);
  await chooseFromMenu(`web source ${url} of ${hosts.first}`, 'Open List');
  const opened = await waitForEvent(vscode.window.onDidChangeActiveTextEditor, 30_000, {
    look: () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.getText().includes('kind: PodList') === true ? document : undefined;
    },
    describe: () => 'The list is not shown.',
  });
  assert.equal(opened.getText(), readFileSync(list, 'utf8'));
  assert.equal(opened.languageId, 'yaml');
});

test('publish: over SSH, where only root may write, without a question to a program that says all', onBed, async () => {
  const node = requireBedNode(2);
  const place = '/srv/publish-suite';
  await onNode(node, `mkdir -p ${place}`);
  try {
    const say = { folder: workspaceFile('fleet').fsPath, path: `${place}/list.yaml`, node: hosts.second, follow: [] };
    const publish = (): Thenable<Outcome> =>
      vscode.commands.executeCommand<Outcome>('staticPods.publishFolder', { ...say, yes: true });
    const outcome = await publish();
    assert.equal(outcome.result, 'published');
    assert.deepEqual(
      outcome.pods.map(({ name, action }) => [name, action]),
      [
        ['agent', 'add'],
        ['proxy', 'add'],
      ],
    );
    assert.equal(await onNode(node, `cat ${say.path}`), readFileSync(list, 'utf8'));
    assert.equal(await onNode(node, `stat -c '%U %a' ${say.path}`), 'root 644\n');
    assert.equal((await publish()).result, 'unchanged');
  } finally {
    await onNode(node, `rm -rf ${place}`);
    await closeEverything();
  }
});

test('publish: an invalid list is refused with the way to the finding', onBed, async () => {
  const driver = requireDriver();
  await closeEverything();
  const text = readFileSync(list, 'utf8');
  const bad = sleepingPod('agent', 3002, '      envFrom: [{secretRef: {name: s}}]\n');
  const uri = await writeFile('fleet/agent.yaml', bad);
  const outcome = await startPublishing();
  assert.equal(outcome.result, 'refused');
  assert.equal(readFileSync(list, 'utf8'), text);
  const [finding] = await waitForDiagnostics(uri, (found) => found.some(({ code }) => code === 'reference-secret'));
  assert.equal(finding?.range.start.line, 11);
  await driver.waitFor(notification('Nothing was published'));
  await driver.click({ selector: '.notification-toast a', text: 'Show Finding' });
  await waitForEvent(vscode.window.onDidChangeTextEditorSelection, 15_000, {
    look: () =>
      vscode.window.activeTextEditor?.document.uri.fsPath === uri.fsPath &&
      vscode.window.activeTextEditor.selection.start.line === 11
        ? true
        : undefined,
    describe: () => 'The finding was not shown.',
  });
  await vscode.commands.executeCommand('workbench.actions.view.problems');
  await driver.takePicture('publish-refused', {
    waitFor: [{ selector: '.markers-panel .monaco-list-row', text: 'secretRef' }],
  });
  await closeEverything();
});

test('publish: a bad list put there by hand is told with its reason, and its Pods run on', onBed, async () => {
  const driver = requireDriver();
  await openExplorer();
  const good = readFileSync(list, 'utf8');
  writeFileSync(list, good.replace('name: main', 'name: Main'));
  await driver.waitFor(row(`web source ${url} of ${hosts.first}, refused: spec.containers[0].name`, 60_000));
  await driver.waitFor(row(`static Pod agent on ${hosts.first}, running`));
  await driver.takePicture('web-source-refused', { waitFor: [row(`${hosts.first} refuses pods.yaml`)] });
  writeFileSync(list, good);
  await driver.waitFor(row(`web source ${url} of ${hosts.first}, read`, 60_000));
});

test('publish: an empty list wants a word of its own, and the target is not asked for again', onBed, async () => {
  const driver = requireDriver();
  const nodes = [requireBedNode(1), requireBedNode(2)];
  try {
    await closeEverything();
    for (const name of ['proxy', 'agent']) {
      await vscode.workspace.fs.delete(workspaceFile(`fleet/${name}.yaml`));
    }
    const box = { selector: '.quick-input-widget:visible', text: 'The list is empty' };
    const declining = startPublishing();
    await driver.waitFor({ ...box, timeout: 60_000 });
    await driver.press('Escape');
    assert.equal((await declining).result, 'declined');
    assert.match(readFileSync(list, 'utf8'), /agent/);

    const publishing = startPublishing();
    await driver.waitFor({ ...box, timeout: 60_000 });
    await driver.type('empty');
    await driver.takePicture('publish-empty', { waitFor: [box] });
    await driver.press('Enter');
    const outcome = await publishing;
    assert.equal(outcome.result, 'published');
    assert.ok(
      outcome.nodes.every(({ result }) => result === 'taken'),
      JSON.stringify(outcome.nodes),
    );
    await openExplorer();
    await waitForNoRow(`static Pod agent on ${hosts.first}`);
  } finally {
    const settings = vscode.workspace.getConfiguration('staticPods.publish');
    for (const key of ['path', 'node', 'follow']) {
      await settings.update(key, undefined, vscode.ConfigurationTarget.Workspace);
    }
    await Promise.all(
      nodes.map((node) => onNode(node, `cp -a ${kept}/config.yaml ${configuration} && rm -rf ${kept} && ${restart}`)),
    );
    await stopNginx();
    rmSync(folder, { recursive: true });
    await setNodes();
    await ssh.remove();
    await closeEverything();
  }
});
