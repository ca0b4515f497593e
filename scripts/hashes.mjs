// Holds the canonical form against the kubelet's config hash: of fresh mutants, each once more with a change that may or
// may not matter to a kubelet, two have one form exactly if they have one hash.
//   node scripts/hashes.mjs [--seed 1] [--count 5000] [--minor 37]
import { parseArgs } from 'node:util';
import { askVerdicts, buildTool, loadModule, makeMutants } from './kubelet-tools.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '5000' },
    minor: { type: 'string', default: '37' },
  },
});
const target = { minor: Number(values.minor), nodeName: 'my-node1', source: 'file' };
const { createLanguageService } = await loadModule('server/src/language-service/service.ts', 'hashes');
const { defaultSettings } = await loadModule('server/src/protocol.ts', 'hashes');
const service = createLanguageService({ log: (message) => console.error(message) }, defaultSettings);

const changes = [
  (text) => `# a comment\n${text}`,
  (text) => `${text.trimEnd()}\n---\nkind: Service\n`,
  (text) => text.replace(/^( *)containers:/m, '$1unknownField: 1\n$&'),
  (text) => text.replace(/^( *)containers:/m, '$1restartPolicy: Always\n$&'),
  (text) => text.replace(/^( *)containers:/m, '$1dnsPolicy: ClusterFirst\n$&'),
  (text) => text.replace(/^( *)containers:/m, '$1tolerations: []\n$&'),
  (text) => text.replace(/^(\s*(?:cpu|memory)): *(\d+)$/m, '$1: "$2"'),
  (text) => text.replace(/^( *)name: .*$/m, '$&\n$1labels: {}'),
];
const cases = makeMutants(values.seed, values.count).flatMap((mutant, i) => [
  mutant,
  { name: `${mutant.name}, changed`, manifest: changes[i % changes.length](mutant.manifest) },
]);
const verdicts = askVerdicts(buildTool('verdict', `1.${target.minor}`), cases, ['--hash']);
const hashOf = new Map();
const formOf = new Map();
let compared = 0;
let pairs = 0;
let equal = 0;
let wrong = 0;
for (const [i, { name, manifest }] of cases.entries()) {
  const { hash } = verdicts[i];
  const form = service.canonical(manifest, target)?.form;
  if (hash === undefined || form === undefined) {
    continue;
  }
  compared++;
  if (i % 2 === 1 && verdicts[i - 1].hash !== undefined) {
    pairs++;
    equal += hash === verdicts[i - 1].hash ? 1 : 0;
  }
  if ((hashOf.get(form) ?? hash) !== hash || (formOf.get(hash) ?? form) !== form) {
    wrong++;
    console.log(`${name}: hash ${hash}\n${manifest.replace(/^/gm, '  | ')}`);
  }
  hashOf.set(form, hash);
  formOf.set(hash, form);
}
console.log(
  `1.${target.minor}: ${compared} manifests, ${pairs} pairs of a mutant and its change, ${equal} of them of one hash; ${wrong} forms disagree with their hash (seed ${values.seed})`,
);
process.exitCode = wrong === 0 && pairs > 0 ? 0 : 1;
