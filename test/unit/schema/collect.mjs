// Writes kubelet-pods.txt anew: `node test/unit/schema/collect.mjs`, after `test/kubelet/build.sh verdict --version …`.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { common } from '../../../esbuild.mjs';

const folder = import.meta.dirname;
const outfile = resolve('out/collect/collect.js');
await build({ ...common, entryPoints: [join(folder, 'collect.ts')], outfile });
const args = ['.cache/bin', 'test/fixtures/corpus/own.ndjson', join(folder, 'kubelet-pods.txt')];
process.exitCode = spawnSync(process.execPath, [outfile, ...args], { stdio: 'inherit' }).status ?? 1;
