import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAdoptable } from '../../../client/src/node/adopt';
import type { ObservedNode } from '../../../client/src/node/observed-node';
import { sha256 } from '../../../client/src/node/observe';
import { planDeploy, type ManifestJudge, type PlanOptions } from '../../../client/src/node/plan';
import { otherRevisionsOf, planPod, planRollback, planUnpark, type Revision } from '../../../client/src/node/plan-pod';
import { readIdentity } from '../../../client/src/node/manifest-identity';
import { manifestOf, nodeWith } from './nodes';

const judge: ManifestJudge = {
  refusals: () => Promise.resolve([]),
  canonical: (content) => Promise.resolve(content.toString().replace(/^#.*\n/gm, '')),
};

function pod(name: string, spec = 'containers: [{name: c, image: i}]'): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {${spec}}\n`;
}

function hostPort(port: number, protocol = 'TCP'): string {
  return `containers: [{name: c, image: i, ports: [{containerPort: 1, hostPort: ${port}, protocol: ${protocol}}]}]`;
}

/** As it is after a deploy of these texts; `elsewhere` was put there by somebody else. */
function deployedNode(own: Record<string, string>, elsewhere: Record<string, string> = {}): ObservedNode {
  const manifests = [...Object.entries(own), ...Object.entries(elsewhere)].map(([name, text]) =>
    manifestOf(name, text),
  );
  const deployed = manifests.slice(0, Object.keys(own).length);
  return nodeWith({
    manifests,
    deployed: new Map(deployed.map(({ path, sha256: sum }) => [path, { sha256: sum, transaction: '2026-x' }])),
  });
}

function plan(node: ObservedNode, texts: Record<string, string>, options: PlanOptions = {}) {
  const desired = Object.entries(texts).map(([name, text]) => ({ name, content: Buffer.from(text) }));
  return planDeploy(node, desired, judge, options);
}

test('without prune nothing goes; with it what is ours and unchanged; with all, everything but kubeadm’s', async () => {
  const node = deployedNode(
    { 'own.yaml': pod('own'), 'hand.yaml': pod('hand') },
    { 'else.yaml': pod('else'), 'etcd.yaml': pod('etcd') },
  );
  const changed: ObservedNode = {
    ...node,
    deployed: new Map(
      [...node.deployed].map(([path, one]) => [path, path.endsWith('hand.yaml') ? { ...one, sha256: 'x' } : one]),
    ),
  };
  const removed = async (prune: PlanOptions['prune']) => {
    const { manifests, strangers = [] } = await plan(changed, {}, prune === undefined ? {} : { prune });
    assert.ok(manifests.every(({ action }) => action === 'remove'));
    return [manifests.map(({ name }) => name), strangers.map(({ owner }) => owner)];
  };
  assert.deepEqual(await removed(undefined), [[], ['static-pods', 'changed', 'unknown', 'kubeadm']]);
  assert.deepEqual(await removed('own'), [['own.yaml'], ['changed', 'unknown', 'kubeadm']]);
  assert.deepEqual(await removed('all'), [['own.yaml', 'hand.yaml', 'else.yaml'], ['kubeadm']]);
});

test('a file that is renamed: its Pod moves to the new one, and is not waited for to end', async () => {
  const node = deployedNode({ 'old.yaml': pod('web') });
  const { manifests } = await plan(node, { 'new.yaml': pod('web') }, { prune: 'own' });
  assert.deepEqual(
    manifests.map(({ name, action, request }) => [name, action, request?.watch !== undefined]),
    [
      ['new.yaml', 'add', true],
      ['old.yaml', 'remove', false],
    ],
  );
  const kept = await plan(node, { 'new.yaml': pod('web') });
  assert.match(kept.manifests[0]?.reason ?? '', /default\/web is in .*old\.yaml already/);
});

test('drift: what was changed or taken away since the deploy', async () => {
  const node = deployedNode({ 'web.yaml': pod('web') });
  const hand = manifestOf('web.yaml', pod('web', 'containers: [{name: hand, image: i}]'));
  const [changed] = (await plan({ ...node, manifests: [hand] }, { 'web.yaml': pod('web') })).manifests;
  assert.deepEqual([changed?.action, changed?.drift], ['update', 'changed']);
  assert.match(changed?.remarks.join() ?? '', /changed on the node since/);
  const [gone] = (await plan({ ...node, manifests: [] }, { 'web.yaml': pod('web') })).manifests;
  assert.deepEqual([gone?.action, gone?.drift], ['add', 'removed']);
  const [same] = (await plan(node, { 'web.yaml': pod('web') })).manifests;
  assert.deepEqual([same?.action, same?.drift], ['unchanged', undefined]);
});

test('host ports: one of two Pods would not run; by protocol, and not against what goes', async () => {
  const node = deployedNode({ 'old.yaml': pod('old', hostPort(80)) });
  const refused = await plan(node, { 'web.yaml': pod('web', hostPort(80)) });
  assert.match(refused.manifests[0]?.reason ?? '', /TCP port 80 of the node is claimed by .*old\.yaml too/);
  const udp = await plan(node, { 'web.yaml': pod('web', hostPort(80, 'UDP')) });
  assert.equal(udp.manifests[0]?.action, 'add');
  const pruned = await plan(node, { 'web.yaml': pod('web', hostPort(80)) }, { prune: 'own' });
  assert.equal(pruned.manifests[0]?.action, 'add');
  assert.deepEqual(pruned.manifests[0].request?.needs?.hostPorts, [], 'it is taken now, and will be free');
  const both = await plan(nodeWith({}), { 'a.yaml': pod('a', hostPort(80)), 'b.yaml': pod('b', hostPort(80)) });
  assert.deepEqual(
    both.manifests.map(({ action }) => action),
    ['refused', 'refused'],
  );
  const network = 'hostNetwork: true, containers: [{name: c, image: i, ports: [{containerPort: 80}]}]';
  assert.equal((await plan(node, { 'web.yaml': pod('web', network) })).manifests[0]?.action, 'refused');
});

test('what a Pod needs of its node', () => {
  const { needs } =
    readIdentity(
      pod(
        'web',
        `initContainers: [{name: i, image: 'a:1', ports: [{hostPort: 1}]}, {name: s, image: 'b', restartPolicy: Always, ports: [{hostPort: 2}]}],
       containers: [{name: c, image: 'r:5000/c@sha256:0', ports: [{hostPort: 3, hostIP: 127.0.0.1}, {containerPort: 4}]},
                    {name: d, image: 'd:latest', imagePullPolicy: Never}],
       volumes: [{name: v, hostPath: {path: /x, type: File}}, {name: w, hostPath: {path: /y}}, {name: o, image: {reference: 'o:2'}}]`,
      ),
    ) ?? assert.fail();
  assert.deepEqual(needs.images, [
    { name: 'a:1', policy: 'IfNotPresent' },
    { name: 'b', policy: 'Always' },
    { name: 'r:5000/c@sha256:0', policy: 'IfNotPresent' },
    { name: 'd:latest', policy: 'Never' },
    { name: 'o:2', policy: 'IfNotPresent' },
  ]);
  assert.deepEqual(needs.hostPaths, [{ path: '/x', type: 'File' }]);
  assert.deepEqual(
    needs.hostPorts.map(({ port, hostIP }) => [port, hostIP]),
    [
      [2, ''],
      [3, '127.0.0.1'],
    ],
  );
});

test('a kubelet that is not well is not deployed to, unless that is insisted on', async () => {
  const ill = nodeWith({ health: { state: 'failed', reason: 'it answers: no' } });
  assert.match((await plan(ill, { 'web.yaml': pod('web') })).manifests[0]?.reason ?? '', /not well, it answers: no/);
  assert.equal((await plan(ill, { 'web.yaml': pod('web') }, { force: true })).manifests[0]?.action, 'add');
});

test('park and unpark', async () => {
  const running = nodeWith({ manifests: [manifestOf('web.yaml', pod('web'))] });
  assert.equal(planPod(running, 'web', 'park').manifests[0]?.request?.action, 'park');
  const parked = manifestOf('web.yaml', pod('web'), { path: '/var/lib/static-pods/parked/web.yaml' });
  const aside = nodeWith({ parked: [parked] });
  assert.match(planPod(aside, 'web', 'park').manifests[0]?.reason ?? '', /is parked: `unpark`/);
  const [back] = (await planUnpark(aside, 'web', judge)).manifests;
  assert.deepEqual(
    [back?.action, back?.path, back?.request?.unpark],
    ['unpark', '/etc/kubernetes/manifests/web.yaml', true],
  );
  assert.match((await planUnpark(running, 'web', judge)).manifests[0]?.reason ?? '', /is not parked/);
  const both = nodeWith({ manifests: running.manifests, parked: [parked] });
  assert.match((await planUnpark(both, 'web', judge)).manifests[0]?.reason ?? '', /is in the folder already/);
});

test('rollback: the newest version that differs, a named one, and one of a Pod that is gone', async () => {
  const revision = (id: string, text: string): Revision => ({
    ...{ name: 'web.yaml', id, content: Buffer.from(text), identity: readIdentity(text) },
  });
  const now = pod('web', 'containers: [{name: now, image: i}]');
  const revisions = [
    revision('20261101000000-a', pod('web', 'containers: [{name: first, image: i}]')),
    revision('20261102000000-b', pod('web', 'containers: [{name: second, image: i}]')),
    revision('20261103000000-c', now),
  ];
  const node = nodeWith({ manifests: [manifestOf('web.yaml', now)] });
  const became = async (on: ObservedNode, to?: string) => {
    const [planned] = (await planRollback(on, 'web', revisions, judge, to)).manifests;
    return [planned?.action, planned?.request?.content?.toString().match(/name: (\w+), image/)?.[1], planned?.reason];
  };
  assert.deepEqual(
    otherRevisionsOf(node, 'web', revisions).map(({ id }) => id),
    ['20261102000000-b', '20261101000000-a'],
  );
  assert.deepEqual(await became(node), ['update', 'second', undefined]);
  assert.deepEqual(await became(node, '20261101000000-a'), ['update', 'first', undefined]);
  assert.deepEqual(await became(nodeWith({})), ['add', 'now', undefined]);
  assert.match(String((await became(node, 'x'))[2]), /keeps no revision x/);
});

test('what can be adopted, and whose it is', () => {
  const node = deployedNode({ 'own.yaml': pod('own') }, { 'etcd.yaml': pod('etcd') });
  const folder = manifestOf('sub', '', { kind: 'folder' });
  const { manifests, left } = listAdoptable({ ...node, manifests: [...node.manifests, folder] });
  assert.deepEqual(
    manifests.map(({ name, owner, content }) => [name, owner, sha256(content)]),
    [
      ['own.yaml', 'static-pods', sha256(pod('own'))],
      ['etcd.yaml', 'kubeadm', sha256(pod('etcd'))],
    ],
  );
  assert.match(manifests[1]?.remarks[0] ?? '', /kubeadm's own/);
  assert.deepEqual(left, ['/etc/kubernetes/manifests/sub is no file.']);
});

test('a file that is called as one outside of the folder is not adopted', () => {
  const path = '/etc/kubernetes/manifests/..\\..\\own.yaml';
  const { manifests, left } = listAdoptable(nodeWith({ manifests: [manifestOf('x', pod('x'), { path })] }));
  assert.deepEqual(manifests, []);
  assert.deepEqual(left, [`${path} has a name that no folder here may hold.`]);
});
