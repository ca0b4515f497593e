import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { connectApiServer } from '../../client/src/cluster/connect';
import { deleteMirrorPod } from '../../client/src/cluster/delete-mirror';
import { explainRefusal } from '../../client/src/cluster/explain';
import { podPath, readMirrorPod } from '../../client/src/cluster/mirror-pod';
import { bedNode, containersOf, onNode, untilFound } from './bed';
import {
  askApiServer,
  controlPlaneManifests,
  pointKubelet,
  prepareControlPlane,
  removeControlPlane,
  startControlPlane,
  type ControlPlane,
} from './control-plane';
import { nodeOf, staticPods, type Deployed } from './product';

/** Mirror Pods of a real kubelet on a real kube-apiserver and etcd, which run on the same node as static Pods. */
const node = bedNode('n1');
const folder = mkdtempSync(path.join(tmpdir(), 'mirror-pods-'));
const podName = `mirrored-${node.nodeName}`;
let plane: ControlPlane;

before(async () => {
  await removeControlPlane(node);
  plane = await prepareControlPlane(node);
  await startControlPlane(node, plane);
});

after(async () => {
  await onNode(node, 'rm -f /etc/kubernetes/manifests/mirrored*.yaml');
  await removeControlPlane(node);
  await rm(folder, { recursive: true });
});

interface Mirror {
  readonly state: string;
  readonly phase?: string;
  readonly ready?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly configHash?: string;
  readonly uid?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly said?: string;
}

interface Listed {
  readonly pods: readonly { readonly name: string; readonly configHash: string; readonly mirror?: Mirror }[];
  readonly mirrors?: string;
}

interface Problem {
  readonly path: string;
  readonly message: string;
  readonly field?: string;
  readonly about?: string;
}

async function list(kubeconfig = plane.kubeconfig): Promise<Listed> {
  const ran = await staticPods(node, 'ps', ['--output', 'json', '--kubeconfig', kubeconfig]);
  assert.equal(ran.code, 0, ran.stderr);
  return nodeOf<Listed>(ran);
}

async function mirrorOf(name: string): Promise<Mirror | undefined> {
  return (await list()).pods.find((pod) => pod.name === `${name}-${node.nodeName}`)?.mirror;
}

/** Waits until the mirror of a Pod is as wanted, and gives it back. */
function untilMirror(name: string, seconds: number, isWanted: (mirror: Mirror) => boolean): Promise<Mirror> {
  let last: Mirror | undefined;
  return untilFound(`the mirror of ${name}`, seconds, async () => {
    last = await mirrorOf(name);
    return last !== undefined && isWanted(last) ? last : undefined;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}; it was ${JSON.stringify(last)}`, { cause: error });
  });
}

async function deploy(name: string, namespace: string): Promise<void> {
  const file = path.join(folder, `${name}.yaml`);
  await writeFile(
    file,
    `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${namespace}
  labels: {role: ${name}}
spec:
  hostNetwork: true
  terminationGracePeriodSeconds: 1
  containers:
    - name: sleeper
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      command: [sh, -c, 'trap "exit 0" TERM; sleep 3600 & wait']
`,
  );
  const ran = await staticPods(node, 'deploy', [file, '--output', 'json', '--yes', '--stable', '1']);
  assert.equal(nodeOf<Deployed>(ran).manifests[0]?.result, 'running', ran.stdout + ran.stderr);
}

async function make(resource: string, body: object): Promise<void> {
  const { status, text } = await askApiServer(plane.kubeconfig, 'POST', resource, body);
  assert.equal(status, 201, text);
}

test('a kubelet without an API server makes none, and that is said', async () => {
  const mirror = await mirrorOf('etcd');
  assert.equal(mirror?.state, 'missing');
  assert.equal(mirror.reason, 'standalone');
  assert.match(mirror.message ?? '', /runs without an API server/);
});

test("the control plane's own mirror Pods, with labels, phase and hash", async (t) => {
  const started = Date.now();
  await pointKubelet(node, '/etc/kubernetes/kubelet.conf');
  await untilMirror('etcd', 90, ({ state, phase }) => state === 'present' && phase === 'Running');
  t.diagnostic(`mirrored ${((Date.now() - started) / 1000).toFixed(1)} s after the kubelet got an API server`);
  for (const name of controlPlaneManifests.map((file) => file.replace('.yaml', ''))) {
    const mirror = await untilMirror(name, 60, ({ state, phase }) => state === 'present' && phase === 'Running');
    assert.deepEqual(mirror.labels, { component: name, tier: 'control-plane' });
  }
});

test('a mirror Pod is deleted and comes back; its containers are not touched', async (t) => {
  await deploy('mirrored', 'default');
  const mirror = await untilMirror('mirrored', 60, ({ state, phase }) => state === 'present' && phase === 'Running');
  assert.deepEqual(mirror.labels, { role: 'mirrored' });
  assert.equal(mirror.configHash, (await list()).pods.find(({ name }) => name === podName)?.configHash);
  const was = await containersOf(node, podName);

  const server = connectApiServer({ kubeconfig: plane.kubeconfig });
  const pod = readMirrorPod(await server.request('GET', podPath({ namespace: 'default', name: podName })));
  assert.equal(pod.uid, mirror.uid);
  const { again, took } = await deleteMirrorPod(server, pod, 60);
  t.diagnostic(`back after ${took} ms`);
  assert.ok(again !== undefined, 'it did not come back');
  assert.notEqual(again.uid, pod.uid);
  assert.equal(again.configHash, pod.configHash);
  const is = await containersOf(node, podName);
  assert.deepEqual(
    is.map(({ id, state }) => [id, state]),
    was.map(({ id, state }) => [id, state]),
  );
  await assert.rejects(deleteMirrorPod(server, pod, 5), /the UID in the precondition/);
});

/** What `problems` says of a manifest's mirror Pod. */
async function problemOf(name: string): Promise<Problem | undefined> {
  const ran = await staticPods(node, 'problems', ['--output', 'json']);
  const { problems } = nodeOf<{ readonly problems: readonly Problem[] }>(ran);
  assert.equal(ran.code, problems.length === 0 ? 0 : 1);
  return problems.find(({ path: file, about }) => about === 'mirror' && path.basename(file) === `${name}.yaml`);
}

test('a namespace that is not there: the Pod runs, its mirror is refused and explained', async (t) => {
  await deploy('mirrored-nowhere', 'nowhere');
  // Without a kubeconfig: the kubelet's own log says it.
  const problem = await untilFound('the problem', 30, () => problemOf('mirrored-nowhere'));
  assert.equal(problem.field, 'metadata.namespace');
  assert.match(problem.message, /The namespace nowhere is not in the cluster.*kubectl create namespace nowhere/);
  const mirror = await untilMirror('mirrored-nowhere', 30, ({ reason }) => reason !== 'waiting');
  assert.equal(mirror.reason, 'namespace');
  assert.match(mirror.said ?? '', /^namespaces "nowhere" not found/);
  assert.match(mirror.message ?? '', /kubectl create namespace nowhere/);

  await make('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'nowhere' } });
  const started = Date.now();
  await untilMirror('mirrored-nowhere', 60, ({ state }) => state === 'present');
  await untilFound('no problem any more', 60, async () =>
    (await problemOf('mirrored-nowhere')) === undefined ? true : undefined,
  );
  t.diagnostic(`the problem was gone ${((Date.now() - started) / 1000).toFixed(1)} s after the namespace was made`);
});

test('Pod Security: the Pod runs, its mirror is refused and explained', async () => {
  await make('/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'strict', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  });
  await deploy('mirrored-strict', 'strict');
  const mirror = await untilMirror('mirrored-strict', 30, ({ reason }) => reason !== 'waiting');
  assert.equal(mirror.reason, 'policy');
  assert.match(mirror.message ?? '', /Pod Security level restricted:latest/);
});

test("a reference, as NodeRestriction refuses it to the kubelet's own user", async () => {
  const found = await askApiServer(plane.kubeconfig, 'GET', `/api/v1/nodes/${node.nodeName}`);
  const { uid } = (JSON.parse(found.text) as { metadata: { uid: string } }).metadata;
  const { status, text } = await askApiServer(plane.kubeletKubeconfig, 'POST', '/api/v1/namespaces/default/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `referring-${node.nodeName}`,
      annotations: { 'kubernetes.io/config.mirror': 'x', 'kubernetes.io/config.source': 'file' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node.nodeName, uid, controller: true }],
    },
    spec: {
      nodeName: node.nodeName,
      tolerations: [{ operator: 'Exists' }],
      containers: [{ name: 'c', image: 'busybox', envFrom: [{ configMapRef: { name: 'settings' } }] }],
    },
  });
  assert.equal(status, 403, text);
  const reason = explainRefusal((JSON.parse(text) as { message: string }).message);
  assert.equal(reason.kind, 'refused-reference', text);
  assert.match(reason.text, /refers to configmaps/);
});

test("another user's credentials: the node is not registered, and the log tells why", async () => {
  await pointKubelet(node, '/etc/kubernetes/scheduler.conf');
  assert.equal((await askApiServer(plane.kubeconfig, 'DELETE', `/api/v1/nodes/${node.nodeName}`)).status, 200);
  await onNode(node, 'systemctl restart kubelet');
  const mirror = await untilMirror('mirrored', 90, ({ reason }) => reason === 'permission');
  assert.match(mirror.message ?? '', /system:kube-scheduler/);
});

test('without the API server everything else goes on, and ps says what is missing', async () => {
  // A kubelet that was never allowed to list its Pods ends none of them (pkg/kubelet/kubelet.go, v1.37: sourcesReady).
  await pointKubelet(node, '/etc/kubernetes/kubelet.conf');
  await untilMirror('mirrored', 90, ({ state }) => state === 'present');
  await onNode(node, 'rm /etc/kubernetes/manifests/kube-apiserver.yaml');
  const listed = await untilFound('the API server is gone', 90, async () => {
    const found = await list();
    return found.mirrors === undefined ? undefined : found;
  });
  assert.match(listed.mirrors ?? '', /can't be reached|did not answer/);
  assert.ok(listed.pods.some(({ name }) => name === podName));
  const broken = path.join(folder, 'broken.conf');
  await writeFile(broken, 'clusters: [{{\n');
  assert.match((await list(broken)).mirrors ?? '', /broken\.conf can't be used: it is no kubeconfig/);
});
