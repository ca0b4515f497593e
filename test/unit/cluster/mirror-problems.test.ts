import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeMirrorProblem, mirrorProblems } from '../../../client/src/cluster/mirror-problems';
import { mirrorFailuresNow } from '../../../client/src/node/kubelet/mirror-failure';
import { manifestOf, nodeWith } from '../node/nodes';

const start = 1_795_384_000;

function failures(entries: readonly (readonly [number, string, string])[], now: number) {
  return mirrorFailuresNow({
    journal: entries.map(([time, pod, said]) => ({
      time: start + time,
      text: `E1122 22:00:00.000000     700 kubelet.go:3335] "Failed creating a mirror pod" err=${JSON.stringify(said)} pod="${pod}"`,
    })),
    now: start + now,
    zone: '+0000',
    syncFrequencySeconds: 60,
  });
}

const noNamespace = 'namespaces "nowhere" not found';

test('the last word on each Pod holds until the next sync must have come', () => {
  const said = [
    [0, 'nowhere/web-my-node1', 'connection refused'],
    [70, 'nowhere/web-my-node1', noNamespace],
    [10, 'default/api-my-node1', 'x'],
  ] as const;
  assert.deepEqual(
    failures(said, 100).map((failure) => [failure.podName, failure.said]),
    [
      ['web-my-node1', noNamespace],
      ['api-my-node1', 'x'],
    ],
  );
  assert.deepEqual(
    failures(said, 164).map(({ podName }) => podName),
    ['web-my-node1'],
  );
  assert.deepEqual(failures(said, 166), []);
});

const cases: readonly [string, string, string | undefined, RegExp][] = [
  ['namespace', noNamespace, 'metadata.namespace', /kubectl create namespace nowhere/],
  [
    'policy',
    'pods "web" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
    'spec.hostNetwork',
    /level baseline:latest/,
  ],
  ['priority', 'no PriorityClass with name fast was found', 'spec.priorityClassName', /no PriorityClass fast/],
  [
    'invalid',
    'Pod "web-my-node1" is invalid: spec.containers[0].image: Required value',
    'spec.containers[0].image',
    /It says: Pod "web-my-node1" is invalid/,
  ],
];
for (const [kind, said, field, message] of cases) {
  test(`a refusal of kind ${kind} is at its file and field`, () => {
    const web = manifestOf('web.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: nowhere}\n');
    const observed = nodeWith({
      manifests: [web],
      mirrorFailures: [{ namespace: 'nowhere', podName: 'web-my-node1', said, time: web.changeTime + 1 }],
    });
    const [problem, another] = mirrorProblems(observed);
    assert.ok(problem !== undefined && another === undefined);
    assert.deepEqual([problem.path, problem.reason.kind, problem.field], [web.path, kind, field]);
    assert.match(describeMirrorProblem(problem), message);
  });
}

test("what is over, of another Pod or the node's own is no problem of a manifest", () => {
  const web = manifestOf('web.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: nowhere}\n');
  const failure = { namespace: 'nowhere', podName: 'web-my-node1', said: noNamespace, time: web.changeTime + 1 };
  const told = (change: Partial<typeof failure>) =>
    mirrorProblems(nodeWith({ manifests: [web], mirrorFailures: [{ ...failure, ...change }] })).length;
  assert.equal(told({}), 1);
  assert.equal(told({ time: web.changeTime - 1 }), 0);
  assert.equal(told({ namespace: 'default' }), 0);
  assert.equal(told({ said: 'dial tcp 10.0.0.1:6443: connect: connection refused' }), 0);
});
