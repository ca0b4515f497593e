import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { podTypeOf } from '../../server/src/schema/facts';

const texts = JSON.parse(readFileSync('dist/descriptions.json', 'utf8')) as Record<string, Record<string, string>>;

/** The types of a Pod's spec, as Kubernetes 1.34 has them: the client's texts are of that release. */
function typesOf(minor: number): string[] {
  const podType = podTypeOf(minor);
  const types = new Set(['PodSpec']);
  for (const type of types) {
    for (const field of podType.fields(type).values()) {
      if (/^[A-Z]/.test(field.type)) {
        types.add(field.type);
      }
    }
  }
  return [...types];
}

it("has a text of Kubernetes for every field of a Pod's spec that the client knows, or for its type", () => {
  const podType = podTypeOf(34);
  const without = typesOf(34).flatMap((type) =>
    [...podType.fields(type).values()]
      .filter((field) => texts[type]?.[field.name] === undefined && texts[field.type]?.[''] === undefined)
      .map(({ name }) => `${type}.${name}`),
  );
  assert.deepEqual(without, []);
});

it('holds words only: no comment sign, no escape of the generator', () => {
  const odd = Object.values(texts)
    .flatMap((fields) => Object.values(fields))
    .filter((text) => /^\s|\s$|^\*|\n\s*\*|\*\/|\\['"]/.test(text));
  assert.deepEqual(odd, []);
});
