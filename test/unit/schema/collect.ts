import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minors, type KubeletPod } from './kubelet-pods';

/**
 * Writes kubelet-pods.txt: manifests with the Pod and the config hash that Kubernetes' own code makes of them.
 * Arguments: the folder with 1.31/verdict and so on, the corpus to take manifests from, the file to write.
 */
const [programs = '', corpus = '', target = ''] = process.argv.slice(2);
const wanted = 48;
const manifests = readFileSync(corpus, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly manifest: string });
const answers = minors.map((minor) => {
  const program = join(programs, `1.${minor}`, 'verdict');
  const input = `${manifests.map(({ manifest }) => JSON.stringify({ name: '', manifest })).join('\n')}\n`;
  const { status, stdout, stderr } = spawnSync(program, ['--hash', '--canonical', '--bare'], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) {
    throw new Error(`${program} failed: ${stderr}`);
  }
  return stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly verdict: KubeletPod }).verdict);
});
const decoded = manifests.map((_, i) => i).filter((i) => answers.every((answer) => answer[i]?.canonical !== undefined));
// The bases come first in a corpus; of the rest every so many.
const step = Math.max(1, Math.floor((decoded.length - 14) / (wanted - 14)));
const chosen = decoded.filter((_, i) => i < 14 || i % step === 0);
const lines = chosen.map((i) => {
  const pods = Object.fromEntries(
    minors.map((minor, at) => {
      const { hash, canonical } = answers[at]?.[i] ?? {};
      return [minor, { hash, canonical }];
    }),
  );
  return JSON.stringify({ manifest: manifests[i]?.manifest, pods });
});
writeFileSync(target, `${lines.join('\n')}\n`);
console.log(`${lines.length} manifests`);
