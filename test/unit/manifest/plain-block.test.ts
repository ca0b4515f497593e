import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { Builder } from '../../../server/src/manifest/build';
import { composeYaml } from '../../../server/src/manifest/parse';
import { buildPlainBlock } from '../../../server/src/manifest/plain-block';
import { createRandom, generateTexts } from './texts';

/** Whether the quick reader took the text; that it then read what the composer reads is asserted. */
function readBothWays(text: string): boolean {
  const builder = new Builder(true);
  if (!buildPlainBlock(text, builder)) {
    return false;
  }
  const quick = describe(builder, builder.error ?? builder.findUnwritable());
  const composed = composeYaml(text, undefined);
  assert.deepEqual(quick, describe(composed.builder, composed.error), JSON.stringify(text));
  assert.ok(composed.rest >= text.trimEnd().length, JSON.stringify(text));
  return true;
}

function describe({ root, duplicateKeys, bentScalars, height }: Builder, error: unknown): object {
  return { root, duplicateKeys, bentScalars, height, error };
}

const manifests = readFileSync('test/fixtures/corpus/own.ndjson', 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => (JSON.parse(line) as { manifest: string }).manifest);

it('reads the corpus as the composer does', () => {
  const taken = manifests.filter((text) => readBothWays(text)).length;
  assert.ok(taken > 200, `only ${taken} of ${manifests.length}`);
});

it('reads texts of all kinds as the composer does, or leaves them to it', () => {
  for (const text of generateTexts(11, 4000)) {
    readBothWays(text);
  }
});

const pieces = [
  'a:',
  'b: ',
  'c: 1',
  'name: on',
  '- ',
  '-',
  '- d',
  '- e: f',
  '- - g',
  '"h": i',
  "'j' : k",
  'l: "m"',
  'n: []',
  'o: {}',
  'p: [] # q',
  'q: []#',
  '# r',
  's: t # u',
  'v: w#x',
  'y: z: a',
  'b : c',
  'd e: f g',
  'h:i',
  '---',
  '...',
  '- ---',
  '--- j',
  ' k',
  'l',
  'm: -',
  'n: - o',
  'p: -1',
  '-q',
  '<<: r',
  'null: s',
  '~: t',
  '1: u',
  'v: |',
  "w: 'x''y'",
  'z: "\\n"',
  '? a',
  'b: *',
  '- #',
  '-#',
  ':',
  ': c',
  'd: :e',
  'é: ñ',
  '- "f" : g',
  '- "h"i',
  'a: 2',
  'j: "k" l',
  '[]: m',
  '- {}',
  '- [] n',
];

it('reads blocks of odd lines as the composer does', () => {
  const random = createRandom(5);
  let taken = 0;
  for (let i = 0; i < 20_000; i++) {
    let text = '';
    const count = 1 + random.integer(6);
    for (let line = 0; line < count; line++) {
      text += ' '.repeat(random.integer(4)) + random.pick(pieces) + random.pick(['\n', '\n', '\n', '\n\n', ' \n', '']);
    }
    taken += readBothWays(text) ? 1 : 0;
  }
  assert.ok(taken > 1000, `only ${taken} were taken`);
});

it('leaves to the composer what it does not know for sure', () => {
  const left = [
    '',
    '# c\n',
    'a\n',
    'a: b\n c\n',
    'a: |\n  b\n',
    'a:\tb\n',
    'a: b\r\n',
    '\ufeffa: b\n',
    'a: &x b\n',
    '%YAML 1.1\n---\na: b\n',
  ];
  for (const text of [
    ...left,
    'a: b\n---\nc: d\n',
    'a: b\n...\n',
    `${'k'.repeat(1100)}: v\n`,
    `${'- '.repeat(600)}a\n`,
  ]) {
    assert.equal(buildPlainBlock(text, new Builder(true)), false, JSON.stringify(text.slice(0, 20)));
  }
});
