// Compiles the structure of the types that a Pod's spec is made of into standalone validators: `generateSchema()`
// before a bundle is made, or `node server/src/schema/generate.mjs`. Writes generated/structures.js and its .d.ts,
// which git ignores.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { transform } from 'esbuild';

const text = { type: 'string' };
const int32 = { type: 'integer', minimum: -2147483648, maximum: 2147483647 };
const time = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T' };

// Digits may be missing altogether: Kubernetes takes `m` for zero.
const quantity = '^ *(?=[^ ])[+-]?[0-9]*(?:[.][0-9]*)?(?:[eE][+-]?[0-9]+|[numkMGTPE]|[KMGTPE]i)? *$';

/** How JSON spells each leaf of the facts. Null, which the decoder takes for anything, is left out beforehand. */
const leaves = {
  string: text,
  bytes: text,
  duration: text,
  bool: { type: 'boolean' },
  int32,
  int64: { type: 'integer' },
  float64: { type: 'number' },
  quantity: { type: ['string', 'number'], pattern: quantity },
  intOrString: { ...int32, type: ['string', 'integer'] },
  time,
  microTime: time,
  raw: {},
};

function toSchema({ type, shape }) {
  const one = leaves[type] ?? { $ref: type };
  if (shape === 'list') return { type: 'array', items: one };
  if (shape === 'map') return { type: 'object', additionalProperties: one };
  return one;
}

/** The given types and all that they hold, as JSON Schemas for all versions at once: a field of any is known. */
export function toJsonSchemas(facts, roots) {
  const schemas = new Map();
  const visit = (name) => {
    if (schemas.has(name)) return;
    const fields = facts.types[name];
    const properties = Object.fromEntries(fields.map((field) => [field.name, toSchema(field)]));
    schemas.set(name, { $id: name, type: 'object', properties, additionalProperties: false });
    fields
      .map(({ type }) => type)
      .filter((type) => leaves[type] === undefined)
      .forEach(visit);
  };
  roots.forEach(visit);
  return [...schemas.values()];
}

export async function generateSchema() {
  const folder = import.meta.dirname;
  const facts = JSON.parse(await readFile(join(folder, 'pod-facts.json'), 'utf8'));
  const schemas = toJsonSchemas(facts, ['PodSpec']);
  const names = schemas.map(({ $id }) => $id);
  const ajv = new Ajv({
    schemas,
    messages: false,
    allowUnionTypes: true,
    inlineRefs: false,
    code: { source: true, optimize: 2 },
  });
  const source = standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  // Nobody reads it, but V8. In a function of its own it is compiled where it is needed, not at every start.
  const wrapped = `export function makeStructures() { const exports = {}; ${source}; return exports; }`;
  const { code } = await transform(wrapped, { minify: true, format: 'esm' });
  const types = [
    '/** Whether a plain JSON value has the structure of a type, with no field that the type does not know. */',
    'type Validate = (value: unknown) => boolean;',
    '/** The validators by the name of their type. */',
    'export declare function makeStructures(): Readonly<Record<string, Validate | undefined>>;',
    '',
  ].join('\n');
  const target = join(folder, 'generated');
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'structures.js'), code);
  await writeFile(join(target, 'structures.d.ts'), types);
}

if (process.argv[1] === import.meta.filename) {
  await generateSchema();
}
