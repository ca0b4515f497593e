import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { onNode } from '../../node/bed';
import { hosts, requireBedNode, useSshConfiguration } from './bed';
import { requireDriver } from './driver';
import { choose, chooseFromMenu, notification, openExplorer, row, setNodes } from './explorer';
import { test } from './runner';
import { closeEverything, waitForEvent } from './workspace';

const configuration = '/var/lib/kubelet/config.yaml';

test(
  'kubelet: its settings are shown, and it is restarted',
  { needsDriver: true, needsBed: true, limit: 120_000 },
  async () => {
    const driver = requireDriver();
    const node = requireBedNode(1);
    const ssh = await useSshConfiguration();
    const text = await onNode(node, `cat ${configuration}`);
    await closeEverything();
    await openExplorer();
    await setNodes(hosts.first);
    await driver.waitFor(row(`node ${hosts.first}, kubelet`, 60_000));
    try {
      await chooseFromMenu(`node ${hosts.first}`, 'Show Kubelet Settings');
      const settings = await waitForEvent(vscode.window.onDidChangeActiveTextEditor, 30_000, {
        look: () => {
          const document = vscode.window.activeTextEditor?.document;
          return document?.getText().includes('staticPodPath') === true ? document : undefined;
        },
        describe: () => 'The settings are not shown.',
      });
      assert.match(settings.getText(), /^staticPodPath: \/etc\/kubernetes\/manifests\n {2}.*config\.yaml:3 \(wins\)$/m);

      await onNode(node, `cat > ${configuration}`, {
        input: text.replace('fileCheckFrequency: 2s', 'fileCheckFrequency: 3s'),
      });
      const changed = vscode.commands.executeCommand('staticPods.restartKubelet');
      await driver.waitFor(notification('Containers run on'));
      await driver.click({ selector: '.notification-toast a', text: 'Restart Kubelet' });
      assert.equal(await changed, 'healthy');
      await driver.waitFor(notification('was restarted and is healthy'));
    } finally {
      await onNode(node, `cat > ${configuration} && systemctl restart kubelet`, { input: text });
      await ssh.remove();
    }
  },
);

/** Chooses a setting of a node's kubelet and types its value; what the command answers comes when it has ended. */
async function typeSetting(setting: string, value: string): Promise<void> {
  const driver = requireDriver();
  await chooseFromMenu(`node ${hosts.first}`, 'Set Static Pod Path or URL');
  await choose(setting);
  await driver.waitFor({ selector: '.quick-input-widget:visible', text: 'Empty takes the setting out' });
  await driver.press('Control+A');
  await driver.type(value);
  await driver.press('Enter');
}

async function changeAndRestart(): Promise<void> {
  await requireDriver().click({
    selector: '.notification-toast a',
    text: 'Change and Restart Kubelet',
    timeout: 60_000,
  });
}

function isDiff(): boolean {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff;
}

test(
  'kubelet: a setting is changed behind a diff, a wrong one is put back, flags are moved',
  { needsDriver: true, needsBed: true, limit: 300_000 },
  async () => {
    const driver = requireDriver();
    const node = requireBedNode(1);
    const ssh = await useSshConfiguration();
    const text = await onNode(node, `cat ${configuration}`);
    const environment = await onNode(node, 'cat /etc/default/kubelet 2> /dev/null || true');
    await closeEverything();
    await openExplorer();
    await setNodes(hosts.first);
    await driver.waitFor(row(`node ${hosts.first}, kubelet`, 60_000));
    try {
      await typeSetting('How often it lists the folder', '3s');
      await driver.waitFor(notification('change /var/lib/kubelet/config.yaml and restart the kubelet?'));
      assert.ok(isDiff(), 'the change is shown first');
      assert.equal(await onNode(node, `cat ${configuration}`), text, 'nothing is changed before the answer');
      await driver.takePicture('kubelet-settings', {
        waitFor: [{ selector: '.monaco-diff-editor .view-line', text: '3s' }, notification('Change and Restart')],
      });
      await changeAndRestart();
      await driver.waitFor(notification('goes by the new settings and is healthy', 120_000));
      const changed = text.replace('fileCheckFrequency: 2s', 'fileCheckFrequency: 3s');
      assert.equal(await onNode(node, `cat ${configuration}`), changed, 'nothing else is changed, no comment lost');

      // A duration to look at, and too long for the kubelet's clock.
      await closeEverything();
      await typeSetting('How often it lists the folder', '9999999999h');
      await changeAndRestart();
      await driver.waitFor(notification('put back', 180_000));
      await driver.takePicture('kubelet-put-back', { waitFor: [notification('invalid duration')] });
      assert.equal(await onNode(node, `cat ${configuration}`), changed);
      assert.equal(await onNode(node, 'curl -s http://127.0.0.1:10248/healthz'), 'ok');

      await closeEverything();
      await onNode(node, 'cat > /etc/default/kubelet && systemctl restart kubelet', {
        input: '# ours\nKUBELET_EXTRA_ARGS="--v=2 --http-check-frequency 7s"\n',
      });
      await driver.waitFor(row(`node ${hosts.first}, kubelet`, 60_000));
      await chooseFromMenu(`node ${hosts.first}`, 'Move the Kubelet');
      await driver.waitFor(notification('would win over the configuration file: it is taken out'));
      assert.ok(isDiff());
      await changeAndRestart();
      await driver.waitFor(notification('goes by the new settings and is healthy', 120_000));
      assert.equal(await onNode(node, 'cat /etc/default/kubelet'), '# ours\nKUBELET_EXTRA_ARGS="--v=2"\n');
      assert.equal(await onNode(node, `cat ${configuration}`), `${changed}httpCheckFrequency: 7s\n`);
    } finally {
      await onNode(node, `cat > ${configuration}`, { input: text });
      await onNode(node, environment === '' ? 'rm -f /etc/default/kubelet' : 'cat > /etc/default/kubelet', {
        input: environment,
      });
      await onNode(node, 'systemctl restart kubelet');
      await ssh.remove();
      await closeEverything();
    }
  },
);

test(
  'kubelet: whoever moves the folder of a control plane is told what that is',
  { needsDriver: true, needsBed: true, limit: 180_000 },
  async () => {
    const driver = requireDriver();
    const node = requireBedNode(1);
    const ssh = await useSshConfiguration();
    const manifest = '/etc/kubernetes/manifests/kube-apiserver.yaml';
    const text = await onNode(node, `cat ${configuration}`);
    // By its name a control plane's; test/node/control-plane.test.ts has a real one.
    await onNode(node, `cat > ${manifest}`, {
      input: `apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver}
spec:
  terminationGracePeriodSeconds: 1
  containers: [{name: main, image: docker.io/library/busybox:latest, imagePullPolicy: IfNotPresent, command: [sleep, '4001']}]
`,
    });
    try {
      await closeEverything();
      await openExplorer();
      await setNodes(hosts.first);
      await driver.waitFor(row(`static Pod kube-apiserver on ${hosts.first}, running`, 60_000));
      await typeSetting('Folder of manifests', '/etc/kubernetes/elsewhere');
      await driver.waitFor(notification("This node's control plane runs from /etc/kubernetes/manifests"));
      await driver.takePicture('kubelet-control-plane', { waitFor: [notification('the kubelet ends kube-apiserver')] });
      await closeEverything();
      assert.equal(await onNode(node, `cat ${configuration}`), text);
    } finally {
      await onNode(node, `rm -f ${manifest}`);
      await ssh.remove();
      await closeEverything();
    }
  },
);
