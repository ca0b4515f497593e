import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { bedNode, containersOf, onNode, untilFound, type BedNode } from './bed';
import { nodeOf, staticPods, type Deployed, type Listed, type ListedPod } from './product';

/** The chain of the product on a real node, by the command line, as each kind of user. */
const node = bedNode('n2');
const folder = mkdtempSync(path.join(tmpdir(), 'chain-'));
after(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

function webManifest(name: string, port: number, extra = ''): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {app: ${name}}
spec:
  hostNetwork: true
  terminationGracePeriodSeconds: 2
  containers:
    - name: web
      image: docker.io/library/nginx:latest
      imagePullPolicy: IfNotPresent
      env: [{name: NGINX_PORT, value: '${port}'}]
${extra}`;
}

async function list(user: keyof BedNode['users'] = 'root'): Promise<Listed> {
  const ran = await staticPods(node, 'ps', ['--output', 'json'], user);
  assert.equal(ran.code, 0, ran.stderr);
  return nodeOf<Listed>(ran);
}

async function podCalled(name: string, user?: keyof BedNode['users']): Promise<ListedPod> {
  const pod = (await list(user)).pods.find((candidate) => candidate.name === `${name}-${node.nodeName}`);
  assert.ok(pod !== undefined, `ps does not show ${name}`);
  return pod;
}

async function deploy(file: string, args: readonly string[] = [], user?: keyof BedNode['users']) {
  const ran = await staticPods(node, 'deploy', [file, '--output', 'json', '--yes', ...args], user);
  const [manifest] = nodeOf<Deployed>(ran).manifests;
  assert.ok(manifest !== undefined, ran.stdout);
  return { code: ran.code, ...manifest };
}

async function timed<T>(t: TestContext, what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const value = await work();
  t.diagnostic(`${what}: ${((performance.now() - started) / 1000).toFixed(2)} s`);
  return value;
}

async function manifestsOnNode(): Promise<string[]> {
  return (await onNode(node, 'ls -A /etc/kubernetes/manifests')).split('\n').filter((name) => name !== '');
}

for (const [user, port] of [
  ['root', 18080],
  ['ops', 18081],
] as const) {
  describe(`the chain as ${user}`, () => {
    const name = `chain-${user}`;
    before(async () => {
      await onNode(node, `rm -f /etc/kubernetes/manifests/${name}*`);
    });

    test('node tells what it is', async (t) => {
      const ran = await timed(t, 'node', () => staticPods(node, 'node', ['--output', 'json'], user));
      assert.equal(ran.code, 0, ran.stderr);
      const told = nodeOf<Record<string, unknown>>(ran);
      assert.equal(told['nodeName'], node.nodeName);
      assert.match(String(told['kubeletVersion']), /^v1\.\d+\.\d+/);
      assert.equal(told['staticPodPath'], '/etc/kubernetes/manifests');
      assert.equal(told['healthy'], true);
      assert.match(String(told['runtime']), /^containerd 1\./);
      assert.match(String(told['crictl']), /crictl$/);
    });

    test('deploy: crictl shows it running, ps shows attempt 0', async (t) => {
      const file = await write(`${name}.yaml`, webManifest(name, port));
      const deployed = await timed(t, 'deploy of a new Pod, 5 s of them stable', () => deploy(file, [], user));
      assert.deepEqual([deployed.code, deployed.action, deployed.result], [0, 'add', 'running'], deployed.message);
      const [container] = await containersOf(node, `${name}-${node.nodeName}`);
      assert.equal(container?.state, 'CONTAINER_RUNNING');
      const pod = await podCalled(name, user);
      assert.equal(pod.state, 'running');
      assert.equal(pod.manifest, `/etc/kubernetes/manifests/${name}.yaml`);
      assert.equal(pod.containers[0]?.attempt, 0);
      assert.equal(pod.containers[0].id, container.id);
      assert.equal(pod.containers[0].image, 'docker.io/library/nginx:latest');
      assert.equal(await onNode(node, `stat -c '%a %U' /etc/kubernetes/manifests/${name}.yaml`), '600 root\n');
    });

    test('an edit gets a new config hash, and keeps owner and mode', async (t) => {
      const was = await podCalled(name, user);
      await onNode(node, `chmod 640 /etc/kubernetes/manifests/${name}.yaml`);
      const file = await write(
        `${name}.yaml`,
        webManifest(name, port, '  nodeSelector: {}\n').replace('app: ', 'tier: '),
      );
      const deployed = await timed(t, 'deploy of an edit', () => deploy(file, [], user));
      assert.deepEqual([deployed.code, deployed.action, deployed.result], [0, 'update', 'running'], deployed.message);
      const is = await podCalled(name, user);
      assert.notEqual(is.configHash, was.configHash);
      assert.equal(await onNode(node, `stat -c '%a %U' /etc/kubernetes/manifests/${name}.yaml`), '640 root\n');
    });

    test('an edit of comments changes nothing for the kubelet and waits for nothing', async (t) => {
      const was = await podCalled(name, user);
      const text = webManifest(name, port, '  nodeSelector: {}\n').replace('app: ', 'tier: ');
      const file = await write(`${name}.yaml`, `# only a word\n${text}`);
      const deployed = await timed(t, 'deploy of a comment', () => deploy(file, [], user));
      assert.deepEqual([deployed.code, deployed.action, deployed.result], [0, 'unchanged', 'skipped']);
      assert.match(deployed.message ?? '', /nothing changes for the kubelet/);
      assert.deepEqual(await podCalled(name, user), was);
      assert.match(await onNode(node, `head -n 1 /etc/kubernetes/manifests/${name}.yaml`), /only a word/);
    });

    test('a stopped container comes back with attempt 1', async () => {
      const was = await podCalled(name, user);
      await onNode(node, `crictl stop ${was.containers[0]?.id ?? ''}`);
      const [container] = await untilFound('attempt 1', 30, async () => {
        const { containers } = await podCalled(name, user);
        return containers.some(({ attempt, state }) => attempt === 1 && state === 'running') ? containers : undefined;
      });
      assert.notEqual(container?.id, was.containers[0]?.id);
    });

    test('logs give the last lines, and those of the container before', async () => {
      const now = await staticPods(node, 'logs', [name, '--tail', '1'], user);
      assert.deepEqual([now.code, now.stdout], [0, `nginx: listening on port ${port}\n`], now.stderr);
      const before = await staticPods(node, 'logs', [name, 'web', '--previous'], user);
      assert.equal(before.code, 0, before.stderr);
      assert.match(before.stdout, /listening on port/);
    });

    test('restart: another sandbox of the same manifest', async (t) => {
      const was = await podCalled(name, user);
      const ran = await timed(t, 'restart', () => staticPods(node, 'restart', [name, '--output', 'json'], user));
      assert.equal(ran.code, 0, ran.stderr + ran.stdout);
      const is = await podCalled(name, user);
      assert.equal(is.configHash, was.configHash);
      assert.notEqual(is.containers[0]?.id, was.containers[0]?.id);
    });

    test('remove: file and containers are gone', async (t) => {
      const ran = await timed(t, 'remove', () => staticPods(node, 'remove', [name, '--output', 'json'], user));
      assert.equal(ran.code, 0, ran.stderr + ran.stdout);
      assert.equal(nodeOf<Deployed>(ran).manifests[0]?.action, 'remove');
      assert.ok(!(await manifestsOnNode()).some((file) => file.includes(name)));
      const running = (await containersOf(node, `${name}-${node.nodeName}`)).filter(
        ({ state }) => state === 'CONTAINER_RUNNING',
      );
      assert.deepEqual(running, []);
      assert.ok(!(await list(user)).pods.some((pod) => pod.name === `${name}-${node.nodeName}`));
    });
  });
}

test('a privileged container runs, though validation without a kubelet forbids it', async () => {
  const text = webManifest('chain-privileged', 18094, '      securityContext: {privileged: true}\n');
  const deployed = await deploy(await write('chain-privileged.yaml', text), ['--stable', '1']);
  assert.equal(deployed.result, 'running', deployed.message);
  assert.equal((await staticPods(node, 'remove', ['chain-privileged'])).code, 0);
});

describe('what is refused or fails', () => {
  const refs = webManifest('chain-refs', 18090, '  serviceAccountName: build\n');
  after(() => onNode(node, 'rm -f /etc/kubernetes/manifests/chain-*'));

  test('a manifest with a ServiceAccount is refused before it is sent', async () => {
    const file = await write('chain-refs.yaml', refs);
    const deployed = await deploy(file);
    assert.deepEqual([deployed.code, deployed.action], [1, 'refused']);
    assert.match(deployed.message ?? '', /serviceAccountName/);
    assert.ok(!(await manifestsOnNode()).includes('chain-refs.yaml'));
  });

  test("forced, the kubelet's reason is told and stands in problems", async (t) => {
    const file = await write('chain-refs.yaml', refs);
    const deployed = await timed(t, 'forced deploy that the kubelet refuses', () => deploy(file, ['--force']));
    assert.deepEqual([deployed.code, deployed.result], [1, 'failed']);
    assert.match(deployed.message ?? '', /static pods may not reference serviceaccounts/);
    assert.ok((await manifestsOnNode()).includes('chain-refs.yaml'));
    const ran = await staticPods(node, 'problems', ['--output', 'json']);
    const problem = nodeOf<Listed>(ran).problems.find(({ path: file }) => file.endsWith('/chain-refs.yaml'));
    assert.match(problem?.message ?? '', /static pods may not reference serviceaccounts/);
    assert.equal((await podCalled('chain-refs')).state, 'refused');
    assert.equal((await staticPods(node, 'remove', ['chain-refs'])).code, 0);
    assert.deepEqual(nodeOf<Listed>(await staticPods(node, 'problems', ['--output', 'json'])).problems, []);
  });

  test('a container that ends at once is told with its log, and its file is taken out', async (t) => {
    const file = await write(
      'chain-crash.yaml',
      `apiVersion: v1
kind: Pod
metadata: {name: chain-crash}
spec:
  containers:
    - name: boom
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      command: [sh, -c, "echo starting; echo 'fatal: no config' >&2; exit 3"]
`,
    );
    const deployed = await timed(t, 'deploy of what ends at once', () => deploy(file));
    assert.deepEqual([deployed.code, deployed.result], [1, 'rolled-back'], deployed.message);
    assert.match(deployed.message ?? '', /`boom` ended with exit code 3[\s\S]*fatal: no config/);
    assert.deepEqual(
      (await manifestsOnNode()).filter((name) => name.includes('chain-crash')),
      [],
    );
  });

  test('a bad second version is put back by itself, and the first runs again', async (t) => {
    const good = webManifest('chain-back', 18091);
    const first = await deploy(await write('chain-back.yaml', good));
    assert.equal(first.result, 'running', first.message);
    const was = await podCalled('chain-back');
    const bad = good.replace('env:', 'command: [sh, -c, "echo broken; exit 7"]\n      env:');
    const deployed = await timed(t, 'deploy of a bad version, until the old one runs again', () =>
      write('chain-back.yaml', bad).then((file) => deploy(file)),
    );
    assert.deepEqual([deployed.code, deployed.result], [1, 'rolled-back'], deployed.message);
    assert.match(deployed.message ?? '', /exit code 7[\s\S]*its Pod runs as before[\s\S]*broken/);
    const is = await podCalled('chain-back');
    assert.deepEqual([is.state, is.configHash], ['running', was.configHash]);
    assert.equal(await onNode(node, 'cat /etc/kubernetes/manifests/chain-back.yaml'), good);
    assert.deepEqual(
      (await manifestsOnNode()).filter((name) => name.startsWith('.')),
      [],
      'nothing is left behind',
    );
    assert.equal((await staticPods(node, 'remove', ['chain-back'])).code, 0);
  });

  test('a symbolic link and a Pod of another file are refused with the reason', async () => {
    const file = await write('chain-link.yaml', webManifest('chain-link', 18092));
    await onNode(node, 'ln -s /root/elsewhere.yaml /etc/kubernetes/manifests/chain-link.yaml');
    const linked = await deploy(file);
    assert.deepEqual([linked.code, linked.action], [1, 'refused']);
    assert.match(linked.message ?? '', /symbolic link to \/root\/elsewhere\.yaml/);
    await onNode(node, 'rm /etc/kubernetes/manifests/chain-link.yaml');

    const first = await deploy(file, ['--stable', '0']);
    assert.equal(first.result, 'running', first.message);
    const twin = await deploy(await write('chain-twin.yaml', webManifest('chain-link', 18093)));
    assert.deepEqual([twin.code, twin.action], [1, 'refused']);
    assert.match(twin.message ?? '', /chain-link\.yaml already/);
    assert.equal((await staticPods(node, 'remove', ['chain-link'])).code, 0);
  });
});
