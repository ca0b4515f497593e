import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { overSsh } from '../../node/bed';
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
  waitForNoRow,
  waitForRows,
} from './explorer';
import { test } from './runner';
import { closeEverything } from './workspace';

const onBed = { needsDriver: true, needsBed: true };

let ssh: SshFolder;

test('without a node, the explorer says what it is for', { needsDriver: true }, async () => {
  const driver = requireDriver();
  await closeEverything();
  await setNodes();
  await openExplorer();
  await driver.takePicture('welcome', { waitFor: [{ selector: '.welcome-view-content', text: 'Add a Node' }] });
});

test('a node is added from the SSH configuration, and tells what it runs', onBed, async () => {
  const driver = requireDriver();
  ssh = await useSshConfiguration();
  await driver.click({ selector: '.welcome-view-content .monaco-button', text: 'Add a Node' });
  await driver.takePicture('add-node', { waitFor: [quickItem(hosts.first), quickItem('This machine')] });
  await driver.type(hosts.first);
  await driver.press('Enter');
  await waitForRows(`node ${hosts.first}, kubelet v1.`);
  const nodes = vscode.workspace.getConfiguration('staticPods').get<{ name: string }[]>('nodes', []);
  assert.deepEqual(nodes, [{ name: hosts.first }]);
});

test('what is typed can be added too, and taken off the list again', onBed, async () => {
  const driver = requireDriver();
  const { host } = requireBedNode(2);
  const adding = vscode.commands.executeCommand('staticPods.addNode');
  await driver.waitFor(quickItem('This machine'));
  await driver.type(`plain@${host}:22`);
  await choose(`plain@${host}:22`);
  assert.deepEqual(await adding, { name: host, host, user: 'plain', port: 22 });
  // This user's own known_hosts knows nothing of the node.
  await choose('Do not connect');
  await waitForRows(`node ${host}, not connected`);
  await chooseFromMenu(`node ${host}`, 'Remove Node from List');
  await waitForNoRow(`node ${host}`);
  await driver.waitFor(notification(`${host} is off the list`));
});

test('a failure to connect is a row that explains itself, with the way out below', onBed, async () => {
  const driver = requireDriver();
  await closeEverything();
  await setNodes(hosts.first, hosts.wrongPort);
  await waitForRows(`node ${hosts.wrongPort}, not connected`, `${hosts.wrongPort}: Try Again`);
  await driver.click(row('refuses connections at port 2222'));
  await driver.takePicture('connection-failure', { waitFor: [notification('Check that sshd runs there')] });
  await closeEverything();
});

test('an unknown host key is asked about, with its fingerprint', onBed, async () => {
  const driver = requireDriver();
  const { unknownKey } = hosts;
  const fingerprints = await overSsh(requireBedNode(1), 'cat /etc/ssh/ssh_host_*_key.pub | ssh-keygen -l -f -');
  await setNodes(unknownKey);
  await driver.waitFor(quickItem('Trust this key and remember it'));
  const [question] = await driver.readTexts({ selector: '.quick-input-widget' });
  const asked = /SHA256:[A-Za-z0-9+/]{43}/.exec(question ?? '')?.[0];
  assert.ok(asked !== undefined && fingerprints.stdout.includes(asked), question);
  await driver.takePicture('host-key', { waitFor: [quickItem('Do not connect')] });
  await choose('Do not connect');
  await waitForRows(`node ${unknownKey}, not connected`);
  await driver.click(row(`${unknownKey}: Try Again`));
  await choose('Trust this key and remember it');
  await waitForRows(`node ${unknownKey}, kubelet v1.`);
  assert.match(readFileSync(ssh.unknownHosts, 'utf8'), /ssh-/);
});

test('a changed host key never connects, and says how to mend it', onBed, async () => {
  const driver = requireDriver();
  await setNodes(hosts.changedKey);
  await waitForRows(`node ${hosts.changedKey}, not connected`);
  await driver.click(row('Host key has changed'));
  // Neither asked nor overridden: the file and the line are named, and that is all.
  await driver.takePicture('changed-host-key', { waitFor: [notification(ssh.changedHosts)] });
  await driver.waitFor({ selector: '.quick-input-widget', state: 'hidden' });
  await closeEverything();
});

test('sudo’s password is asked for, and asked again if it was wrong', onBed, async () => {
  const driver = requireDriver();
  const { asksForSudo } = hosts;
  const { password } = requireBedNode(1).users.opspw;
  assert.ok(password !== undefined);
  await setNodes(asksForSudo);
  const box = { selector: '.quick-input-widget', text: 'sudo password of opspw' };
  await driver.takePicture('sudo-password', { waitFor: [box] });
  await driver.type('not the password');
  await driver.press('Enter');
  await driver.waitFor({ selector: '.quick-input-widget', text: 'sudo did not take that password' });
  await driver.type(password);
  await driver.press('Enter');
  await waitForRows(`node ${asksForSudo}, kubelet v1.`);
  // It is kept: a new connection asks for nothing. Once forgotten, it is asked for anew.
  await chooseFromMenu(`node ${asksForSudo}`, 'Try Again');
  await waitForRows(`node ${asksForSudo}, connecting`, `node ${asksForSudo}, kubelet v1.`);
  await vscode.commands.executeCommand('staticPods.forgetSecrets');
  await chooseFromMenu(`node ${asksForSudo}`, 'Try Again');
  await driver.waitFor(box);
  await driver.press('Escape');
  await waitForRows(`${asksForSudo}: A question was left open`);
  await closeEverything();
});
