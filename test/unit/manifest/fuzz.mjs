// Tries the manifest reader and decoder on many texts: `node test/unit/manifest/fuzz.mjs [COUNT] [SEED] [VALUES]`.
// VALUES is the program that `test/kubelet/build.sh values` builds: with it every value is held against the kubelet's.
// `fuzz.mjs collect VALUES` writes values.txt anew.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { common } from '../../../esbuild.mjs';
import { generateSchema } from '../../../server/src/schema/generate.mjs';

const folder = import.meta.dirname;
const [first, ...rest] = process.argv.slice(2);
const [entry, args] =
  first === 'collect'
    ? ['collect.ts', [...rest, join(folder, 'values.txt')]]
    : ['fuzz.ts', [first, ...rest].filter((arg) => arg !== undefined)];
const outfile = resolve('out/fuzz', entry.replace('.ts', '.js'));
await generateSchema();
await build({ ...common, entryPoints: [join(folder, entry)], outfile });
process.exitCode = spawnSync(process.execPath, [outfile, ...args], { stdio: 'inherit' }).status ?? 1;
