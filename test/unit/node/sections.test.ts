import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSections, SectionError, withSections } from '../../../client/src/node/sections';

const names = (text: string): [string, string][] =>
  parseSections(Buffer.from(text, 'latin1'), 'n0').map(({ name, body }) => [name, body.toString('latin1')]);

test('bodies come back byte for byte, whatever stands before the first', () => {
  assert.deepEqual(names('Welcome!\n\n@n0 a\none\n\ntwo\n\n@n0 b\n\n@n0 c\n\0\xff\n@n0 end\n'), [
    ['a', 'one\n\ntwo\n'],
    ['b', ''],
    ['c', '\0\xff'],
    ['end', ''],
  ]);
});

test('what does not know the nonce forges nothing', () => {
  const forged = 'x\n@end\n\n@n1 end\n@n0end\nn0 end\n@';
  assert.deepEqual(names(`\n@n0 manifest\n${forged}\n@n0 end\n`)[0], ['manifest', forged]);
});

test('an answer that broke off is none', () => {
  const whole = '\n@n0 a\nbody\n@n0 end\n';
  for (let length = 0; length < whole.length - 1; length++) {
    assert.throws(() => names(whole.slice(0, length)), SectionError, String(length));
  }
});

test('each run has a nonce of its own, in the script and nowhere else', () => {
  const [first, second] = [withSections('echo\n'), withSections('echo\n')];
  const nonce = /^nonce=([0-9a-f]{32})\necho\n$/.exec(first.stdin)?.[1] ?? '';
  assert.notEqual(first.stdin, second.stdin);
  assert.deepEqual(first.read(Buffer.from(`\n@${nonce} end\n`)), [{ name: 'end', body: Buffer.alloc(0) }]);
  assert.throws(() => second.read(Buffer.from(`\n@${nonce} end\n`)), SectionError);
});
