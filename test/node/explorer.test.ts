import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  createTransport,
  MemorySecretStore,
  QuestionQueue,
  type NodeTransport,
  type SshPrompts,
} from '../../client/src/transport';
import { bedNode, containersOf, onNode, run, untilFound, type BedNode } from './bed';
import { nodeFlags, nodeOf, staticPods } from './product';

/** What the node explorer asks of a real node, by the command line and by the transport below the editor. */
const node = bedNode('n2');

const manifest = `apiVersion: v1
kind: Pod
metadata: {name: watched}
spec:
  hostNetwork: true
  terminationGracePeriodSeconds: 1
  initContainers:
    - name: first
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      command: [sh, -c, echo made ready]
  containers:
    - name: main
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      command: [sh, -c, 'n=0; while true; do n=$((n+1)); echo "line $n of $RELEASE"; sleep 1; done']
      env: [{name: RELEASE, value: '${Date.now()}'}]
    - name: crash
      image: docker.io/library/busybox:latest
      imagePullPolicy: IfNotPresent
      command: [sh, -c, 'echo reading /etc/app.conf; sleep 1; exit 3']
      env: [{name: RELEASE, value: '${Date.now()}'}]
`;

async function idOf(name: string): Promise<string> {
  const found = (await containersOf(node, `watched-${node.nodeName}`)).find(({ metadata }) => metadata.name === name);
  assert.ok(found !== undefined, `no container ${name}`);
  return found.id;
}

describe('a Pod with an init container, a container and one that crashes', () => {
  before(async () => {
    const folder = '/etc/kubernetes';
    await onNode(node, `cat > ${folder}/.w && mv ${folder}/.w ${folder}/manifests/watched.yaml`, { input: manifest });
    await untilFound('the first restart of the container that crashes', 90, async () => {
      const containers = await containersOf(node, `watched-${node.nodeName}`);
      return containers.find(({ metadata }) => metadata.name === 'crash' && metadata.attempt > 0);
    });
  });
  after(() => onNode(node, 'rm -f /etc/kubernetes/manifests/watched.yaml'));

  test('logs: all containers in the order of time, since a time, with times', async () => {
    const all = await staticPods(node, 'logs', ['watched', '--all-containers'], 'ops');
    assert.equal(all.code, 0, all.stderr);
    const lines = all.stdout.split('\n');
    assert.equal(lines[0], 'first │ made ready');
    assert.ok(lines.some((line) => line.startsWith('main  │ line 1 of')));
    assert.ok(lines.some((line) => line === 'crash │ reading /etc/app.conf'));
    const timed = await staticPods(node, 'logs', ['watched', 'main', '--since', '2s', '--timestamps']);
    assert.equal(timed.code, 0, timed.stderr);
    const times = timed.stdout.trim().split('\n');
    assert.ok(times.length >= 1 && times.length <= 4, timed.stdout);
    assert.match(times[0] ?? '', /^\d{4}-\d\d-\d\dT\S+ line \d+ of/);
  });

  test('inspect prints what crictl on the node prints', async () => {
    const id = await idOf('main');
    const container = await staticPods(node, 'inspect', ['watched', 'main']);
    assert.deepEqual(JSON.parse(container.stdout), JSON.parse(await onNode(node, `crictl inspect -o json ${id}`)));
    const sandbox = await staticPods(node, 'inspect', ['watched'], 'opspw');
    assert.equal(sandbox.code, 1, 'opspw has to give a password, and there is nobody to ask');
    const asRoot = await staticPods(node, 'inspect', ['watched']);
    const { status } = JSON.parse(asRoot.stdout) as { status: { metadata: { name: string } } };
    assert.equal(status.metadata.name, `watched-${node.nodeName}`);
    const image = await staticPods(node, 'inspect', ['watched', 'main', '--image']);
    assert.match(image.stdout, /docker\.io\/library\/busybox:latest/);
  });

  test('stats counts what runs', async () => {
    const ran = await staticPods(node, 'stats', ['--output', 'json', '--interval', '1'], 'ops');
    assert.equal(ran.code, 0, ran.stderr);
    const { containers } = nodeOf<{ containers: { name: string; cores: number; memoryBytes: number }[] }>(ran);
    const main = containers.find(({ name }) => name === 'main');
    assert.ok(main !== undefined && main.cores >= 0 && main.cores < 1 && main.memoryBytes > 10_000, ran.stdout);
  });

  test('the timeline explains the crash loop', async () => {
    const ran = await staticPods(node, 'timeline', ['watched', '--output', 'json'], 'ops');
    assert.equal(ran.code, 0, ran.stderr);
    const { findings, entries } = nodeOf<{
      findings: string[];
      entries: { what: string; container?: string; attempt?: number; text: string }[];
    }>(ran);
    assert.match(findings.join('\n'), /^Container crash was started \d+ times.* with exit code 3 after 1\.\d s/m);
    const ends = entries.filter(({ what, container }) => what === 'ended' && container === 'crash');
    assert.ok(ends.length >= 1 && ends.every(({ text }) => text.includes('exit code 3')), ran.stdout);
    assert.ok(entries.some(({ what, text }) => what === 'kubelet' && text.startsWith('CrashLoopBackOff: ')));
  });

  test('exec runs with pipes; without a terminal a shell is refused', async () => {
    const flags = nodeFlags(node, 'ops');
    const args = ['dist/cli.js', 'exec', 'watched', 'main', ...flags, '--', 'sh', '-c', 'read x; echo "got $x"'];
    const ran = await run(process.execPath, args, 'some input\n');
    assert.deepEqual([ran.code, ran.stdout], [0, 'got some input\n'], ran.stderr);
    const failed = await run(process.execPath, ['dist/cli.js', 'exec', 'watched', 'main', ...flags, '--', 'no-such']);
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /the container has no such program/);
    const shell = await staticPods(node, 'exec', ['watched', 'main']);
    assert.deepEqual([shell.code, shell.stdout], [2, ''], shell.stderr);
  });

  for (const user of ['root', 'ops', 'opspw'] as const) {
    test(`a terminal as ${user}: typed into, resized, and the password on no screen`, async () => {
      const transport = connect(user);
      try {
        let drawn = '';
        const terminal = await transport.openTerminal({
          argv: ['crictl', 'exec', '-i', '-t', await idOf('main'), 'sh'],
          asRoot: true,
          size: { columns: 90, rows: 30 },
          onData: (chunk) => (drawn += chunk.toString('utf8')),
        });
        const until = (what: RegExp): Promise<string> =>
          untilFound(`${String(what)} in ${JSON.stringify(drawn)}`, 20, async () => {
            await new Promise((resolve) => setImmediate(resolve));
            return what.exec(drawn)?.[0];
          });
        terminal.write('stty size\n');
        await until(/30 90/);
        terminal.resize({ columns: 100, rows: 40 });
        await untilFound('the new size', 20, async () => {
          terminal.write('stty size\n');
          return (await onceMore(transport)) && drawn.includes('40 100') ? true : undefined;
        });
        terminal.write('exit 0\n');
        assert.equal((await terminal.ended).exitCode, 0);
        assert.ok(!drawn.includes(node.users.opspw.password ?? 'no password'), drawn);
      } finally {
        transport.dispose();
      }
    });
  }
});

/** A command's round trip: time passes for the other end, and nobody sleeps. */
async function onceMore(transport: NodeTransport): Promise<boolean> {
  return (await transport.exec({ argv: ['true'] })).exitCode === 0;
}

function connect(user: keyof BedNode['users']): NodeTransport {
  const { host, port, identity, knownHosts } = node;
  const target = { name: 'n2', host, port, user, identityFile: identity, knownHostsFile: knownHosts };
  const nobody = (): Promise<undefined> => Promise.resolve(undefined);
  const prompts: SshPrompts = {
    confirmHostKey: nobody,
    password: nobody,
    passphrase: nobody,
    keyboardInteractive: nobody,
    sudoPassword: () => Promise.resolve(node.users.opspw.password),
  };
  return createTransport(target, { prompts, secrets: new MemorySecretStore(), questions: new QuestionQueue() });
}
