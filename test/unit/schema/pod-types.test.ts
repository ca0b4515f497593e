import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import facts from '../../../server/src/schema/pod-facts.json';

it('have each member of the facts, and no other', () => {
  const source = readFileSync('server/src/schema/pod-types.ts', 'utf8');
  const interfaces = new Map(
    [...source.matchAll(/^export interface (\w+) \{\n([^}]*)\n\}/gm)].map(([, name = '', body = '']) => [
      name,
      [...body.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, member = '']) => member),
    ]),
  );
  assert.ok(interfaces.size > 130);
  const types: Readonly<Record<string, readonly { readonly name: string }[]>> = facts.types;
  for (const [name, members] of interfaces) {
    const known = new Set(types[name]?.map((field) => field.name));
    assert.deepEqual(new Set(members), known, `${name}: run npm run facts`);
  }
});
