import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bedNode, onNode, run, untilFound, type BedNode, type Ran } from './bed';
import { nodeOf, staticPods, type Listed } from './product';
import { sleepingPod } from './pods';
import { startNginx } from './web-server';

/** Real kubelets that pull a list from a real nginx on this machine, Debian's. Both nodes are left as they were. */
const nodes = [bedNode('n1'), bedNode('n2')];
const [first] = nodes;
const folder = mkdtempSync(path.join(tmpdir(), 'publish-'));
const manifests = path.join(folder, 'manifests');
const web = path.join(folder, 'web');
const list = path.join(web, 'pods.yaml');
const cli = process.env['STATIC_PODS_CLI'] ?? 'dist/cli.js';
const port = 18280;
/** This machine's end of the first node's link; the second node reaches it too. */
const gateway = (first?.host ?? '').replace(/\.2$/, '.1');
const address = `http://${gateway}:${port}/`;
const kept = '/root/publish-test';

interface Published {
  readonly result: string;
  readonly message: string;
  readonly pods: readonly { readonly name: string; readonly action: string }[];
  readonly nodes: readonly {
    readonly nodeName: string;
    readonly result: string;
    readonly message: string;
    readonly pods: readonly { readonly name: string; readonly state: string; readonly configHash: string }[];
  }[];
}

function writePod(name: string, seconds: number, extra = ''): void {
  writeFileSync(path.join(manifests, `${name}.yaml`), `# ${name}\n${sleepingPod(name, seconds, extra)}`);
}

function publish(args: readonly string[]): Promise<Ran> {
  const known = ['--identity', nodes[0]?.identity ?? '', '--known-hosts', nodes[0]?.knownHosts ?? ''];
  const followed = nodes.flatMap((node) => ['--follow', `root@${node.host}:${node.port}`]);
  return run(process.execPath, [
    cli,
    'publish',
    manifests,
    '--to',
    list,
    '--output',
    'json',
    ...known,
    ...followed,
    ...args,
  ]);
}

async function published(args: readonly string[] = ['--yes']): Promise<Published> {
  const ran = await publish(args);
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  return JSON.parse(ran.stdout) as Published;
}

async function listed(node: BedNode): Promise<Listed> {
  const ran = await staticPods(node, 'ps', ['--output', 'json']);
  assert.equal(ran.code, 0, ran.stderr);
  return nodeOf<Listed>(ran);
}

/** The running container of each web-hosted Pod, by the name of the list. */
async function containers(node: BedNode): Promise<Record<string, string>> {
  const { pods } = await listed(node);
  return Object.fromEntries(
    pods
      .filter(({ source }) => source === 'http')
      .map(({ name, containers: [container] }) => [name.replace(`-${node.nodeName}`, ''), container?.id ?? '']),
  );
}

interface WebSource {
  readonly state: string;
  readonly reasons?: readonly { readonly field?: string; readonly message: string }[];
  readonly pods?: readonly { readonly name: string }[];
}

/** What `node` tells of the first node's web source, once it is so. */
function untilSource(state: string): Promise<WebSource> {
  return untilFound(`the web source is ${state}`, 30, async () => {
    const ran = await staticPods(nodes[0]!, 'node', ['--output', 'json']);
    const { webSource } = nodeOf<{ webSource?: WebSource }>(ran);
    return webSource?.state === state ? webSource : undefined;
  });
}

describe('a list that kubelets pull from nginx', () => {
  let stopNginx: (() => Promise<void>) | undefined;
  before(async () => {
    mkdirSync(manifests);
    mkdirSync(web);
    chmodSync(folder, 0o755);
    stopNginx = await startNginx({ folder, web, address: gateway, port });
    writePod('pulled-one', 1001);
    writePod('pulled-two', 1002);
    await Promise.all(
      nodes.map(async (node) => {
        await onNode(node, `mkdir -p ${kept} && cp -a /var/lib/kubelet/config.yaml ${kept}/`);
        const url = `${address}pods.yaml`;
        const args = ['set', `staticPodURL=${url}`, 'httpCheckFrequency=1s', '--yes', '--stable', '1'];
        const ran = await staticPods(node, 'kubelet', args);
        assert.equal(ran.code, 0, ran.stdout + ran.stderr);
      }),
    );
  });
  after(async () => {
    await Promise.all(
      nodes.map((node) =>
        onNode(
          node,
          `cp -a ${kept}/config.yaml /var/lib/kubelet/config.yaml && rm -rf ${kept} && systemctl restart kubelet
           for i in $(seq 100); do [ "$(curl -s http://127.0.0.1:10248/healthz)" != ok ] || break; sleep 0.2; done`,
        ),
      ),
    );
    await stopNginx?.();
    rmSync(folder, { recursive: true });
  });

  test('without --yes and without a terminal nothing is published: exit code 2', async () => {
    const ran = await publish([]);
    assert.equal(ran.code, 2);
    assert.ok(!existsSync(list));
  });

  test('it runs on both nodes, with the same config hashes, and the follower shows both', async (t) => {
    const started = Date.now();
    const told = await published();
    t.diagnostic(`published, until both nodes run it: ${(Date.now() - started) / 1000} s`);
    assert.equal(told.result, 'published');
    assert.deepEqual(
      told.pods.map(({ name, action }) => [name, action]),
      [
        ['pulled-one', 'add'],
        ['pulled-two', 'add'],
      ],
    );
    assert.deepEqual(
      told.nodes.map(({ nodeName, result }) => [nodeName, result]),
      nodes.map(({ nodeName }) => [nodeName, 'taken']),
    );
    const hashes = told.nodes.map(({ pods }) => pods.map(({ configHash }) => configHash));
    assert.deepEqual(hashes[0], hashes[1]);
    assert.match(hashes[0]?.[0] ?? '', /^[0-9a-f]{32}$/);
    for (const node of nodes) {
      const { pods } = await listed(node);
      const pulled = pods.filter(({ source, state }) => source === 'http' && state === 'running');
      assert.deepEqual(
        pulled.map(({ name }) => name),
        [`pulled-one-${node.nodeName}`, `pulled-two-${node.nodeName}`],
      );
    }
  });

  test('a comment published anew restarts nothing; one item changed restarts one Pod', async () => {
    const was = await containers(nodes[0]!);
    writeFileSync(
      path.join(manifests, 'pulled-one.yaml'),
      `# a word\n${readFileSync(path.join(manifests, 'pulled-one.yaml'), 'utf8')}`,
    );
    assert.equal((await published()).result, 'unchanged');
    writePod('pulled-two', 2002);
    const told = await published();
    assert.deepEqual(
      told.pods.map(({ action }) => action),
      ['unchanged', 'update'],
    );
    assert.ok(
      told.nodes.every(({ result }) => result === 'taken'),
      JSON.stringify(told.nodes),
    );
    const is = await containers(nodes[0]!);
    assert.equal(is['pulled-one'], was['pulled-one']);
    assert.notEqual(is['pulled-two'], was['pulled-two']);
  });

  test('an invalid list is refused before it is published, with the place in its own file', async () => {
    const text = readFileSync(list, 'utf8');
    writePod('pulled-three', 1003, '      envFrom: [{secretRef: {name: s}}]\n');
    const ran = await publish(['--yes']);
    assert.equal(ran.code, 1);
    const told = JSON.parse(ran.stdout) as { result: string; files: { file: string; findings: { path: string }[] }[] };
    assert.equal(told.result, 'refused');
    assert.deepEqual(
      told.files.map(({ file, findings }) => [path.basename(file), findings[0]?.path]),
      [['pulled-three.yaml', 'spec.containers[0].envFrom[0].secretRef']],
    );
    assert.equal(readFileSync(list, 'utf8'), text);
    rmSync(path.join(manifests, 'pulled-three.yaml'));
  });

  test('an invalid list put there by hand: the old Pods run on, and the reason is shown', async () => {
    const was = await containers(nodes[0]!);
    const good = readFileSync(list, 'utf8');
    writeFileSync(list, good.replace('name: main', 'name: Main'));
    const problem = await untilFound('the kubelet says so', 30, async () => {
      const ran = await staticPods(nodes[0]!, 'problems', ['--output', 'json']);
      return nodeOf<Listed>(ran).problems.find(({ path: at }) => at.endsWith('/pods.yaml'));
    });
    assert.match(problem.field ?? problem.message, /spec\.containers\[0\]\.name/);
    assert.deepEqual(await containers(nodes[0]!), was);

    // A server that is away and comes back: the kubelet says that it reads the list well, and still refuses it.
    await stopNginx?.();
    await untilSource('unreachable');
    assert.deepEqual(await containers(nodes[0]!), was);
    stopNginx = await startNginx({ folder, web, address: gateway, port });
    await untilFound('the kubelet says that it reads again', 30, async () =>
      (await onNode(nodes[0]!, `journalctl -q -u kubelet -n 20 | grep 'Successfully read pods from URL' || true`)) ===
      ''
        ? undefined
        : true,
    );
    const refused = await untilSource('refused');
    assert.equal(refused.reasons?.[0]?.field, 'spec.containers[0].name');

    // It never says that the list is sound again; the list does.
    writeFileSync(list, good);
    const read = await untilSource('read');
    assert.deepEqual(read.pods?.map(({ name }) => name).sort(), Object.keys(was).sort());
    const problems = await staticPods(nodes[0]!, 'problems', []);
    assert.equal(problems.code, 0, problems.stdout);
  });

  test('an item that is taken out goes', async () => {
    rmSync(path.join(manifests, 'pulled-two.yaml'));
    const told = await published();
    assert.deepEqual(
      told.pods.map(({ action }) => action),
      ['unchanged', 'remove'],
    );
    assert.ok(
      told.nodes.every(({ result }) => result === 'taken'),
      JSON.stringify(told.nodes),
    );
    for (const node of nodes) {
      assert.deepEqual(Object.keys(await containers(node)), ['pulled-one']);
    }
  });

  test('an empty list asks first, and then ends them all', async () => {
    rmSync(path.join(manifests, 'pulled-one.yaml'));
    const text = readFileSync(list, 'utf8');
    const asked = await publish([]);
    assert.equal(asked.code, 2);
    assert.match(asked.stderr, /--yes/);
    const dry = await published(['--dry-run']);
    assert.deepEqual(
      dry.pods.map(({ action }) => action),
      ['remove'],
    );
    assert.equal(readFileSync(list, 'utf8'), text, 'nothing was published');
    const told = await published();
    assert.ok(
      told.nodes.every(({ result }) => result === 'taken'),
      JSON.stringify(told.nodes),
    );
    assert.deepEqual(await containers(nodes[0]!), {});
  });
});
