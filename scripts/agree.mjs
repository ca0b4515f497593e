// Holds `check` against a corpus of kubelet verdicts (the format that test/kubelet's verdict tool prints) and prints
// where they differ. node scripts/agree.mjs [--minor 37|all] [--filter TEXT] [--show N] [FILE.ndjson…]
import { build } from 'esbuild';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { common } from '../esbuild.mjs';
import { generateSchema } from '../server/src/schema/generate.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minor: { type: 'string', default: '37' },
    filter: { type: 'string' },
    show: { type: 'string', default: '20' },
  },
});
const root = path.resolve(import.meta.dirname, '..');
await generateSchema();
const outfile = path.join(root, 'out/agree/check.cjs');
await build({ ...common, entryPoints: [path.join(root, 'server/src/language-service/check.ts')], outfile });
const { check } = createRequire(import.meta.url)(outfile);

const folder = existsSync(path.join(root, '../shared/corpus')) ? '../shared/corpus' : 'test/fixtures/corpus';
const files =
  positionals.length > 0
    ? positionals
    : readdirSync(path.join(root, folder))
        .filter((name) => name.endsWith('.ndjson'))
        .map((name) => path.join(root, folder, name));
const cases = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line)),
);
const minors = values.minor === 'all' ? [31, 32, 33, 34, 35, 36, 37] : [Number(values.minor)];
let differing = 0;
for (const minor of minors) {
  let agreed = 0;
  let total = 0;
  const kinds = new Map();
  const shown = [];
  const started = process.hrtime.bigint();
  for (const { name, manifest, verdict, older } of cases) {
    if (values.filter !== undefined && !name.includes(values.filter)) {
      continue;
    }
    total++;
    const expected = keysOf(older?.[`1.${minor}`] ?? verdict);
    let ours;
    try {
      ours = ourKeys(check(manifest, { minor, nodeName: 'my-node1', source: 'file' }));
    } catch (error) {
      ours = new Set([`threw ${error.stack.split('\n').slice(0, 3).join(' ')}`]);
    }
    const missing = [...expected].filter((key) => !ours.has(key));
    const extra = [...ours].filter((key) => !expected.has(key));
    if (missing.length === 0 && extra.length === 0) {
      agreed++;
      continue;
    }
    const kind = [...missing.map((key) => `- ${generic(key)}`), ...extra.map((key) => `+ ${generic(key)}`)].join(' ; ');
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    shown.push(`${name}\n    missing: ${missing.join(' ; ')}\n    extra:   ${extra.join(' ; ')}`);
  }
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  differing += total - agreed;
  console.log(`1.${minor}: ${agreed} of ${total} agree, ${((ms * 1000) / total).toFixed(0)} µs a manifest`);
  for (const [kind, count] of [...kinds].sort((a, b) => b[1] - a[1]).slice(0, Number(values.show))) {
    console.log(`  ${count} × ${kind}`);
  }
  for (const line of shown.slice(0, Number(values.show))) {
    console.log(`  ${line}`);
  }
}
process.exitCode = differing === 0 ? 0 : 1;

function keysOf(verdict) {
  if (verdict.accepted) {
    return new Set(['accepted']);
  }
  return new Set(
    verdict.stage === 'validate' ? verdict.errors.map((error) => `${error.type} ${error.field}`) : [verdict.stage],
  );
}

function ourKeys({ accepted, findings }) {
  if (accepted) {
    return new Set(['accepted']);
  }
  return new Set(
    findings
      .filter(({ kubelet }) => kubelet !== undefined)
      .map(({ kubelet }) => (kubelet.stage === 'validate' ? `${kubelet.type} ${kubelet.field}` : kubelet.stage)),
  );
}

function generic(key) {
  return key.replace(/\[[^\]]*\]/g, '[]');
}
