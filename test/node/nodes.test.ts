import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bedNode, containersOf, onNode, overSsh, run, type BedNode, type Ran } from './bed';
import { nodeFlags, nodeOf, staticPods, type Deployed } from './product';
import { versionedPod } from './pods';

/** Two real nodes are made to match a folder. */
const nodes = [bedNode('n1'), bedNode('n2')] as const;
const [canary, other] = nodes;
const work = mkdtempSync(path.join(tmpdir(), 'nodes-'));
const folder = path.join(work, 'folder');
const config = path.join(work, 'nodes.json');
const manifests = '/etc/kubernetes/manifests';
const cli = process.env['STATIC_PODS_CLI'] ?? 'dist/cli.js';

interface NodeAnswer extends Deployed {
  readonly node: string;
  readonly strangers?: readonly { readonly path: string; readonly owner: string }[];
}

function put(name: string, text: string): void {
  writeFileSync(path.join(folder, name), text);
}

function onBoth(verb: string, args: readonly string[]): Promise<Ran> {
  return run(process.execPath, [cli, verb, ...args, '--config', config, '--group', 'bed', '--output', 'json']);
}

function answers(ran: Ran): readonly NodeAnswer[] {
  try {
    return (JSON.parse(ran.stdout) as { readonly nodes: readonly NodeAnswer[] }).nodes;
  } catch (error) {
    throw new Error(`no JSON: ${ran.stdout}${ran.stderr}`, { cause: error });
  }
}

/** `file action result` of each manifest, by its file's last name. */
function tell({ manifests: all }: Deployed): string[] {
  return all.map(({ file, action, result }) => [path.basename(file), action, result].filter(Boolean).join(' '));
}

async function containerOf(node: BedNode, name: string): Promise<string | undefined> {
  const all = await containersOf(node, `${name}-${node.nodeName}`);
  return all.find(({ state }) => state === 'CONTAINER_RUNNING')?.id;
}

async function read(node: BedNode, name: string): Promise<string> {
  return onNode(node, `cat ${manifests}/${name}`);
}

async function clear(): Promise<void> {
  for (const node of nodes) {
    await onNode(
      node,
      `rm -f ${manifests}/fleet-* ${manifests}/.fleet-*; rm -rf /var/lib/static-pods/parked/fleet-* /var/lib/static-pods/deployed/*`,
    );
  }
}

before(async () => {
  mkdirSync(folder);
  writeFileSync(
    config,
    JSON.stringify({
      nodes: nodes.map(({ name, host, port, user, identity, knownHosts }) => ({
        ...{ name, host, port, user, identityFile: identity, knownHostsFile: knownHosts },
        groups: ['bed'],
        labels: { place: 'here', number: name },
      })),
    }),
  );
  await clear();
});
after(async () => {
  await clear();
  rmSync(work, { recursive: true });
});

describe('two nodes match a folder', () => {
  test('plan tells what apply will do, and changes nothing', async () => {
    put('fleet-web.yaml', versionedPod('fleet-web', 'one'));
    put('fleet-log.yaml', versionedPod('fleet-log', 'one'));
    const ran = await onBoth('plan', [folder]);
    assert.equal(ran.code, 0, ran.stderr);
    for (const answer of answers(ran)) {
      assert.deepEqual(tell(answer), ['fleet-log.yaml add', 'fleet-web.yaml add']);
    }
    assert.equal((await overSsh(canary, `ls ${manifests} | grep fleet`)).stdout, '');
  });

  test('apply wants --yes where nobody can be asked', async () => {
    const ran = await onBoth('apply', [folder]);
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /give --yes/);
  });

  test('apply: the canary first, then the other; all Pods run on both', async () => {
    const ran = await onBoth('apply', [folder, '--yes', '--stable', '2']);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    const events = ran.stderr.split('\n');
    const lastOfCanary = events.findLastIndex((line) => line.startsWith('n1: '));
    assert.ok(lastOfCanary !== -1 && lastOfCanary < events.findIndex((line) => line.startsWith('n2: ')), ran.stderr);
    for (const [index, answer] of answers(ran).entries()) {
      assert.deepEqual(tell(answer), ['fleet-log.yaml add running', 'fleet-web.yaml add running']);
      const node = nodes[index];
      assert.ok(node !== undefined && (await containerOf(node, 'fleet-web')) !== undefined);
    }
    for (const answer of answers(await onBoth('plan', [folder]))) {
      assert.deepEqual(tell(answer), ['fleet-log.yaml unchanged', 'fleet-web.yaml unchanged']);
    }
  });

  test('a bad second version is put back by itself on the canary, and the other node is not touched', async () => {
    const was = await containerOf(other, 'fleet-web');
    put('fleet-web.yaml', versionedPod('fleet-web', 'two', 'sleep 1; exit 7'));
    const ran = await onBoth('apply', [folder, '--yes', '--stable', '5']);
    assert.equal(ran.code, 1);
    const [first, second] = answers(ran);
    assert.deepEqual(tell(first ?? { manifests: [] }), [
      'fleet-log.yaml unchanged skipped',
      'fleet-web.yaml update rolled-back',
    ]);
    assert.match(first?.manifests[1]?.message ?? '', /exit code 7.*its Pod runs as before/);
    assert.deepEqual(tell(second ?? { manifests: [] }), [
      'fleet-log.yaml unchanged skipped',
      'fleet-web.yaml update skipped',
    ]);
    assert.match(second?.manifests[1]?.message ?? '', /not begun: n1 went wrong/);
    for (const node of nodes) {
      assert.match(await read(node, 'fleet-web.yaml'), /version: one/);
    }
    assert.equal(await containerOf(other, 'fleet-web'), was, 'the very same container');
    put('fleet-web.yaml', versionedPod('fleet-web', 'one'));
  });

  test('drift made by hand is seen, and undone by the next apply', async () => {
    await onNode(
      other,
      `sed -i 's/version: one/version: hand/' ${manifests}/fleet-web.yaml; rm ${manifests}/fleet-log.yaml`,
    );
    const [, second] = answers(await onBoth('plan', [folder]));
    assert.deepEqual(tell(second ?? { manifests: [] }), ['fleet-log.yaml add', 'fleet-web.yaml update']);
    const drifts = second?.manifests.map((manifest) => (manifest as { readonly drift?: string }).drift);
    assert.deepEqual(drifts, ['removed', 'changed']);
    const ran = await onBoth('apply', [folder, '--yes', '--stable', '1']);
    assert.equal(ran.code, 0, ran.stdout);
    assert.match(await read(other, 'fleet-web.yaml'), /version: one/);
  });

  test('prune takes away what this product put there, and leaves what is somebody else’s', async () => {
    await onNode(canary, `cat > ${manifests}/fleet-other.yaml`, { input: versionedPod('fleet-other', 'one') });
    rmSync(path.join(folder, 'fleet-log.yaml'));
    const [planned] = answers(await onBoth('plan', [folder]));
    assert.deepEqual(
      planned?.strangers
        ?.filter(({ path: file }) => file.includes('fleet'))
        .map(({ path: file, owner }) => [path.basename(file), owner]),
      [
        ['fleet-log.yaml', 'static-pods'],
        ['fleet-other.yaml', 'unknown'],
      ],
    );
    const ran = await onBoth('apply', [folder, '--yes', '--prune']);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    for (const answer of answers(ran)) {
      assert.deepEqual(tell(answer), ['fleet-web.yaml unchanged skipped', 'fleet-log.yaml remove']);
    }
    assert.match(await read(canary, 'fleet-other.yaml'), /fleet-other/);
    assert.equal(await containerOf(canary, 'fleet-log'), undefined);
  });

  test('adopt gives back what is there', async () => {
    const adopted = path.join(work, 'adopted');
    const ran = await staticPods(canary, 'adopt', [adopted, '--output', 'json']);
    assert.equal(ran.code, 0, ran.stderr);
    const names = readdirSync(adopted).filter((name) => name.startsWith('fleet'));
    assert.deepEqual(names, ['fleet-other.yaml', 'fleet-web.yaml']);
    for (const name of names) {
      assert.equal(readFileSync(path.join(adopted, name), 'utf8'), await read(canary, name));
    }
    const [answer] = answers(
      await run(process.execPath, [cli, 'plan', adopted, ...nodeFlags(canary), '--output', 'json']),
    );
    assert.ok(answer?.manifests.every(({ action }) => action === 'unchanged'));
  });
});

describe('a Pod that is set aside', () => {
  test('park, unpark and rollback', async () => {
    const parked = await staticPods(canary, 'park', ['fleet-web', '--output', 'json']);
    assert.equal(parked.code, 0, parked.stdout + parked.stderr);
    assert.equal(await containerOf(canary, 'fleet-web'), undefined);
    assert.equal((await overSsh(canary, `ls ${manifests}/fleet-web.yaml`)).code, 2);
    assert.match((await staticPods(canary, 'restart', ['fleet-web'])).stdout, /is parked: `unpark`/);

    const back = await staticPods(canary, 'unpark', ['fleet-web', '--stable', '1', '--output', 'json']);
    assert.deepEqual([back.code, tell(nodeOf<Deployed>(back))], [0, ['fleet-web.yaml unpark running']], back.stdout);
    assert.match(await read(canary, 'fleet-web.yaml'), /version: one/);
    assert.equal((await overSsh(canary, 'ls /var/lib/static-pods/parked')).stdout, '');

    const file = path.join(folder, 'fleet-web.yaml');
    writeFileSync(file, versionedPod('fleet-web', 'two'));
    assert.equal((await staticPods(canary, 'deploy', [file, '--stable', '1'])).code, 0);
    const rolled = await staticPods(canary, 'rollback', ['fleet-web', '--stable', '1', '--output', 'json']);
    assert.deepEqual(
      [rolled.code, tell(nodeOf<Deployed>(rolled))],
      [0, ['fleet-web.yaml update running']],
      rolled.stdout,
    );
    assert.match(await read(canary, 'fleet-web.yaml'), /version: one/);

    assert.equal((await staticPods(canary, 'remove', ['fleet-web'])).code, 0);
    const again = await staticPods(canary, 'rollback', ['fleet-web', '--stable', '1', '--output', 'json']);
    assert.deepEqual(tell(nodeOf<Deployed>(again)), ['fleet-web.yaml add running'], again.stdout);
  });
});

describe('what a node lacks is told before anything changes', () => {
  const cases: readonly [string, string, RegExp][] = [
    [
      'an image that nobody has',
      versionedPod('fleet-need', 'x').replace('busybox:latest', 'nowhere:1'),
      /the image docker\.io\/library\/nowhere:1 could not be pulled/,
    ],
    [
      'an image that may not be pulled',
      versionedPod('fleet-need', 'x').replace('busybox:latest', 'nowhere:1').replace('IfNotPresent', 'Never'),
      /the image docker\.io\/library\/nowhere:1 is not on the node, and imagePullPolicy is Never/,
    ],
    [
      'a folder where a file is wanted, and a path that is not there',
      versionedPod(
        'fleet-need',
        'x',
        'sleep 9',
        `  volumes:
    - {name: a, hostPath: {path: /etc, type: File}}
    - {name: b, hostPath: {path: /no/such/folder, type: Directory}}
`,
      ),
      /\/etc on the node is not a file.*\/no\/such\/folder is not on the node/,
    ],
    [
      "sshd's port",
      versionedPod('fleet-need', 'x')
        .replace('spec:', 'spec:\n  hostNetwork: true')
        .replace('name: main', 'name: main\n      ports: [{containerPort: 22}]'),
      /TCP port 22 of the node is taken by (sshd|systemd)/,
    ],
  ];
  for (const [what, text, reason] of cases) {
    test(what, async () => {
      const file = path.join(work, 'fleet-need.yaml');
      writeFileSync(file, text);
      const ran = await staticPods(canary, 'deploy', [file, '--output', 'json']);
      const [manifest] = nodeOf<Deployed>(ran).manifests;
      assert.deepEqual([ran.code, manifest?.result], [1, 'failed'], ran.stdout);
      assert.match(manifest?.message ?? '', reason);
      assert.match(manifest?.message ?? '', /Nothing was changed/);
      assert.equal((await overSsh(canary, `ls ${manifests} | grep fleet-need`)).stdout, '');
    });
  }
});
