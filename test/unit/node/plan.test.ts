import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planPod } from '../../../client/src/node/plan-pod';
import { planDeploy, type ManifestJudge, type PlannedManifest } from '../../../client/src/node/plan';
import type { ObservedNode } from '../../../client/src/node/observed-node';
import { manifestOf, nodeWith } from './nodes';

const web = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, image: i}]}\n';

/** Takes comments for nothing, and refuses what says so. */
const judge: ManifestJudge = {
  refusals: (content) => Promise.resolve(content.toString().includes('refused') ? ['`spec.x`: no'] : []),
  canonical: (content) => Promise.resolve(content.toString().replace(/^#.*\n/gm, '')),
};

async function plan(node: ObservedNode, name: string, text: string, force = false): Promise<PlannedManifest> {
  const { manifests } = await planDeploy(node, [{ name, content: Buffer.from(text) }], judge, { force });
  assert.ok(manifests[0]);
  return manifests[0];
}

test('a new manifest is added, and its Pod is waited for under its name on the node', async () => {
  const planned = await plan(nodeWith({}), 'web.yaml', web);
  assert.equal(planned.action, 'add');
  assert.deepEqual(planned.restarts, []);
  assert.ok(planned.request);
  assert.equal(planned.request.old, '-');
  assert.deepEqual(planned.request.watch, {
    namespace: 'default',
    podName: 'web-my-node1',
    restartPolicy: 'Always',
    fixedUid: false,
    containers: ['c'],
    sidecars: [],
    initContainers: [],
    readiness: [],
  });
});

test('an edit restarts its Pod, and is done only on top of what was seen', async () => {
  const before = manifestOf('web.yaml', web);
  const planned = await plan(nodeWith({ manifests: [before] }), 'web.yaml', web.replace('image: i', 'image: j'));
  assert.equal(planned.action, 'update');
  assert.deepEqual(planned.restarts, ['default/web-my-node1']);
  assert.equal(planned.request?.old, before.sha256);
});

test('a comment changes the text and nothing else; the same text changes nothing', async () => {
  const node = nodeWith({ manifests: [manifestOf('web.yaml', web)] });
  const comment = await plan(node, 'web.yaml', `# word\n${web}`);
  assert.equal(comment.action, 'unchanged');
  assert.equal(comment.request?.watch, undefined);
  const same = await plan(node, 'web.yaml', web);
  assert.equal(same.action, 'unchanged');
  assert.equal(same.request, undefined);
});

test('metadata.uid: the hash will prove nothing', async () => {
  const planned = await plan(nodeWith({}), 'web.yaml', web.replace('{name: web}', '{name: web, uid: my-own}'));
  assert.equal(planned.request?.watch?.fixedUid, true);
});

test('what the kubelet would refuse is not sent, unless it is forced', async () => {
  const refused = await plan(nodeWith({}), 'web.yaml', `${web}# refused\n`);
  assert.equal(refused.action, 'refused');
  assert.equal(refused.request, undefined);
  assert.match(refused.reason ?? '', /v1\.37\.2 would refuse it: `spec\.x`: no/);
  const forced = await plan(nodeWith({}), 'web.yaml', `${web}# refused\n`, true);
  assert.equal(forced.action, 'add');
});

test('a forced text that names no Pod has only the refusal to wait for', async () => {
  const planned = await plan(nodeWith({}), 'x.yaml', 'refused: [', true);
  assert.equal(planned.request?.watch?.podName, '');
});

const reasons: [string, Partial<ObservedNode>, string, RegExp][] = [
  ['a link', { manifests: [manifestOf('web.yaml', web, { linkTarget: '/x' })] }, 'web.yaml', /symbolic link to \/x/],
  ['a folder', { manifests: [manifestOf('web.yaml', '', { kind: 'folder' })] }, 'web.yaml', /no regular file/],
  [
    'another file',
    { manifests: [manifestOf('other.yaml', web)] },
    'web.yaml',
    /default\/web is in .*other\.yaml already/,
  ],
  ['one file', { folder: { kind: 'file', linkTarget: undefined } }, 'web.yaml', /`staticPodPath` is one file/],
  ['no folder', { folder: { kind: 'missing', linkTarget: undefined } }, 'web.yaml', /create the folder/],
  ['only a URL', { staticPodPath: '', staticPodURL: 'http://u' }, 'web.yaml', /from http:\/\/u only/],
  ['a dot', {}, '.web.yaml', /begins with a dot/],
  ['a line end', {}, 'we\nb.yaml', /rename the file/],
  ['no crictl', { runtime: { state: 'failed', crictl: '', endpoint: '', reason: 'gone' } }, 'web.yaml', /gone/],
];
for (const [what, change, name, reason] of reasons) {
  test(`refused with the reason: ${what}`, async () => {
    const planned = await plan(nodeWith(change), name, web, true);
    assert.equal(planned.action, 'refused');
    assert.match(planned.reason ?? '', reason);
  });
}

test('a Pod that moves from one deployed file to another is no conflict with the file that is replaced', async () => {
  const node = nodeWith({ manifests: [manifestOf('a.yaml', web), manifestOf('b.yaml', web.replace('web', 'two'))] });
  const { manifests } = await planDeploy(
    node,
    [
      { name: 'a.yaml', content: Buffer.from(web.replace('web', 'two')) },
      { name: 'b.yaml', content: Buffer.from(web) },
    ],
    judge,
  );
  assert.deepEqual(
    manifests.map(({ action }) => action),
    ['update', 'update'],
  );
});

test('two local files with one Pod', async () => {
  const content = Buffer.from(web);
  const { manifests } = await planDeploy(
    nodeWith({}),
    [
      { name: 'a', content },
      { name: 'b', content },
    ],
    judge,
  );
  assert.match(manifests[0]?.reason ?? '', /is in b too/);
});

test("kubeadm's own files are pointed out", async () => {
  const planned = await plan(nodeWith({}), 'etcd.yaml', web);
  assert.match(planned.remarks[0] ?? '', /kubeadm's own file/);
});

test('a Pod is found by its name in the manifest and by that on the node', () => {
  const node = nodeWith({ manifests: [manifestOf('web.yaml', web)] });
  for (const pod of ['web', 'default/web', 'web-my-node1']) {
    const [planned] = planPod(node, pod, 'remove').manifests;
    assert.deepEqual([planned?.action, planned?.path], ['remove', '/etc/kubernetes/manifests/web.yaml'], pod);
  }
  const [other] = planPod(node, 'kube-system/web', 'remove').manifests;
  assert.equal(other?.action, 'refused');
  const twice = nodeWith({ manifests: [manifestOf('a.yaml', web), manifestOf('b.yaml', web)] });
  assert.match(planPod(twice, 'web', 'restart').manifests[0]?.reason ?? '', /Several files/);
});
