// What the scripts of this folder share: the Go tools of test/kubelet, and our own code made runnable for them.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { common } from '../esbuild.mjs';
import { generateSchema } from '../server/src/schema/generate.mjs';

export const root = path.resolve(import.meta.dirname, '..');

/** Bundles a module of ours, whose exports are returned. `name` is that of the folder in out/ that it goes to. */
export async function loadModule(source, name) {
  await generateSchema();
  const outfile = path.join(root, 'out', name, `${path.basename(source, '.ts')}.cjs`);
  await build({ ...common, absWorkingDir: root, entryPoints: [source], outfile });
  return createRequire(import.meta.url)(outfile);
}

/** Builds a tool of test/kubelet with a release of Kubernetes, where it is not there yet. Returns its path. */
export function buildTool(name, version) {
  return run('bash', [path.join(root, 'test/kubelet/build.sh'), name, '--version', version])
    .trim()
    .split('\n')
    .at(-1);
}

/** Fresh mutants {name, manifest}; the bases come first. `args` are further bases and flags of the tool. */
export function makeMutants(seed, count, args = []) {
  const mutate = buildTool('mutate', '1.37');
  return parseLines(run(mutate, ['--seed', String(seed), '--count', String(count), ...args]));
}

/** Asks the verdict tool about cases {name, manifest}; returns the verdicts in their order. */
export function askVerdicts(program, cases, args = []) {
  const input = cases.map(({ name, manifest }) => JSON.stringify({ name, manifest })).join('\n');
  const file = path.join(root, `out/cases-${process.pid}.ndjson`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${input}\n`);
  return parseLines(run(program, ['--bare', ...args, file])).map(({ verdict }) => verdict);
}

export function parseLines(text) {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function run(command, args) {
  const child = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${child.status ?? child.signal}`);
  }
  return child.stdout;
}
