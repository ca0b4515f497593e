import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bedNode, onNode, overSsh } from './bed';
import { createRandom, findLeaders, runFault, sumOf, type FaultRun, type Kind, type Tally } from './fault-runs';
import { nodeOf, staticPods, type Deployed } from './product';
import { versionedPod } from './pods';

/**
 * Deploys that are broken off, by a seed. A few in the layer; the long form makes the table of docs/faults.md:
 *   FAULTS_RUNS=16 FAULTS_SEED=7 BED_KEEP=1 node test/run.mjs node faults
 */
const runs = Number(process.env['FAULTS_RUNS'] ?? '4');
const seed = Number(process.env['FAULTS_SEED'] ?? '1');
const nodes = [bedNode('n1'), bedNode('n2')];
const manifests = '/etc/kubernetes/manifests';
const folder = mkdtempSync(path.join(tmpdir(), 'faults-'));

const kinds: readonly Kind[] = [
  'the reconciler is killed',
  'the link goes down for some seconds',
  'sshd and all its sessions are killed',
  'the client is killed',
  'the client is interrupted',
];
/** As the journal has them; `undoing` comes only where the new version is bad. */
const steps = [
  'begin',
  'step	staging',
  'step	committing',
  'committed',
  'step	waiting',
  'progress',
  'step	undoing',
  'step	ended',
];

/** Every other run kills the reconciler, at each of its steps in turn; those between are the other kinds, at steps by chance. */
function chooseRuns(): FaultRun[] {
  const random = createRandom(seed);
  const choose = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] ?? assert.fail();
  const [reconciler, ...others] = kinds;
  return Array.from({ length: runs }, (_, index): FaultRun => {
    const turn = Math.floor(index / 2);
    const kind = index % 2 === 0 ? reconciler : others[turn % others.length];
    const step = index % 2 === 0 ? steps[turn % steps.length] : choose(steps);
    assert.ok(kind !== undefined && step !== undefined);
    // Undoing comes only where the new version is bad.
    return { kind, step, isGood: step !== 'step\tundoing' && random() < 0.5 };
  });
}

async function clear(): Promise<void> {
  for (const node of nodes) {
    await onNode(node, `rm -f ${manifests}/fault* ${manifests}/.fault* ${manifests}/-lead*`);
  }
}

before(async () => {
  await clear();
  await findLeaders(nodes);
});
after(async () => {
  await clear();
  await rm(folder, { recursive: true });
});

test('a deploy that is broken off leaves its node wholly old or wholly new', async (t) => {
  const tallies = new Map<Kind, Tally>(kinds.map((kind) => [kind, { runs: 0, lost: 0, torn: 0, outage: 0, told: 0 }]));
  const queue = chooseRuns().entries();
  await Promise.all(
    nodes.map(async (node) => {
      for (const [index, fault] of queue) {
        const tally = tallies.get(fault.kind) ?? assert.fail();
        process.stderr.write(`${index}: ${await runFault(node, folder, `fault-${node.name}`, fault, tally)}\n`);
      }
    }),
  );
  const rows = [...tallies].filter(([, { runs: done }]) => done > 0);
  for (const [kind, { runs: done, lost, torn, outage, told }] of rows) {
    t.diagnostic(`| ${kind} | ${done} | ${lost} | ${torn} | ${outage} | ${told} |`);
  }
  for (const [kind, { runs: done, lost, torn, outage, told }] of rows) {
    assert.deepEqual({ lost, torn, outage, told }, { lost: 0, torn: 0, outage: 0, told: done }, kind);
  }
});

describe('what a node can’t take', () => {
  const [, node = nodes[0] ?? assert.fail()] = nodes;
  const file = path.join(folder, 'fault-disk.yaml');
  const whole = async (): Promise<string> => (await overSsh(node, `cat ${manifests}/fault-disk.yaml`)).stdout;

  async function deploy(): Promise<{
    readonly code: number | null;
    readonly result: string | undefined;
    readonly message: string;
  }> {
    const ran = await staticPods(node, 'deploy', [file, '--output', 'json', '--stable', '0']);
    const [manifest] = nodeOf<Deployed>(ran).manifests;
    return { code: ran.code, result: manifest?.result, message: manifest?.message ?? ran.stderr };
  }

  test('a full disk and a read-only folder change nothing, and are told', async () => {
    const old = versionedPod('fault-disk', 'one');
    await writeFile(file, old);
    assert.equal((await deploy()).code, 0);
    await writeFile(file, versionedPod('fault-disk', 'two'));

    await onNode(node, 'mount -t tmpfs -o size=200k tmpfs /var/lib/static-pods');
    try {
      const full = await deploy();
      assert.deepEqual([full.code, full.result], [1, 'failed'], full.message);
      assert.match(full.message, /only \d+ KiB are free at \/var\/lib\/static-pods.*Nothing was changed/);
    } finally {
      await onNode(node, 'umount /var/lib/static-pods');
    }
    await onNode(node, `mount --bind ${manifests} ${manifests} && mount -o remount,ro,bind ${manifests}`);
    try {
      const readOnly = await deploy();
      assert.deepEqual([readOnly.code, readOnly.result], [1, 'failed'], readOnly.message);
      assert.match(readOnly.message, /[Rr]ead-only file system.*Nothing was changed/);
    } finally {
      await onNode(node, `umount ${manifests}`);
    }
    assert.equal(await whole(), old);
    const after_ = await deploy();
    assert.equal(after_.result, 'running', after_.message);
  });

  test('odd names and a manifest of megabytes arrive whole', async () => {
    for (const name of ['-lead ünïcode ☃.yaml', 'fault huge.yaml']) {
      const pod = name.startsWith('-') ? 'fault-odd' : 'fault-huge';
      const padding = pod === 'fault-huge' ? `#${'x'.repeat(1023)}\n`.repeat(6 * 1024) : '';
      const text = `${versionedPod(pod, 'one')}${padding}`;
      const local = path.join(folder, name);
      await writeFile(local, text);
      const ran = await staticPods(node, 'deploy', [local, '--output', 'json', '--stable', '0']);
      assert.equal(nodeOf<Deployed>(ran).manifests[0]?.result, 'running', ran.stdout + ran.stderr);
      const sum = await onNode(node, `sha256sum < '${manifests}/${name}'`);
      assert.equal(sum.split(' ')[0], sumOf(text));
      assert.equal((await staticPods(node, 'remove', [pod])).code, 0);
    }
  });

  test('of two clients with different versions of one file, one is told that the other was there', async () => {
    const two = ['two', 'three'].map((version) => path.join(folder, version, 'fault-disk.yaml'));
    const { mkdir } = await import('node:fs/promises');
    for (const one of two) {
      await mkdir(path.dirname(one));
      await writeFile(one, versionedPod('fault-disk', path.basename(path.dirname(one)) + 'x'));
    }
    const ran = await Promise.all(
      two.map((one) => staticPods(node, 'deploy', [one, '--output', 'json', '--stable', '0'])),
    );
    const results = ran.map((one) => nodeOf<Deployed>(one).manifests[0]);
    assert.ok(
      results.some((one) => one?.result === 'running'),
      JSON.stringify(results),
    );
    for (const one of results.filter((manifest) => manifest?.result !== 'running')) {
      assert.match(one?.message ?? '', /changed on the node since it was looked at|Another transaction/);
    }
    assert.match(await whole(), /version: (two|three)x/);
  });
});
