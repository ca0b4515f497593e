import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { containersOf, onNode, overSsh, run, untilFound, type BedNode } from './bed';
import { nodeFlags } from './product';
import { versionedPod } from './pods';

/** One way to break a deploy off. */
export type Kind =
  | 'the link goes down for some seconds'
  | 'sshd and all its sessions are killed'
  | 'the client is killed'
  | 'the reconciler is killed'
  | 'the client is interrupted';

export interface Tally {
  runs: number;
  /** Neither the old nor the new manifest was there. */
  lost: number;
  /** A manifest held something else than one of the two. */
  torn: number;
  /** The Pod did not run after recovery. */
  outage: number;
  /** The client, or the next run, said what had happened. */
  told: number;
}

const manifests = '/etc/kubernetes/manifests';
const state = '/var/lib/static-pods';
const cli = process.env['STATIC_PODS_CLI'] ?? 'dist/cli.js';

/** mulberry32: the same seed gives the same runs. */
export function createRandom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface FaultRun {
  readonly kind: Kind;
  /** Whether the new version is one that runs. */
  readonly isGood: boolean;
  /** The step of the journal at which it strikes. */
  readonly step: string;
}

/** Deploys a second version, breaks that off, and looks at what is left; adds to the tally. Says what it saw. */
export async function runFault(
  node: BedNode,
  folder: string,
  name: string,
  { kind, isGood, step }: FaultRun,
  tally: Tally,
): Promise<string> {
  const file = path.join(folder, `${name}.yaml`);
  const [old, fresh] = [versionedPod(name, 'one'), versionedPod(name, 'two', isGood ? 'exec sleep 999' : 'exit 4')];
  await writeFile(file, old);
  const first = await deploy(node, file).ended;
  assert.equal(first.code, 0, first.stdout + first.stderr);

  await writeFile(file, fresh);
  // The strike is the node's own, so that it comes at the step and not a round trip later.
  const strike = await prepareStrike(node, kind, step);
  const second = deploy(node, file);
  if (kind === 'the client is killed' || kind === 'the client is interrupted') {
    await strike.struck;
    second.kill(kind === 'the client is killed' ? 'SIGKILL' : 'SIGINT');
  }
  const ended = await second.ended;
  await strike.struck;

  // What is there now must come to rest by itself, or be taken up by the next run.
  const next = path.join(folder, `${name}-next.yaml`);
  await writeFile(next, versionedPod(`${name}-next`, `at-${Date.now()}`));
  const third = await deploy(node, next).ended;
  assert.equal(third.code, 0, `the lock is free and the next deploy works: ${third.stdout}${third.stderr}`);

  tally.runs++;
  const there = await overSsh(node, `cat ${manifests}/${name}.yaml`);
  const hidden = (await onNode(node, `ls -A ${manifests} | grep '^\\.' || true`)).trim();
  const isOld = there.stdout === old;
  const isNew = there.stdout === fresh;
  tally.lost += there.code === 0 ? 0 : 1;
  tally.torn += there.code === 0 && !isOld && !isNew ? 1 : 0;
  const runs = await untilFound(`${name} to run`, 60, async () => {
    const all = await containersOf(node, `${name}-${node.nodeName}`);
    return all.some(({ state: is }) => is === 'CONTAINER_RUNNING') ? true : undefined;
  }).catch(() => false);
  tally.outage += runs && !(isNew && !isGood) ? 0 : 1;
  const said = tellsOf(ended.stdout) ?? tellsOf(third.stdout);
  tally.told += said === undefined ? 0 : 1;
  assert.equal(hidden, '', 'nothing is left behind');
  return `${node.name} ${kind}, at ${step}, ${isGood ? 'good' : 'bad'} version: ${isNew ? 'new' : isOld ? 'old' : 'neither'}; ${said ?? 'nothing was said'}`;
}

/** What the client said of its own deploy; undefined where it said nothing, or that it does not know. */
function tellsOf(stdout: string): string | undefined {
  const remark = /"(The transaction [^"]*)/.exec(stdout)?.[1];
  const result = /"result": "(running|rolled-back)"/.exec(stdout)?.[1];
  return remark ?? (stdout.includes('-next.yaml') ? undefined : result);
}

interface Strike {
  /** Settles when it has struck and what it broke works again. */
  readonly struck: Promise<unknown>;
}

async function prepareStrike(node: BedNode, kind: Kind, step: string): Promise<Strike> {
  const script = `
mkdir -p ${state}/transactions
known=$(ls ${state}/transactions)
echo ready
end=$(($(date +%s) + 60))
while [ "$(date +%s)" -lt "$end" ]; do
  for folder in ${state}/transactions/*-????????; do
    case "$known" in *"\${folder##*/}"*) continue ;; esac
    if grep -q '	${step}' "$folder/journal" 2> /dev/null; then
      ${actions[kind]}
      echo struck
      exit
    fi
  done
done
echo 'the step never came'`;
  const child = spawn('nsenter', ['-t', leaderOf(node), '-a', 'sh', '-s'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('ready')) {
        resolve();
      }
    });
  });
  child.stdin.end(script);
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await Promise.race([ready, ended]);
  return {
    struck: ended.then(async () => {
      if (kind === 'the link goes down for some seconds' && out.includes('struck')) {
        await run('ip', ['link', 'set', node.link, 'down']);
        await new Promise((resolve) => setTimeout(resolve, 4000));
        await run('ip', ['link', 'set', node.link, 'up']);
      }
      if (kind === 'sshd and all its sessions are killed') {
        await untilFound('sshd', 30, async () => ((await overSsh(node, 'true')).code === 0 ? true : undefined));
      }
    }),
  };
}

const actions: Readonly<Record<Kind, string>> = {
  'the link goes down for some seconds': ':',
  'sshd and all its sessions are killed': 'pkill -9 sshd; sleep 1; systemctl restart ssh',
  'the client is killed': ':',
  'the client is interrupted': ':',
  'the reconciler is killed': `kill -9 "$(cut -d ' ' -f 1 "$folder/reconciler")"`,
};

/** Into the machine itself, for sshd may be what is struck. */
let leaders: Readonly<Record<string, string>> = {};

/** The first process of a node's machine, by the network namespace that only it is in. */
export async function findLeaders(nodes: readonly BedNode[]): Promise<void> {
  for (const node of nodes) {
    const { stdout } = await run('ip', ['netns', 'pids', node.networkNamespace]);
    const pids = stdout.trim().split('\n').filter(Boolean);
    for (const pid of pids) {
      const { stdout: comm } = await run('cat', [`/proc/${pid}/comm`]);
      if (comm.trim() === 'systemd' || comm.trim() === 'init') {
        const { stdout: status } = await run('cat', [`/proc/${pid}/status`]);
        if (/^NSpid:\s+\d+\s+1$/m.test(status)) {
          leaders = { ...leaders, [node.name]: pid };
        }
      }
    }
    assert.ok(leaders[node.name] !== undefined, `the first process of ${node.name} was not found`);
  }
}

function leaderOf(node: BedNode): string {
  const leader = leaders[node.name];
  assert.ok(leader !== undefined);
  return leader;
}

interface Deploy {
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  kill(signal: NodeJS.Signals): void;
}

function deploy(node: BedNode, file: string): Deploy {
  const args = ['deploy', file, ...nodeFlags(node), '--output', 'json', '--stable', '3', '--timeout', '90'];
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return {
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))),
    kill: (signal) => child.kill(signal),
  };
}

export function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
