import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeMirrors } from '../../../client/src/cluster/mirrors';
import type { ConfiguredNode, NodeLook } from '../../../client/src/configured-node';
import type { KubeletProblem } from '../../../client/src/node/kubelet/problem';
import type { ObservedManifest, ObservedNode } from '../../../client/src/node/observed-node';
import type { PodState, StaticPodState } from '../../../client/src/node/static-pods';
import { TransportError } from '../../../client/src/transport/transport';
import { judgeWebSource, webProblems } from '../../../client/src/node/web-source';
import { noWords } from '../../../client/src/node/web-words';
import { childrenOf, countTroubles, type TreeElement } from '../../../client/src/views/elements';
import { plainTree } from '../../../client/src/views/tree-options';

const folder = '/etc/kubernetes/manifests';

function manifest(name: string): ObservedManifest {
  return { path: `${folder}/${name}` } as ObservedManifest;
}

function pod(name: string, state: PodState, manifests: readonly ObservedManifest[] = []): StaticPodState {
  return {
    namespace: 'default',
    name,
    podName: `${name}-node1`,
    manifests,
    state,
    containers: [],
  } as unknown as StaticPodState;
}

function problem(name: string, message: string): KubeletProblem {
  return { path: `${folder}/${name}`, message, time: 0, source: 'file' };
}

function look(pods: readonly StaticPodState[], observed: Partial<ObservedNode> = {}): NodeLook {
  const whole = {
    remarks: [],
    problems: [],
    manifests: [],
    parked: [],
    sandboxes: [],
    containers: [],
    exits: new Map(),
    kubelet: { state: 'running' },
    health: { state: 'ok' },
    staticPodPath: folder,
    staticPodURL: '',
    ...observed,
  };
  return { observed: whole as unknown as ObservedNode, pods, usage: new Map(), at: 0 };
}

/** A node in a state that no transport brought about. */
function nodeWith(parts: Partial<Pick<ConfiguredNode, 'state' | 'look' | 'mirrors'>>): ConfiguredNode {
  return { name: 'node1', state: { state: 'new' }, look: undefined, ...parts } as ConfiguredNode;
}

function textsOf(elements: readonly TreeElement[]): string[] {
  return elements.map((element) => {
    switch (element.kind) {
      case 'node':
        return element.node.name;
      case 'group':
        return `group ${element.title}: ${element.pods.map(({ name }) => name).join(' ')}`;
      case 'manifest':
        return `${element.role} ${element.manifest.path.slice(folder.length + 1)}`;
      case 'pod':
        return `pod ${element.pod.name}`;
      case 'container':
        return `container ${element.container.name}`;
      case 'mirror':
        return `mirror of ${element.pod.name}: ${element.mirror.state}`;
      case 'problem':
        return `problem ${element.problem.path.slice(folder.length + 1)}: ${element.problem.message}`;
      case 'web-source':
        return `web source ${element.source.url}, ${element.source.state}`;
      case 'message':
        return `${element.tone}: ${element.text}`;
    }
  });
}

function drawn(parts: Partial<Pick<ConfiguredNode, 'state' | 'look'>>): string[] {
  return textsOf(childrenOf({ kind: 'node', node: nodeWith(parts) }));
}

test('a failure says what is wrong and offers another try; what was seen before stays', () => {
  const error = new TransportError('host-key-changed', 'The key of node1 has changed: …');
  assert.deepEqual(drawn({ state: { state: 'failed', error } }), [
    'failure: Host key has changed',
    'advice: Try Again',
  ]);
  assert.deepEqual(drawn({ state: { state: 'failed', error }, look: look([pod('web', { state: 'running' })]) }), [
    'failure: Host key has changed',
    'advice: Try Again',
    'pod web',
  ]);
});

test('an empty node says where to go from there', () => {
  assert.deepEqual(drawn({ look: look([]) }), ['advice: No static Pods']);
  assert.match(drawn({ look: look([], { staticPodPath: '' }) })[0] ?? '', /^remark: .*set `staticPodPath`/);
});

test('a refusal stands below the Pod it is about, else on a row of its own', () => {
  const refused = pod('web', { state: 'refused', reason: 'no' }, [manifest('web.yaml')]);
  const seen = look([refused], { problems: [problem('torn.yaml', 'no YAML'), problem('web.yaml', 'no such field')] });
  assert.deepEqual(drawn({ look: seen }), ['problem torn.yaml: no YAML', 'pod web']);
  const children = childrenOf({ kind: 'pod', node: nodeWith({ look: seen }), pod: refused, look: seen });
  assert.deepEqual(textsOf(children), ['problem web.yaml: no such field']);
});

test('the badge counts Pods and files, not reasons', () => {
  const refused = pod('web', { state: 'refused', reason: 'no' }, [manifest('web.yaml')]);
  const failing = pod('crash', { state: 'failing', container: 'main', reason: 'it ended' });
  const problems = ['torn.yaml', 'torn.yaml', 'web.yaml', 'web.yaml'].map((name, place) =>
    problem(name, String(place)),
  );
  assert.equal(countTroubles(look([refused, failing, pod('fine', { state: 'running' })], { problems })), 3);
});

test('a static Pod has a row for its mirror Pod where an API server was asked, and the node one where it did not answer', () => {
  const pods = [pod('web', { state: 'running' })];
  const parts = { state: { state: 'ready', look: look(pods) } as const, look: look(pods) };
  const missing = { state: 'missing', reason: { kind: 'namespace', text: 'No.', advice: '', said: '' } } as const;
  const seen: NodeMirrors = {
    state: 'seen',
    server: 'https://s',
    context: 'c',
    pods: new Map([['default/web-node1', missing]]),
    strays: [],
  };
  const withMirror = nodeWith({ ...parts, mirrors: seen });
  const [element] = childrenOf({ kind: 'node', node: withMirror });
  assert.ok(element !== undefined);
  assert.deepEqual(textsOf(childrenOf(element)), ['mirror of web: missing']);
  const without = nodeWith({ ...parts, mirrors: { state: 'unknown', reason: 'it is away' } });
  assert.deepEqual(textsOf(childrenOf({ kind: 'node', node: without })), [
    'remark: Mirror Pods are not known',
    'pod web',
  ]);
});

test('a web source has a row with what the kubelet refuses, the Pods of the list, and those that have not come', () => {
  const url = 'http://10.0.0.5/pods.yaml';
  const pulled = { ...pod('pulled', { state: 'running' }), source: 'http' } as StaticPodState;
  const pods = [pod('web', { state: 'running' }), pulled];
  const parts = { url, periodSeconds: 20, words: noWords, hasPods: true };
  const listed = ['pulled', 'late'].map((name) => ({ namespace: 'default', name, form: '' }));
  const verdict = { accepted: true, refusals: [], pods: listed };
  const source = judgeWebSource({ ...parts, look: { time: 0, sha256: '', verdict } });
  const seen = look(pods, { nodeName: 'node1', webSource: source });
  const rows = childrenOf({ kind: 'node', node: nodeWith({ look: seen }) });
  assert.deepEqual(textsOf(rows), [`web source ${url}, read`, 'pod web']);
  assert.deepEqual(textsOf(childrenOf(rows[0]!)), ['pod pulled', 'advice: late']);
  const grouped = childrenOf({ kind: 'node', node: nodeWith({ look: seen }) }, { ...plainTree, groupBy: 'state' });
  assert.deepEqual(textsOf(grouped), [`web source ${url}, read`, 'group running: web pulled']);

  const refused = { accepted: false, refusals: [{ field: 'spec.x', message: 'no' }], pods: [] };
  const bad = judgeWebSource({ ...parts, look: { time: 0, sha256: '', verdict: refused } });
  const complained = look([], { webSource: bad, problems: webProblems(bad), staticPodPath: '' });
  const [row, ...others] = childrenOf({ kind: 'node', node: nodeWith({ look: complained }) });
  assert.deepEqual(others, [], 'a refusal stands below its source only');
  assert.deepEqual(textsOf(childrenOf(row!)), [`problem ${url.slice(folder.length + 1)}: no`]);
  assert.equal(countTroubles(complained), 1);
});
