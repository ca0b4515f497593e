import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseContainers } from '../../../client/src/node/crictl/ps';
import { parsePodSandboxes } from '../../../client/src/node/crictl/pods';
import { joinOtherPods, joinStaticPods } from '../../../client/src/node/static-pods';
import { groupPods, passesFilter } from '../../../client/src/views/tree-options';
import { nodeWith } from '../node/nodes';
import { recording } from '../node/recordings';

const node = nodeWith({
  sandboxes: parsePodSandboxes(recording('crictl-pods.json')),
  containers: parseContainers(recording('crictl-ps.json')),
});

test('words of a filter all have to occur, wherever they do', () => {
  const pods = joinStaticPods(node);
  const named = (filter: string): string[] =>
    pods.filter((pod) => passesFilter(pod, 'edge-1', filter)).map(({ name }) => name);
  assert.deepEqual(
    named(''),
    pods.map(({ name }) => name),
  );
  assert.deepEqual(named('BOOM demo'), ['crash']);
  assert.deepEqual(named('boom elsewhere'), []);
  assert.deepEqual(named('edge-1 multi'), ['multi']);
});

test('groups by namespace are in order, those by state begin with what asks for attention', () => {
  const pods = [
    { namespace: 'b', state: { state: 'running' } },
    { namespace: 'a', state: { state: 'failing', container: 'c', reason: 'r' } },
    { namespace: 'b', state: { state: 'refused', reason: 'r' } },
  ] as unknown as ReturnType<typeof joinStaticPods>;
  const titles = (by: 'namespace' | 'state'): string[] =>
    groupPods(pods, by).map(({ title, pods: { length } }) => `${title} ${length}`);
  assert.deepEqual(titles('namespace'), ['a 1', 'b 2']);
  assert.deepEqual(titles('state'), ['refused 1', 'failing 1', 'running 1']);
});

test('Pods that are not static are told apart, and ended ones are none', () => {
  assert.deepEqual(joinOtherPods(node), []);
  const [first, ...rest] = node.sandboxes;
  assert.ok(first !== undefined);
  const sandboxes = [{ ...first, configSource: 'api' }, ...rest];
  const [other, ...more] = joinOtherPods(nodeWith({ sandboxes, containers: node.containers }));
  assert.deepEqual([other?.podName, other?.source, more.length], [first.name, 'api', 0]);
  assert.deepEqual(
    joinOtherPods(nodeWith({ sandboxes: [{ ...first, configSource: '', state: 'SANDBOX_NOTREADY' }] })),
    [],
  );
});
