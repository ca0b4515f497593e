import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePodSandboxes } from '../../../client/src/node/crictl/pods';
import { parseContainers } from '../../../client/src/node/crictl/ps';
import type { ObservedNode } from '../../../client/src/node/observed-node';
import { joinStaticPods, type PodState } from '../../../client/src/node/static-pods';
import { manifestOf, nodeWith } from './nodes';
import { recording } from './recordings';

const running = {
  sandboxes: parsePodSandboxes(recording('crictl-pods.json')),
  containers: parseContainers(recording('crictl-ps.json')),
};

function pod(name: string, spec: string, namespace = 'default'): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}\n`;
}

function states(node: ObservedNode): Record<string, PodState['state']> {
  return Object.fromEntries(
    joinStaticPods(node).map(({ namespace, name, state }) => [`${namespace}/${name}`, state.state]),
  );
}

test('manifests, sandboxes and containers of the recorded node come together', () => {
  const node = nodeWith({
    ...running,
    manifests: [
      manifestOf('static-web.yaml', pod('static-web', '{containers: [{name: web}]}')),
      manifestOf('crash.yaml', pod('crash', '{containers: [{name: boom}]}', 'demo')),
      manifestOf(
        'multi.yaml',
        pod(
          'multi',
          '{initContainers: [{name: setup}, {name: side, restartPolicy: Always}], containers: [{name: two}, {name: one}]}',
        ),
      ),
      manifestOf('pullfail.yaml', pod('pullfail', '{containers: [{name: x}]}')),
    ],
  });
  assert.deepEqual(states(node), {
    'default/multi': 'running',
    'default/pullfail': 'starting',
    'default/static-web': 'running',
    'demo/crash': 'running',
  });
  const [multi, , web] = joinStaticPods(node);
  assert.deepEqual(
    multi?.containers.map(({ name, state }) => [name, state]),
    [
      ['setup', 'exited'],
      ['side', 'running'],
      ['two', 'running'],
      ['one', 'running'],
    ],
  );
  assert.equal(web?.podName, 'static-web-my-node1');
  assert.equal(web.sandbox?.attempt, 2, 'of two sandboxes the ready one counts');
  assert.equal(web.configHash, '9ee33a4fb5c834ca58ebac3676f18143');
});

test('each state has its reason', () => {
  const crash = running.sandboxes.filter(({ name }) => name.startsWith('crash'));
  const boom = running.containers
    .filter(({ name }) => name === 'boom')
    .map((one) => ({ ...one, state: 'exited' as const }));
  const manifest = (policy: string) =>
    manifestOf('crash.yaml', pod('crash', `{restartPolicy: ${policy}, containers: [{name: boom}]}`, 'demo'));
  const exits = (code: number) =>
    new Map(boom.map(({ id }) => [id, { exitCode: code, reason: 'Error', message: '', finishedAt: '' }]));
  const state = (change: Partial<ObservedNode>) =>
    joinStaticPods(nodeWith({ sandboxes: crash, containers: boom, ...change }))[0]?.state;

  assert.deepEqual(state({ manifests: [manifest('Always')], exits: exits(3) }), {
    state: 'failing',
    container: 'boom',
    reason: 'it ended with exit code 3',
  });
  assert.equal(state({ manifests: [manifest('Always')], exits: exits(0) })?.state, 'failing');
  assert.equal(state({ manifests: [manifest('OnFailure')], exits: exits(0) })?.state, 'completed');
  assert.equal(state({ manifests: [manifest('Never')], exits: exits(1) })?.state, 'failing');
  assert.equal(state({ manifests: [] })?.state, 'stopping');
  const problem = { path: manifest('Always').path, message: 'no', field: 'spec.x', time: 0, source: 'file' as const };
  assert.deepEqual(state({ manifests: [manifest('Always')], problems: [problem] }), {
    state: 'refused',
    reason: '`spec.x`: no',
  });
});

test('what is left of a Pod that was taken away is none; a Pod without a kubelet is stopped', () => {
  const ended = running.sandboxes.map((sandbox) => ({ ...sandbox, state: 'SANDBOX_NOTREADY' as const }));
  assert.deepEqual(states(nodeWith({ sandboxes: ended })), {});
  const node = nodeWith({ manifests: [manifestOf('a.yaml', pod('a', '{containers: [{name: a}]}'))] });
  assert.deepEqual(states(node), { 'default/a': 'starting' });
  assert.deepEqual(states({ ...node, kubelet: { ...node.kubelet, state: 'stopped' } }), { 'default/a': 'stopped' });
});

test('a web-hosted Pod has no file; an ordinary Pod is not shown', () => {
  const [first, second] = running.sandboxes;
  assert.ok(first && second);
  const node = nodeWith({
    sandboxes: [
      { ...first, configSource: 'http' },
      { ...second, configSource: 'api' },
    ],
  });
  assert.deepEqual(
    joinStaticPods(node).map(({ name, source, manifests }) => [name, source, manifests.length]),
    [['pullfail', 'http', 0]],
  );
});
