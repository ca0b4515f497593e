import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { containersOf, onNode, untilFound } from '../../node/bed';
import {
  askApiServer,
  pointKubelet,
  prepareControlPlane,
  removeControlPlane,
  startControlPlane,
  type ControlPlane,
} from '../../node/control-plane';
import { hosts, putManifest, repository, requireBedNode, useSshConfiguration, type SshFolder } from './bed';
import { requireDriver } from './driver';
import {
  answerModal,
  chooseFromMenu,
  clickRow,
  notification,
  openExplorer,
  readMenu,
  row,
  setNodes,
  takeTooltipPicture,
  waitForNoRow,
  waitForRows,
} from './explorer';
import { shellManifest } from './manifests';
import { test } from './runner';
import { closeEverything, waitForText } from './workspace';

/** Mirror Pods in the node explorer, of a real kubelet on a real kube-apiserver and etcd on the same node. */
const onBed = { needsDriver: true, needsBed: true, limit: 120_000 };
const manifests = ['etcd.yaml', 'kube-apiserver.yaml'];
const kubelet = '/etc/kubernetes/kubelet.conf';

let ssh: SshFolder;
let plane: ControlPlane;

function mirrorOf(pod: string): string {
  return `mirror Pod of ${pod} on ${hosts.first}`;
}

function set(key: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration('staticPods').update(key, value, vscode.ConfigurationTarget.Workspace);
}

/** Makes what is not there yet. */
async function make(resource: string, body: object): Promise<void> {
  const { status, text } = await askApiServer(plane.kubeconfig, 'POST', resource, body);
  assert.ok(status === 201 || status === 409, text);
}

test('mirror Pods: a kubelet without an API server makes none, and the row says so', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(1);
  ssh = await useSshConfiguration();
  await removeControlPlane(node);
  plane = await prepareControlPlane(node, { repository, manifests });
  await startControlPlane(node, plane, manifests);
  await closeEverything();
  await openExplorer();
  await set('kubeconfig', plane.kubeconfig);
  await setNodes(hosts.first);
  await driver.waitFor(row(`${mirrorOf('etcd')}, none: The kubelet runs without an API server`, 60_000));
});

test('mirror Pods: each has its phase in a row, and its labels in the tooltip', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(1);
  await putManifest(
    node,
    'mirrored.yaml',
    shellManifest('mirrored', ['exec sleep 3600']).replace('spec:', 'spec:\n  enableServiceLinks: false'),
  );
  await pointKubelet(node, kubelet);
  await driver.waitFor(row(`${mirrorOf('etcd')}, Running, ready`, 90_000));
  await waitForRows(`${mirrorOf('kube-apiserver')}, Running`, `${mirrorOf('mirrored')}, Running, ready`);
  await takeTooltipPicture('mirror-pod', mirrorOf('etcd'), 'Labels: component=etcd, tier=control-plane');
});

test('mirror Pods: one is shown as the API server has it', onBed, async () => {
  const node = requireBedNode(1);
  await chooseFromMenu(mirrorOf('mirrored'), 'Show Mirror Pod');
  const shown = await waitForText('"kubernetes.io/config.mirror"');
  assert.equal(shown.languageId, 'json');
  const pod = JSON.parse(shown.getText()) as { metadata: { name: string }; status: { phase: string } };
  assert.equal(pod.metadata.name, `mirrored-${node.nodeName}`);
  assert.equal(pod.status.phase, 'Running');
  assert.ok(!shown.getText().includes('managedFields'));
  await closeEverything();
});

test('mirror Pods: a deleted one comes back, and no container was touched', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(1);
  const ids = async (): Promise<string[]> =>
    (await containersOf(node, `mirrored-${node.nodeName}`)).map(({ id, state }) => `${id} ${state}`);
  const uid = async (): Promise<string> => {
    const path = `/api/v1/namespaces/default/pods/mirrored-${node.nodeName}`;
    const { status, text } = await askApiServer(plane.kubeconfig, 'GET', path);
    assert.equal(status, 200, text);
    return (JSON.parse(text) as { metadata: { uid: string } }).metadata.uid;
  };
  const before = { ids: await ids(), uid: await uid() };
  await chooseFromMenu(mirrorOf('mirrored'), 'Delete Mirror Pod');
  await answerModal('Delete the mirror Pod default/mirrored-', 'Delete Mirror Pod');
  await driver.waitFor(notification('the kubelet made it anew after', 110_000));
  await driver.takePicture('mirror-pod-deleted', { waitFor: [notification('None of its containers was touched')] });
  assert.notEqual(await uid(), before.uid);
  assert.deepEqual(await ids(), before.ids);
  await waitForRows(`${mirrorOf('mirrored')}, Running`);
  await closeEverything();
});

test('mirror Pods: a refused one says why and what to do, and comes when that is done', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(1);
  const text = shellManifest('nowhere', ['exec sleep 3600']).replace('metadata:', 'metadata:\n  namespace: nowhere');
  await putManifest(node, 'nowhere.yaml', text);
  await driver.waitFor(row(`${mirrorOf('nowhere')}, none: The namespace nowhere is not in the cluster`, 60_000));
  await waitForRows(`static Pod nowhere/nowhere on ${hosts.first}, running`);
  assert.deepEqual(
    (await readMenu(mirrorOf('nowhere'))).map((item) => item.trim()),
    ['Show Mirror Pod'],
  );
  await clickRow(mirrorOf('nowhere'));
  await driver.takePicture('mirror-pod-refused', { waitFor: [notification('kubectl create namespace nowhere')] });
  await make('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'nowhere' } });
  await driver.click({ selector: '.notification-toast a', text: 'Look Again' });
  await driver.waitFor(row(`${mirrorOf('nowhere')}, Running`, 90_000));
  await onNode(node, 'rm /etc/kubernetes/manifests/nowhere.yaml');
  await waitForNoRow('static Pod nowhere/nowhere');
  await closeEverything();
});

test(
  'other Pods: one of the API server stands behind the switch, without what only static Pods have',
  onBed,
  async () => {
    const driver = requireDriver();
    const node = requireBedNode(1);
    // The admission plugin ServiceAccount wants one that is there; no controller runs here that would make it.
    await make('/api/v1/namespaces/default/serviceaccounts', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default' },
    });
    await make('/api/v1/namespaces/default/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'ordinary' },
      spec: {
        nodeName: node.nodeName,
        automountServiceAccountToken: false,
        hostNetwork: true,
        terminationGracePeriodSeconds: 1,
        tolerations: [{ operator: 'Exists' }],
        containers: [
          {
            name: 'main',
            image: 'docker.io/library/busybox:latest',
            imagePullPolicy: 'IfNotPresent',
            command: ['sh', '-c', 'echo an ordinary Pod; exec sleep 3600'],
          },
        ],
      },
    });
    await untilFound('the ordinary Pod runs', 60, async () => {
      const [container] = await containersOf(node, 'ordinary');
      return container?.state === 'CONTAINER_RUNNING' ? true : undefined;
    });
    await vscode.commands.executeCommand('staticPods.refreshNodes');
    await waitForRows(`static Pod mirrored on ${hosts.first}`);
    await waitForNoRow('Pod ordinary');
    await vscode.commands.executeCommand('staticPods.toggleOtherPods');
    await clickRow(`Other Pods on ${hosts.first}, 1 Pods`);
    await driver.waitFor({ selector: `[role="treeitem"][aria-label^="Pod ordinary on ${hosts.first}, running"]` });
    await driver.takePicture('other-pods', { waitFor: [row('Pod ordinary')] });
    const menu = (await readMenu('Pod ordinary')).map((item) => item.trim());
    const ofStaticPods = ['Open Manifest', 'Compare', 'Remove', 'Park', 'Roll Back'];
    assert.deepEqual(
      menu.filter((item) => ofStaticPods.some((word) => item.includes(word))),
      [],
    );
    assert.ok(
      menu.some((item) => item.includes('Show Logs')) && menu.some((item) => item.includes('Inspect')),
      menu.join(', '),
    );
    const staticMenu = await readMenu('static Pod mirrored');
    assert.deepEqual(
      ofStaticPods.filter((word) => !staticMenu.some((item) => item.includes(word))),
      [],
    );
    await chooseFromMenu('Pod ordinary', 'Show Logs');
    await waitForText('an ordinary Pod');
    await closeEverything();
    await vscode.commands.executeCommand('staticPods.toggleOtherPods');
    await waitForNoRow('Other Pods on');
    await askApiServer(plane.kubeconfig, 'DELETE', '/api/v1/namespaces/default/pods/ordinary');
    await untilFound('the ordinary Pod is gone', 60, async () =>
      (await onNode(node, 'crictl pods -q --name ordinary --state ready')) === '' ? true : undefined,
    );
  },
);

test('mirror Pods: without the API server all else goes on, and the node says what is missing', onBed, async () => {
  const driver = requireDriver();
  const node = requireBedNode(1);
  await onNode(node, 'rm -f /etc/kubernetes/manifests/kube-apiserver.yaml');
  await driver.waitFor(row('Mirror Pods are not known', 90_000));
  await waitForNoRow(mirrorOf('mirrored'));
  await waitForRows(`static Pod mirrored on ${hosts.first}, running`);
  await chooseFromMenu(`container main of mirrored on ${hosts.first}`, 'Inspect');
  await waitForText('"logPath"');
  await driver.takePicture('mirror-pods-unknown', { waitFor: [row('Mirror Pods are not known')] });
  await closeEverything();
});

test('mirror Pods: the node is left as it was', { ...onBed, limit: 180_000 }, async () => {
  const node = requireBedNode(1);
  await onNode(node, 'rm -f /etc/kubernetes/manifests/*');
  await removeControlPlane(node);
  await set('kubeconfig', undefined);
  await waitForRows(`${hosts.first}: No static Pods`);
  await setNodes();
  await ssh.remove();
});
