import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explainRefusal } from '../../../client/src/cluster/explain';
import { parseMirrorLog } from '../../../client/src/cluster/mirror-log';
import { readMirrorPod, type MirrorPod } from '../../../client/src/cluster/mirror-pod';
import { describeMirror, joinMirrors, type Causes, type MirrorState } from '../../../client/src/cluster/mirrors';
import type { StaticPodState } from '../../../client/src/node/static-pods';
import { nodeWith } from '../node/nodes';

const server = { url: 'https://192.0.2.4:6443', context: 'admin' };
const pod: StaticPodState = {
  namespace: 'default',
  name: 'web',
  podName: 'web-my-node1',
  source: 'file',
  manifests: [],
  configHash: 'abc',
  sandbox: undefined,
  state: { state: 'running' },
  containers: [],
};
const silent: Causes = { isRegistered: true, log: [], logFailure: '' };

function mirror(change: Partial<MirrorPod> = {}): MirrorPod {
  return {
    namespace: 'default',
    name: 'web-my-node1',
    uid: 'u1',
    nodeName: 'my-node1',
    phase: 'Running',
    ready: true,
    labels: { role: 'web' },
    configHash: 'abc',
    createdAt: 1,
    isBeingDeleted: false,
    ...change,
  };
}

function stateOf(listed: readonly MirrorPod[], causes = silent, argv = ['kubelet', '--kubeconfig=/k']): MirrorState {
  const kubelet = { ...nodeWith({}).kubelet, argv };
  const joined = joinMirrors(server, nodeWith({ kubelet }), [pod], listed, causes);
  assert.equal(joined.state, 'seen');
  const state = joined.pods.get('default/web-my-node1');
  assert.ok(state !== undefined);
  return state;
}

function logged(...entries: string[]): Causes {
  const text = entries.map((entry, index) => `${1795384000 + index}\n ${entry}\n`).join('');
  return { ...silent, log: parseMirrorLog(text, 1795384510) };
}

function reasonFor(causes: Causes, argv?: string[]): { kind: string; text: string; said: string } {
  const state = stateOf([], causes, argv);
  assert.equal(state.state, 'missing');
  return state.reason;
}

test('a Pod as the API server shows it', () => {
  const read = readMirrorPod({
    metadata: {
      name: 'static-web-my-node1',
      namespace: 'default',
      uid: 'u',
      creationTimestamp: '2026-11-22T22:08:33Z',
      labels: { role: 'myrole' },
      annotations: { 'kubernetes.io/config.mirror': '9ee33a' },
    },
    spec: { nodeName: 'my-node1' },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  });
  assert.deepEqual(read, {
    namespace: 'default',
    name: 'static-web-my-node1',
    uid: 'u',
    nodeName: 'my-node1',
    phase: 'Running',
    ready: true,
    labels: { role: 'myrole' },
    configHash: '9ee33a',
    createdAt: 1795385313,
    isBeingDeleted: false,
  });
  assert.throws(() => readMirrorPod({ kind: 'Status' }), /no Pod/);
});

describe('what the API server shows', () => {
  test('the mirror of what runs', () => {
    assert.equal(describeMirror(stateOf([mirror()])), 'Running, ready');
    assert.equal(describeMirror(stateOf([mirror({ ready: false })])), 'Running, not ready');
    assert.equal(describeMirror(stateOf([mirror({ phase: 'Pending', ready: false })])), 'Pending');
  });
  test('one of another version, and one that is on its way out', () => {
    assert.equal(stateOf([mirror({ configHash: 'old' })]).state, 'outdated');
    assert.equal(stateOf([mirror({ isBeingDeleted: true })]).state, 'outdated');
  });
  test('a Pod of that name that is no mirror', () => {
    assert.equal(stateOf([mirror({ configHash: undefined })]).state, 'name-taken');
  });
  test('mirrors of what is gone', () => {
    const joined = joinMirrors(server, nodeWith({}), [], [mirror(), mirror({ configHash: undefined })], silent);
    assert.deepEqual(joined.state === 'seen' && joined.strays.map(({ name }) => name), ['web-my-node1']);
  });
});

describe('why there is none', () => {
  const failed = (error: string): string =>
    `E1122 21:54:01.009374     426 kubelet.go:3581] "Failed creating a mirror pod" err=${JSON.stringify(error)} pod="default/web-my-node1"`;

  test('a kubelet without an API server', () => {
    assert.equal(reasonFor(silent, ['/usr/bin/kubelet', '--config', '/x']).kind, 'standalone');
    assert.equal(reasonFor(silent, ['/usr/local/bin/k3s', 'server']).kind, 'waiting', 'k3s keeps its flags to itself');
  });
  test("the kubelet's last word on this Pod", () => {
    const causes = logged(
      failed('namespaces "demo" not found'),
      failed('pods "web-my-node1" is forbidden: node "my-node1" can not create pods that reference serviceaccounts'),
      failed('x').replace('default/web-my-node1', 'default/other-my-node1'),
    );
    const reason = reasonFor(causes);
    assert.equal(reason.kind, 'refused-reference');
    assert.match(reason.text, /refers to serviceaccounts/);
    assert.match(reason.said, /^pods "web-my-node1" is forbidden/);
  });
  test('a kubelet of 1.31 words it otherwise', () => {
    const entry = failed('namespaces "demo" not found').replace('a mirror pod"', 'a mirror pod for"');
    assert.equal(reasonFor(logged(entry)).kind, 'namespace');
  });
  test('a node that is not registered, with what keeps it', () => {
    const entry =
      'E1122 21:54:01.009374     426 kubelet_node_status.go:104] "Unable to register node with API server, reason is forbidden" err="nodes \\"my-node1\\" is forbidden: User \\"system:kube-scheduler\\" cannot create resource \\"nodes\\" in API group \\"\\" at the cluster scope" node="my-node1"';
    const reason = reasonFor({ ...logged(entry), isRegistered: false });
    assert.equal(reason.kind, 'permission');
    assert.match(reason.text, /system:kube-scheduler/);
    const chatter =
      'E1122 21:54:02.009374     426 kubelet.go:3596] "Unable to register mirror pod because node is not registered yet" err="node \\"my-node1\\" not found" node="my-node1"';
    assert.equal(reasonFor({ ...logged(entry, chatter), isRegistered: false }).kind, 'permission');
    assert.equal(reasonFor({ ...logged(chatter), isRegistered: false }).kind, 'node-not-registered');
    assert.equal(reasonFor({ ...silent, isRegistered: false }).kind, 'node-not-registered');
  });
  test('an API server that the kubelet does not reach', () => {
    const entry =
      'E1122 21:54:01.009374     426 controller.go:208] "Failed to ensure lease exists, will retry" err="Get \\"https://192.0.2.4:6443/apis\\": dial tcp 192.0.2.4:6443: connect: connection refused" interval="7s"';
    const reason = reasonFor(logged(entry));
    assert.equal(reason.kind, 'unreachable');
    assert.match(reason.text, /at 192\.0\.2\.4:6443/);
  });
  test('nothing was said yet', () => {
    assert.equal(reasonFor(silent).kind, 'waiting');
    assert.equal(reasonFor({ ...silent, logFailure: 'no journal' }).said, 'no journal');
  });
});

describe("the API server's refusals", () => {
  for (const [said, kind, text] of [
    [
      'pods "a" is forbidden: node "n" can not create pods that reference a service account',
      'refused-reference',
      /service account,/,
    ],
    ['pods "a" is forbidden: a mirror pod may not reference secrets', 'refused-reference', /refers to secrets/],
    ['pods "a" is forbidden: node my-node1 UID mismatch: expected a got b', 'refused-node', /deleted and made anew/],
    [
      'pods "a" is forbidden: node "n" can only create pods with spec.nodeName set to itself',
      'refused-node',
      /kubelet of n/,
    ],
    [
      'pods is forbidden: User "bob" cannot create resource "pods" in API group "" in the namespace "default"',
      'permission',
      /as bob/,
    ],
    ['namespaces "demo" not found', 'namespace', /demo is not in the cluster/],
    ['pods "a" is forbidden: violates PodSecurity "restricted:latest": privileged', 'policy', /restricted:latest/],
    ['pods "a" is forbidden: exceeded quota: small, requested: cpu=1', 'policy', /quota small /],
    ['admission webhook "x.example.org" denied the request: no', 'policy', /x\.example\.org/],
    ['pods "a" is forbidden: no PriorityClass with name high was found', 'priority', /PriorityClass high/],
    [
      'pods "a" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
      'priority',
      /priority 5.* 0 /,
    ],
    ['failed to get node UID: node "n" not found', 'node-not-registered', /not registered/],
    ['pods "web-n" already exists', 'name-taken', /web-n/],
    ['Unauthorized', 'credentials', /credentials/],
    ['Get "https://x": x509: certificate signed by unknown authority', 'credentials', /unknown authority/],
    ['Pod "a" is invalid: spec.x: Invalid value', 'invalid', /invalid/],
    ['something new', 'other', /refuses/],
  ] as const) {
    test(said, () => {
      const reason = explainRefusal(said);
      assert.equal(reason.kind, kind);
      assert.match(reason.text, text);
      assert.equal(reason.said, said);
      assert.ok(reason.advice.endsWith('.'));
    });
  }
});
