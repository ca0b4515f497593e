// Writes pod-types.ts, the TypeScript of the Pod type and all that it holds, for every version that pod-facts.json
// covers at once: `node server/src/schema/generate-types.mjs`, after `npm run facts`.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const leaves = {
  string: 'string',
  bytes: 'string',
  duration: 'string',
  quantity: 'string',
  time: 'string',
  microTime: 'string',
  bool: 'boolean',
  int32: 'number',
  int64: 'number',
  float64: 'number',
  intOrString: 'string | number',
  raw: 'string',
};

function typeOf({ type, shape }) {
  const one = leaves[type] ?? type;
  if (shape === 'list') return one.includes('|') ? `readonly (${one})[]` : `readonly ${one}[]`;
  if (shape === 'map') return `Readonly<Record<string, ${one}>>`;
  return one;
}

/** A member whose Go type changed between versions has a fact for each: TypeScript takes either. */
function membersOf(fields) {
  const types = new Map();
  for (const field of fields) {
    types.set(field.name, (types.get(field.name) ?? new Set()).add(typeOf(field)));
  }
  return [...types].map(([name, union]) => `  readonly ${name}?: ${[...union].join(' | ')};`);
}

const folder = import.meta.dirname;
const facts = JSON.parse(await readFile(join(folder, 'pod-facts.json'), 'utf8'));
const reached = new Set();
const visit = (type) => {
  if (reached.has(type)) return;
  reached.add(type);
  facts.types[type]
    .map((field) => field.type)
    .filter((next) => leaves[next] === undefined)
    .forEach(visit);
};
visit('Pod');
const source = [
  '// Made by generate-types.mjs from pod-facts.json; do not edit.',
  '// Quantities and times are strings; a field of any supported version is here.',
  ...[...reached].map((type) => `export interface ${type} {\n${membersOf(facts.types[type]).join('\n')}\n}`),
].join('\n\n');
const target = join(folder, 'pod-types.ts');
await writeFile(target, await format(source, { ...(await resolveConfig(target)), filepath: target }));
