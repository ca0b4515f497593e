import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { bedNode, onNode, untilFound } from './bed';
import {
  askApiServer,
  controlPlaneManifests,
  isReady,
  prepareControlPlane,
  removeControlPlane,
  withLine,
  type ControlPlane,
} from './control-plane';
import { nodeOf, staticPods, type Deployed, type Listed } from './product';

/** The story of docs/control-plane.md: kubeadm's own manifests on a real node, by the command line. */
const node = bedNode('n1');
const folder = mkdtempSync(path.join(tmpdir(), 'control-plane-'));
let plane: ControlPlane;

before(async () => {
  await removeControlPlane(node);
  plane = await prepareControlPlane(node);
});

after(async () => {
  await removeControlPlane(node);
  await rm(folder, { recursive: true });
});

/** `deploy FILE…` or `apply DIR`, told with its time. */
async function change(t: TestContext, what: string, verb: 'deploy' | 'apply', args: readonly string[]) {
  const started = performance.now();
  const ran = await staticPods(node, verb, [...args, '--output', 'json', '--yes']);
  t.diagnostic(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return { ...ran, manifests: nodeOf<Deployed>(ran).manifests };
}

interface Watched {
  /** Milliseconds from the last answer before the gap to the first one after it; 0 where it never stopped. */
  outage(): number;
  stop(): Promise<void>;
}

/** Asks the API server ten times a second, so that its outage is seen from the outside. */
function watchApiServer(): Watched {
  let last = performance.now();
  let longest = 0;
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) {
      const isThere = await isReady(plane);
      if (isThere) {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }
      await setTimeout(100);
    }
  })();
  return {
    outage: () => longest,
    stop: async () => {
      over.abort();
      await asking;
      // Whoever stops it has seen an answer: the gap that is open still ends here.
      longest = Math.max(longest, performance.now() - last);
    },
  };
}

/** Of a manifest that breaks the API server: it is put back by itself, and the API server answers again. */
async function breakAndReturn(t: TestContext, what: string, file: string) {
  const was = await onNode(node, 'sha256sum /etc/kubernetes/manifests/kube-apiserver.yaml');
  const watched = watchApiServer();
  const { code, manifests } = await change(t, what, 'deploy', [file])
    .then(async (deployed) => {
      await untilFound('the API server answers again', 60, async () => ((await isReady(plane)) ? true : undefined));
      return deployed;
    })
    .finally(() => watched.stop());
  t.diagnostic(`the API server did not answer for ${(watched.outage() / 1000).toFixed(1)} s`);
  assert.equal(code, 1);
  const [manifest] = manifests;
  assert.equal(manifest?.result, 'rolled-back', manifest?.message);
  assert.equal(await onNode(node, 'sha256sum /etc/kubernetes/manifests/kube-apiserver.yaml'), was);
  assert.ok(watched.outage() > 1000, 'the API server never went away: nothing was proven');
  const { status } = await askApiServer(plane.kubeconfig, 'GET', '/api/v1/namespaces/kept');
  assert.equal(status, 200, 'what was stored before is gone');
  return manifest.message ?? '';
}

test("kubeadm's manifests, all four in one transaction: the API server answers", async (t) => {
  const { code, manifests, stderr } = await change(t, 'apply of four manifests', 'apply', [plane.manifests]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    manifests.map(({ file, action, result }) => [path.basename(file), action, result]),
    controlPlaneManifests.map((name) => [name, 'add', 'running']),
  );
  assert.equal(await isReady(plane), true, 'deploy says running, and the API server is not ready');
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kept' } };
  const created = await askApiServer(plane.kubeconfig, 'POST', '/api/v1/namespaces', body);
  assert.equal(created.status, 201, created.text);
  const listed = nodeOf<Listed>(await staticPods(node, 'ps', ['--output', 'json']));
  assert.deepEqual(
    listed.pods.map(({ namespace, name, state }) => [namespace, name, state]),
    controlPlaneManifests.map((name) => ['kube-system', `${name.replace('.yaml', '')}-${node.nodeName}`, 'running']),
  );
});

test('the same folder once more changes nothing', async (t) => {
  const { code, manifests } = await change(t, 'apply of the same', 'apply', [plane.manifests]);
  assert.equal(code, 0);
  assert.ok(manifests.every(({ action }) => action === 'unchanged'));
});

test('a flag that it does not know: the old manifest comes back by itself', async (t) => {
  const original = path.join(plane.manifests, 'kube-apiserver.yaml');
  const file = await withLine(original, '    - kube-apiserver', '    - --no-such-flag=true', folder);
  const message = await breakAndReturn(t, 'deploy of an unknown flag', file);
  assert.match(message, /`kube-apiserver` ended with exit code 1/);
  assert.match(message, /unknown flag: --no-such-flag/);
});

test('a value with which it runs and does not answer: the old manifest comes back too', async (t) => {
  const original = await readFile(path.join(plane.manifests, 'kube-apiserver.yaml'), 'utf8');
  const file = path.join(folder, 'kube-apiserver.yaml');
  assert.match(original, /--etcd-servers=https:\/\/127\.0\.0\.1:2379\n/);
  await writeFile(file, original.replace('127.0.0.1:2379', '127.0.0.1:2399'));
  const message = await breakAndReturn(t, 'deploy of a wrong etcd address', file);
  assert.match(message, /kube-apiserver/);
});

test('whoever moves the folder that the control plane runs from is told what that is, before anything is done', async () => {
  const was = await onNode(node, 'cat /var/lib/kubelet/config.yaml; crictl ps -q | sort');
  for (const value of ['/etc/kubernetes/elsewhere', '']) {
    const args = ['set', `staticPodPath=${value}`, '--dry-run'];
    const shown = await staticPods(node, 'kubelet', args);
    assert.equal(shown.code, 0, shown.stderr);
    const named = controlPlaneManifests.map((name) => name.replace('.yaml', '')).join(', ');
    assert.match(shown.stderr, /warning: This node's control plane runs from \/etc\/kubernetes\/manifests:/);
    assert.ok(shown.stderr.includes(`the kubelet ends ${named}, and with that the cluster's API on this node`));
    const told = nodeOf<{ result: string; warnings: string[] }>(
      await staticPods(node, 'kubelet', [...args, '--output', 'json']),
    );
    assert.equal(told.result, 'planned');
    assert.match(told.warnings[0] ?? '', /control plane/);
  }
  assert.equal(await onNode(node, 'cat /var/lib/kubelet/config.yaml; crictl ps -q | sort'), was);
  assert.equal(await isReady(plane), true);
});
