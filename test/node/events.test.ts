import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { followEvents } from '../../client/src/node/crictl/events';
import { observeNode } from '../../client/src/node/observe';
import { createTransport, MemorySecretStore, QuestionQueue, type NodeTarget } from '../../client/src/transport';
import { bedNode, containersOf, onNode, untilFound } from './bed';
import { exchangeContainerd } from './newer-containerd';
import { nodeOf, staticPods, type Deployed, type Listed } from './product';

/** `crictl events` of a containerd that has them, which Debian's has not; and the whole of it on such a runtime. */
const node = bedNode('n2');
const folder = mkdtempSync(path.join(tmpdir(), 'events-'));
const target: NodeTarget = {
  name: 'n2',
  host: node.host,
  port: node.port,
  user: 'ops',
  identityFile: node.identity,
  knownHostsFile: node.knownHosts,
};
const transport = createTransport(target, { secrets: new MemorySecretStore(), questions: new QuestionQueue() });

before(() => onNode(node, 'rm -f /etc/kubernetes/manifests/*'));

after(async () => {
  transport.dispose();
  await onNode(node, 'rm -f /etc/kubernetes/manifests/*');
  await exchangeContainerd(node, 'old');
  await rm(folder, { recursive: true });
});

test("Debian's containerd 1.6 tells no events, and that is known at once", async () => {
  const observed = await observeNode(transport, target);
  const { signal } = new AbortController();
  const end = await followEvents(transport, observed, { signal, onEvent: () => assert.fail('an event came') });
  assert.equal(end.reason, 'unsupported', end.message);
});

test('containerd 2: a Pod is deployed, listed, read and entered', async () => {
  await exchangeContainerd(node, 'new');
  const file = path.join(folder, 'told.yaml');
  await writeFile(
    file,
    `apiVersion: v1
kind: Pod
metadata: {name: told}
spec:
  hostNetwork: true
  terminationGracePeriodSeconds: 1
  containers:
    - name: main
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      command: [sh, -c, 'echo begun; exec sleep 3600']
      env: [{name: RELEASE, value: '${Date.now()}'}]
`,
  );
  const deployed = await staticPods(node, 'deploy', [file, '--output', 'json', '--yes', '--stable', '1'], 'ops');
  assert.equal(nodeOf<Deployed>(deployed).manifests[0]?.result, 'running', deployed.stdout + deployed.stderr);
  const [pod] = nodeOf<Listed>(await staticPods(node, 'ps', ['--output', 'json'], 'ops')).pods;
  assert.deepEqual([pod?.name, pod?.state], [`told-${node.nodeName}`, 'running']);
  const logs = await staticPods(node, 'logs', ['told'], 'ops');
  assert.equal(logs.stdout, 'begun\n', logs.stderr);
  const entered = await staticPods(node, 'exec', ['told', 'main', '--', 'echo', 'inside'], 'ops');
  assert.deepEqual([entered.code, entered.stdout], [0, 'inside\n'], entered.stderr);
  const stats = await staticPods(node, 'stats', ['--output', 'json', '--interval', '1'], 'ops');
  const { containers } = nodeOf<{ containers: { name: string; memoryBytes: number }[] }>(stats);
  assert.ok((containers.find(({ name }) => name === 'main')?.memoryBytes ?? 0) > 10_000, stats.stdout);
});

test('containerd 2: an event comes as soon as a container stops', async (t) => {
  const observed = await observeNode(transport, target);
  assert.equal(observed.runtime.state, 'ready');
  assert.match(observed.runtime.version, /^v?2\./);
  const [container] = await containersOf(node, `told-${node.nodeName}`);
  assert.ok(container !== undefined);
  const stop = new AbortController();
  const times: number[] = [];
  const over = followEvents(transport, observed, { signal: stop.signal, onEvent: () => times.push(performance.now()) });
  // containerd keeps what happened while nobody listened, and tells it first: this Pod's own start.
  const until = (what: string, isSo: () => boolean): Promise<true> =>
    untilFound(what, 20, async () => {
      await onNode(node, 'true');
      return isSo() ? true : undefined;
    });
  await until('what happened before', () => times.length > 0);
  const began = performance.now();
  await onNode(node, `crictl stop --timeout 0 ${container.id}`);
  await until('an event of the stop', () => times.some((time) => time > began));
  const took = (times.find((time) => time > began) ?? NaN) - began;
  t.diagnostic(`an event came ${took.toFixed(0)} ms after crictl stop was sent`);
  assert.ok(took < 5000);
  stop.abort();
  await assert.rejects(over, { kind: 'cancelled' });
});
