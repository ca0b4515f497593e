import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bedNode, onNode, overSsh, untilFound } from './bed';
import { nodeFlags, nodeOf, staticPods, type Deployed } from './product';
import { versionedPod } from './pods';

/** What becomes of a deploy that is cut off. Each time the node ends wholly old or wholly new. */
const node = bedNode('n2');
const cli = process.env['STATIC_PODS_CLI'] ?? 'dist/cli.js';
const folder = mkdtempSync(path.join(tmpdir(), 'interrupted-'));
const manifests = '/etc/kubernetes/manifests';
const transactions = '/var/lib/static-pods/transactions';

after(async () => {
  await onNode(node, `rm -f ${manifests}/cut-*`);
  await rm(folder, { recursive: true });
});

async function write(name: string, label: string, command?: string): Promise<string> {
  const file = path.join(folder, `${name}.yaml`);
  await writeFile(file, versionedPod(name, label, command));
  return file;
}

interface Started {
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  kill(): void;
}

function start(args: readonly string[]): Started {
  const child = spawn(process.execPath, [cli, ...args, ...nodeFlags(node), '--output', 'json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return {
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))),
    kill: () => child.kill('SIGKILL'),
  };
}

async function journalOf(id: string): Promise<string> {
  return (await overSsh(node, `cat ${transactions}/${id}/journal`)).stdout;
}

/** The id of the transaction that is newer than `known`, as soon as its journal holds a line that matches. */
function untilJournal(known: ReadonlySet<string>, pattern: RegExp): Promise<string> {
  return untilFound(`a journal with ${String(pattern)}`, 30, async () => {
    const fresh = (await ids()).filter((id) => !known.has(id)).at(-1);
    return fresh !== undefined && pattern.test(await journalOf(fresh)) ? fresh : undefined;
  });
}

async function ids(): Promise<string[]> {
  const listed = await overSsh(node, `ls ${transactions}`);
  return listed.stdout.split('\n').filter((id) => /^\d+-[0-9a-f]+$/.test(id));
}

async function labelOnNode(name: string): Promise<string | undefined> {
  const { stdout } = await overSsh(node, `cat ${manifests}/${name}.yaml`);
  return /version: (\w+)/.exec(stdout)?.[1];
}

async function assertNothingLeft(): Promise<void> {
  assert.equal(await onNode(node, `ls -A ${manifests} | grep '^\\.' || true`), '', 'no staged or kept file is left');
}

describe('a deploy that is cut off', () => {
  before(() => onNode(node, `rm -f ${manifests}/cut-*`));

  test('the connection dies: the node goes on, and the client takes the transaction up again', async () => {
    const known = new Set(await ids());
    const deploy = start(['deploy', await write('cut-link', 'one')]);
    await untilJournal(known, /\tcommitted\t/);
    // Every session of this user but the one that does this.
    await overSsh(node, 'pkill -9 -u root -f "sshd: root@notty"');
    const { code, stdout, stderr } = await deploy.ended;
    assert.equal(code, 0, stdout + stderr);
    assert.match(stderr, /the connection was lost/);
    assert.equal(nodeOf<Deployed>({ code, stdout, stderr }).manifests[0]?.result, 'running');
    await assertNothingLeft();
  });

  test('the client is killed: the node proves the new version by itself', async () => {
    const known = new Set(await ids());
    const deploy = start(['deploy', await write('cut-client', 'one')]);
    const id = await untilJournal(known, /\tcommitted\t/);
    deploy.kill();
    await deploy.ended;
    await untilFound('the end of the transaction', 60, async () =>
      (await journalOf(id)).includes('\tend\tproven') ? true : undefined,
    );
    assert.equal(await labelOnNode('cut-client'), 'one');
    await assertNothingLeft();
  });

  test('the client is killed while a bad version is tried: the node puts the old one back by itself', async () => {
    const known = new Set(await ids());
    const deploy = start(['deploy', await write('cut-client', 'two', 'sleep 2; exit 4')]);
    const id = await untilJournal(known, /\tcommitted\t/);
    deploy.kill();
    await deploy.ended;
    await untilFound('the end of the transaction', 90, async () =>
      (await journalOf(id)).includes('\tend\tundone') ? true : undefined,
    );
    assert.equal(await labelOnNode('cut-client'), 'one');
    await assertNothingLeft();
  });

  test('the script on the node is killed while it waits: the client says so, the next deploy finishes it', async () => {
    const known = new Set(await ids());
    const deploy = start(['deploy', await write('cut-script', 'one')]);
    const id = await untilJournal(known, /\tstep\twaiting/);
    await onNode(node, `kill -9 "$(cut -d ' ' -f 1 ${transactions}/${id}/reconciler)"`);
    const first = await deploy.ended;
    assert.equal(first.code, 1);
    assert.match(first.stdout, /was killed before it was done/);

    const ran = await staticPods(node, 'deploy', [await write('cut-next', 'one'), '--output', 'json']);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(ran.stdout, new RegExp(`${id}, which was interrupted, was taken up first: it is now done`));
    assert.equal(await labelOnNode('cut-script'), 'one');
    await assertNothingLeft();
  });

  test('two deploys of the same at once are one transaction; two different ones follow each other', async () => {
    const same = await write('cut-same', 'one');
    const both = await Promise.all([start(['deploy', same]).ended, start(['deploy', same]).ended]);
    for (const ended of both) {
      const [manifest] = nodeOf<Deployed>(ended).manifests;
      // The later may also have looked when the earlier was done.
      assert.ok(manifest?.result === 'running' || manifest?.action === 'unchanged', ended.stdout + ended.stderr);
    }
    const [one, two] = await Promise.all([
      start(['deploy', await write('cut-one', 'one')]).ended,
      start(['deploy', await write('cut-two', 'one')]).ended,
    ]);
    assert.deepEqual([one.code, two.code], [0, 0], one.stdout + two.stdout);
    await assertNothingLeft();
  });

  test('an interrupt puts everything back', async () => {
    const known = new Set(await ids());
    const child = spawn(
      process.execPath,
      [cli, 'deploy', await write('cut-one', 'two'), ...nodeFlags(node), '--output', 'json', '--stable', '30'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let stdout = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await untilJournal(known, /\tcommitted\t/);
    child.kill('SIGINT');
    assert.equal(await ended, 1);
    assert.equal(nodeOf<Deployed>({ code: 1, stdout, stderr: '' }).manifests[0]?.result, 'rolled-back');
    assert.equal(await labelOnNode('cut-one'), 'one');
    await assertNothingLeft();
  });
});
