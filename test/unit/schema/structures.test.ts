import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readFileSync } from 'node:fs';
import { parseText } from '../../../server/src/manifest/parse';
import type { Value } from '../../../server/src/manifest/value';
import { StructDecoder } from '../../../server/src/schema/decode-struct';
import { makeStructures } from '../../../server/src/schema/generated/structures';
import { structShapes } from '../../../server/src/schema/shape';

function toPlain(value: Value): unknown {
  switch (value.kind) {
    case 'null':
      return undefined;
    case 'boolean':
    case 'string':
      return value.value;
    case 'number':
      return Number(value.literal);
    case 'array':
      return value.items.filter(({ kind }) => kind !== 'null').map(toPlain);
    case 'object':
      return Object.fromEntries(value.members.map((member) => [member.key, toPlain(member.value)]));
  }
}

// Two readers of the same facts, written apart: what ajv compiles from a JSON Schema, and the decoder's walk.
it('agree with the decoder on every spec of the corpus', () => {
  const manifests = readFileSync('test/fixtures/corpus/own.ndjson', 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly manifest: string }).manifest);
  const fits = makeStructures()['PodSpec'];
  assert.ok(fits);
  let compared = 0;
  for (const manifest of manifests) {
    const { root, error } = parseText(manifest);
    const spec = root?.kind === 'object' ? root.members.find(({ key }) => key === 'spec')?.value : undefined;
    // JSON Schema's integers may be written 1.0 or 1e3, which Go does not take.
    if (spec === undefined || spec.kind === 'null' || error !== undefined || /\d(?:\.0|e\d)/i.test(manifest)) {
      continue;
    }
    compared++;
    const decoder = new StructDecoder(37);
    decoder.struct(spec, structShapes(37)('PodSpec'), 'spec', undefined);
    const isSound = decoder.mismatches.length === 0 && decoder.unknownFields.length === 0;
    assert.equal(fits(toPlain(spec)), isSound, manifest);
  }
  assert.ok(compared > 300, `${compared}`);
});
