// Asks both sides about fresh mutants: `check`, and the kubelet's own functions (test/kubelet's verdict tool); shrinks
// each kind of disagreement to its smallest case.
//   node scripts/differential.mjs [--seed 1] [--count 3000] [--minor 37] [--node-name my-node1] [--source file|http]
//     [--kinds] [--loose 8] [--show 5] [BASE.yaml…]
// --loose: how many in a hundred are JSON with equal keys, escapes and the like. With --kinds the mutants are objects of all the kinds that a kubelet's decoder knows. A BASE is a further manifest to start from. With --source http most mutants stand in a PodList.
import { parseArgs } from 'node:util';
import { askVerdicts, buildTool, loadModule, makeMutants } from './kubelet-tools.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '3000' },
    minor: { type: 'string', default: '37' },
    'node-name': { type: 'string', default: 'my-node1' },
    source: { type: 'string', default: 'file' },
    kinds: { type: 'boolean', default: false },
    loose: { type: 'string', default: '8' },
    show: { type: 'string', default: '5' },
  },
});
const heads = [
  ...Array(12).fill('apiVersion: v1\nkind: PodList\n'),
  'apiVersion: v1\nkind: PodList\nmetadata: {resourceVersion: "1"}\n',
  'apiVersion: v1\nkind: PodList\nmetadata: {remainingItemCount: x}\n',
  'apiVersion: v1\nkind: PodList\nmetadata: []\nunknown: 1\n',
  'apiVersion: v1\nkind: List\n',
  'apiVersion: v1\nkind: PodTemplateList\n',
  'apiVersion: v2\nkind: PodList\n',
  'kind: PodList\n',
  'apiVersion: v1\n',
];
const oddItems = ['null', '{}', '[]', '1', 'x', '{kind: Pod}', '{kind: Service, apiVersion: v1, metadata: {name: s}}'];

const target = { minor: Number(values.minor), nodeName: values['node-name'], source: values.source };
const { check } = await loadModule('server/src/language-service/check.ts', 'differential');
const verdict = buildTool('verdict', `1.${target.minor}`);
const mutants = makeMutants(values.seed, values.count, [
  '--loose',
  values.loose,
  ...(values.kinds ? ['--kinds'] : []),
  ...positionals,
]);
const cases = target.source === 'http' ? toLists(mutants) : mutants;
const started = Date.now();
const verdicts = judge(cases);
const differing = cases.filter((each, i) => keysOf(verdicts[i]) !== ourKeys(each.manifest));
const where = `seed ${values.seed}, node ${brief(target.nodeName)}, source ${target.source}${values.kinds ? ', all kinds' : ''}${positionals.map((file) => `, ${file}`).join('')}`;
console.log(
  `1.${target.minor}: ${cases.length - differing.length} of ${cases.length} fresh mutants agree (${where}; ${((Date.now() - started) / 1000).toFixed(0)} s)`,
);
const shown = new Set();
for (const each of differing) {
  const kind = `${kubeletKeys(each.manifest)} ≠ ${ourKeys(each.manifest)}`;
  if (!shown.has(kind) && shown.size < Number(values.show)) {
    shown.add(kind);
    const smallest = shrink(each.manifest);
    console.log(
      `\n${each.name}\n  kubelet: ${kubeletKeys(smallest)}\n  check:   ${ourKeys(smallest)}\n${smallest.replace(/^/gm, '  | ')}`,
    );
  }
}
process.exitCode = differing.length === 0 && cases.length > 0 ? 0 : 1;

/** Takes lines away as long as the two sides still disagree. */
function shrink(manifest) {
  let lines = manifest.split('\n');
  for (let size = Math.max(1, lines.length >> 1); size >= 1; size = size >> 1) {
    for (let start = 0; start + size <= lines.length;) {
      const fewer = [...lines.slice(0, start), ...lines.slice(start + size)];
      const text = fewer.join('\n');
      if (kubeletKeys(text) === ourKeys(text)) {
        start += size;
      } else {
        lines = fewer;
      }
    }
  }
  return lines.join('\n');
}

/** Lists of no to three mutants under heads of all kinds; every sixth mutant stays a Pod. */
function toLists(mutants) {
  const lists = [];
  for (let i = 0; i < mutants.length; i++) {
    if (i % 6 === 5) {
      lists.push(mutants[i]);
      continue;
    }
    const count = [1, 2, 3, 1, 2, 1, 0][i % 7];
    const items = mutants.slice(i, i + count);
    const indented = items.map(({ manifest }) => `- ${manifest.trimEnd().replaceAll('\n', '\n  ')}\n`);
    const odd = oddItems[i % oddItems.length];
    lists.push({
      name: `list/${items.map(({ name }) => name).join('|')}`,
      manifest: `${heads[i % heads.length]}items:\n${indented.join('')}${i % 9 === 0 ? `- ${odd}\n` : ''}`,
    });
  }
  return lists;
}

function judge(list) {
  return askVerdicts(verdict, list, ['--node-name', target.nodeName, '--source', target.source]);
}

function kubeletKeys(manifest) {
  return keysOf(judge([{ name: 'shrinking', manifest }])[0]);
}

/** Of a list the kubelet tells the first Pod that it refuses. */
function keysOf({ accepted, stage, errors, items }) {
  if (accepted) {
    return 'accepted';
  }
  const told = errors ?? items?.find((item) => !item.accepted)?.errors ?? [];
  const keys = told.map(({ type, field }) => `${type} ${field}`);
  return stage === 'validate' ? [...new Set(keys)].sort().join('; ') : stage;
}

function ourKeys(manifest) {
  const { accepted, findings } = check(manifest, target);
  if (accepted) {
    return 'accepted';
  }
  const told = findings.flatMap(({ kubelet }) => (kubelet === undefined ? [] : [kubelet]));
  const keys = told.map(({ stage, type, field }) => (stage === 'validate' ? `${type} ${field}` : stage));
  return [...new Set(keys)].sort().join('; ');
}

function brief(name) {
  return name.length > 20 ? `of ${name.length} characters` : name;
}
