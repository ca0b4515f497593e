// The manifests that both sides are asked about, as files.
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache, root } from './harness.mjs';

/**
 * `place` is a folder of manifests, a corpus file or a folder of such (`*.ndjson`, a `manifest` in each line). Returns
 * the folder with one manifest a file and how many there are.
 */
export function writeCorpus(place = path.join(root, 'test/fixtures/corpus')) {
  const isFolder = statSync(place).isDirectory();
  const names = isFolder ? readdirSync(place).filter((name) => name.endsWith('.ndjson')) : [''];
  if (isFolder && names.length === 0) {
    return { folder: path.resolve(place), count: readdirSync(place).length };
  }
  const manifests = names
    .sort()
    .flatMap((name) => readFileSync(path.join(place, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).manifest);
  const folder = path.join(cache, 'corpus');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [number, manifest] of manifests.entries()) {
    writeFileSync(path.join(folder, `${String(number).padStart(5, '0')}.yaml`), manifest);
  }
  return { folder, count: manifests.length };
}
