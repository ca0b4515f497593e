import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { observeNode } from '../../../client/src/node/observe';
import type { ObservedNode } from '../../../client/src/node/observed-node';
import { createTransport, MemorySecretStore, QuestionQueue, type NodeTransport } from '../../../client/src/transport';
import { DemoNode } from '../../../demo/src/demo-node';

const web = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers: [{name: web, image: nginx}]
`;

describe('a demo node', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'static-pods-demo-test-'));
  let node: DemoNode;
  let transport: NodeTransport;

  before(async () => {
    node = await DemoNode.start({ folder, name: 'demo', port: 0 });
    transport = createTransport(node.address, { secrets: new MemorySecretStore(), questions: new QuestionQueue() });
  });
  after(async () => {
    transport.dispose();
    await node.stop();
    rmSync(folder, { recursive: true });
  });

  const manifest = (name: string) => path.join(node.address.staticPodPath, name);

  /** As a careful deploy does: not half a file is ever seen. */
  function put(name: string, text: string): void {
    writeFileSync(manifest(`.${name}`), text);
    renameSync(manifest(`.${name}`), manifest(name));
  }

  /** Looks until it is so; each look is a round trip, and the runner's own limit ends one that never is. */
  async function waitFor(isSo: (observed: ObservedNode) => boolean): Promise<ObservedNode> {
    for (;;) {
      const observed = await observeNode(transport);
      if (isSo(observed)) {
        return observed;
      }
    }
  }

  async function run(...argv: string[]) {
    const { exitCode, stdout, stderr } = await transport.exec({ argv, asRoot: true });
    return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
  }

  it('looks like a node to the script that real nodes get, and says everywhere that it is a demo', async () => {
    const observed = await observeNode(transport);
    assert.equal(observed.nodeName, 'demo-node');
    assert.equal(observed.kubelet.version, 'v1.37.0+demo');
    assert.equal(observed.kubelet.minor, 37);
    assert.equal(observed.kubelet.unit, 'kubelet.service');
    assert.equal(observed.staticPodPath, node.address.staticPodPath);
    assert.deepEqual(observed.health, { state: 'ok' });
    assert.ok('name' in observed.runtime && observed.runtime.name === 'demo');
    assert.deepEqual(observed.remarks, []);
  });

  it(
    'runs a manifest, starts its container again when it is stopped, ends it with its file',
    { timeout: 60_000 },
    async () => {
      put('web.yaml', web);
      const first = await waitFor(({ containers }) => containers.some(({ state }) => state === 'running'));
      const [container] = first.containers;
      assert.equal(container?.name, 'web');
      assert.equal(container.attempt, 0);
      const [sandbox] = first.sandboxes;
      assert.equal(sandbox?.name, 'web-demo-node');
      assert.match(sandbox.configHash, /^[0-9a-f]{32}$/);

      const logs = await run('crictl', 'logs', container.id.slice(0, 13));
      assert.match(logs.stdout, /^demo: nothing runs here/);
      assert.equal((await run('crictl', 'stop', container.id)).exitCode, 0);
      const second = await waitFor(({ containers }) =>
        containers.some(({ state, attempt }) => state === 'running' && attempt === 1),
      );
      assert.equal(second.sandboxes[0]?.id, sandbox.id);

      put('web.yaml', `# only a comment\n${web}`);
      put('other.yaml', web.replaceAll('web', 'other'));
      const third = await waitFor(({ containers }) =>
        containers.some(({ name, state }) => name === 'other' && state === 'running'),
      );
      assert.ok(
        third.sandboxes.some(({ id }) => id === sandbox.id),
        'a comment changes nothing',
      );

      put('web.yaml', web.replace('image: nginx', 'image: nginx, args: [x]'));
      await waitFor(({ containers, sandboxes }) =>
        containers.some(
          ({ name, state, sandboxId }) =>
            name === 'web' &&
            state === 'running' &&
            sandboxes.some(({ id, configHash }) => id === sandboxId && configHash !== sandbox.configHash),
        ),
      );
      rmSync(manifest('web.yaml'));
      rmSync(manifest('other.yaml'));
      await waitFor(({ containers }) => containers.every(({ state }) => state !== 'running'));
    },
  );

  it('tells a crash loop, an image that is not there, and a Pod that ends', { timeout: 60_000 }, async () => {
    put(
      'crash.yaml',
      web
        .replaceAll('web', 'crash')
        .replace('image: nginx', "image: busybox, command: [sh, -c, 'echo why >&2; exit 3']"),
    );
    put('pull.yaml', web.replaceAll('web', 'pull').replace('image: nginx', 'image: registry.invalid/x'));
    put(
      'once.yaml',
      web
        .replaceAll('web', 'once')
        .replace('image: nginx', "image: busybox, command: ['true']")
        .replace('spec:', 'spec:\n  restartPolicy: Never'),
    );
    const observed = await waitFor(({ exits }) => [...exits.values()].some(({ exitCode }) => exitCode === 3));
    const crashed = observed.containers.find(({ name, state }) => name === 'crash' && state === 'exited');
    assert.ok(crashed !== undefined);
    assert.equal((await run('crictl', 'logs', crashed.id)).stderr, 'why\n');
    await waitFor(({ containers }) => containers.some(({ name, attempt }) => name === 'crash' && attempt === 1));
    for (;;) {
      const { stdout } = await run(
        'journalctl',
        '-q',
        '--no-pager',
        '-o',
        'cat',
        '-u',
        'kubelet.service',
        '--since',
        '@0',
      );
      if (/CrashLoopBackOff/.test(stdout) && /ErrImagePull/.test(stdout)) {
        break;
      }
    }
    for (const name of ['crash', 'pull', 'once']) {
      rmSync(manifest(`${name}.yaml`));
    }
  });

  it(
    "refuses what this product's language service refuses, and says so in its journal",
    { timeout: 60_000 },
    async () => {
      put('refs.yaml', web.replace('spec:', 'spec:\n  serviceAccountName: x'));
      put('port.yaml', web.replace('image: nginx', 'image: nginx, ports: [{containerPort: 70000}]'));
      put('broken.yaml', 'a: [');
      mkdirSync(manifest('folder'));
      const { problems } = await waitFor((observed) => observed.problems.length >= 4);
      const told = problems.map(({ path: file, field }) => [path.basename(file), field]);
      assert.deepEqual(told, [
        ['broken.yaml', undefined],
        ['folder', undefined],
        ['port.yaml', 'spec.containers[0].ports[0].containerPort'],
        ['refs.yaml', undefined],
      ]);
      rmSync(manifest('refs.yaml'));
      rmSync(manifest('port.yaml'));
      rmSync(manifest('broken.yaml'));
      rmSync(manifest('folder'), { recursive: true });
      await waitFor((observed) => observed.problems.length === 0);
    },
  );

  it('survives that its folder goes and comes back', { timeout: 60_000 }, async () => {
    put('web.yaml', web);
    await waitFor(({ containers }) => containers.some(({ state }) => state === 'running'));
    renameSync(node.address.staticPodPath, `${node.address.staticPodPath}.away`);
    await waitFor(({ containers }) => containers.every(({ state }) => state !== 'running'));
    renameSync(`${node.address.staticPodPath}.away`, node.address.staticPodPath);
    await waitFor(({ containers }) => containers.some(({ state }) => state === 'running'));
    rmSync(manifest('web.yaml'));
  });

  it('stops, starts and restarts its kubelet, which leaves containers alone', { timeout: 60_000 }, async () => {
    put('web.yaml', web);
    const running = await waitFor(({ containers }) => containers.some(({ state }) => state === 'running'));
    const id = running.containers.find(({ state }) => state === 'running')?.id;
    assert.equal((await run('systemctl', 'stop', 'kubelet')).exitCode, 0);
    const stopped = await observeNode(transport, { staticPodPath: node.address.staticPodPath });
    assert.equal(stopped.kubelet.state, 'stopped');
    assert.equal((await run('systemctl', 'is-active', 'kubelet')).stdout, 'inactive\n');
    assert.equal((await run('systemctl', 'start', 'kubelet')).exitCode, 0);
    assert.equal((await run('systemctl', 'restart', 'kubelet.service')).exitCode, 0);
    const again = await observeNode(transport);
    assert.notEqual(again.kubelet.pid, running.kubelet.pid);
    assert.ok(again.containers.some((container) => container.id === id && container.state === 'running'));
    rmSync(manifest('web.yaml'));
  });

  it('answers as crictl does for what is not there', async () => {
    const missing = await run('crictl', 'inspect', 'doesnotexist');
    assert.equal(missing.exitCode, 1);
    assert.match(missing.stderr, /code = NotFound/);
    assert.equal((await run('crictl', 'exec', '-it', 'x', 'sh')).exitCode, 1);
    assert.equal((await run('systemctl', 'restart', 'nginx')).exitCode, 5);
  });

  it('lets nobody in but with its key', async () => {
    const stranger = createTransport(
      { ...node.address, identityFile: path.join(folder, 'nothing') },
      {
        secrets: new MemorySecretStore(),
        questions: new QuestionQueue(),
        homeDirectory: folder,
        variables: { PATH: process.env['PATH'] },
      },
    );
    await assert.rejects(stranger.exec({ argv: ['true'] }), { kind: 'authentication' });
    stranger.dispose();
  });

  it('is understood by OpenSSH', async () => {
    const { host, port, user, identityFile, knownHostsFile } = node.address;
    const { stdout } = await promisify(execFile)('ssh', [
      ...[
        '-F',
        '/dev/null',
        '-i',
        identityFile,
        '-o',
        `UserKnownHostsFile=${knownHostsFile}`,
        '-o',
        'IdentitiesOnly=yes',
      ],
      ...['-o', 'StrictHostKeyChecking=yes', '-p', String(port), `${user}@${host}`, 'echo "$STATIC_PODS_ROOT"; exit 0'],
    ]);
    assert.equal(stdout, `${path.join(folder, 'demo-node')}\n`);
  });
});

const busybox = spawnSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).stdout.trim();

describe('a demo node that has nothing but busybox', { skip: busybox === '' && 'busybox is not installed' }, () => {
  it('runs the scripts and its own programs', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'static-pods-demo-test-'));
    const bin = path.join(folder, 'busybox');
    mkdirSync(bin);
    spawnSync(busybox, ['--install', '-s', bin]);
    const node = await DemoNode.start({ folder, name: 'demo', port: 0, searchPath: bin });
    const transport = createTransport(node.address, {
      secrets: new MemorySecretStore(),
      questions: new QuestionQueue(),
    });
    try {
      const shell = await transport.exec({ argv: ['readlink', '/proc/self/exe'] });
      assert.match(shell.stdout.toString(), /busybox/);
      writeFileSync(path.join(node.address.staticPodPath, 'web.yaml'), web);
      let running: ObservedNode['containers'] = [];
      while (running.length === 0) {
        const { containers } = await observeNode(transport);
        running = containers.filter(({ state }) => state === 'running');
      }
      const id = running[0]?.id ?? '';
      const logs = await transport.exec({ argv: ['crictl', 'logs', '--tail', '1', id] });
      assert.match(logs.stdout.toString(), /^demo: nothing runs here/);
      const journal = await transport.exec({
        argv: ['journalctl', '-q', '-o', 'short-unix', '-u', 'kubelet.service', '--since', '@0'],
      });
      assert.match(journal.stdout.toString(), /Demo kubelet/);
      assert.equal((await transport.exec({ argv: ['crictl', 'stop', id] })).exitCode, 0);
    } finally {
      transport.dispose();
      await node.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
