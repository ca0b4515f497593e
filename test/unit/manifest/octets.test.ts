import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readOctets } from '../../../server/src/manifest/octets';
import { parseText } from '../../../server/src/manifest/parse';

function utf16(text: string, bigEndian: boolean): Buffer {
  const octets = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? octets.swap16() : octets;
}

it('reads UTF-8 and keeps its mark', () => {
  assert.deepEqual(readOctets(Buffer.from('\ufeffé: \u{1f600}')), { text: '\ufeffé: \u{1f600}' });
  assert.deepEqual(readOctets(Buffer.from([])), { text: '' });
});

it('reads UTF-16 of both orders, and a brace behind its mark as YAML', () => {
  for (const bigEndian of [false, true]) {
    const { text, malformedAt } = readOctets(utf16('{"a": "\u{1f600}"}', bigEndian));
    assert.equal(malformedAt, undefined);
    assert.equal(text, '\ufeff{"a": "\u{1f600}"}');
    assert.equal(parseText(text).format, 'yaml');
    assert.equal(parseText(text).error, undefined);
  }
});

it('tells where octets are no characters', () => {
  const cases: readonly (readonly [octets: number[], at: number])[] = [
    [[0x61, 0xff], 1],
    [[0x61, 0x62, 0xc3], 2],
    [[0xc3, 0xa9, 0xc0, 0x80], 1],
    [[0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0, 0x80], 2],
    [[0xf4, 0x90, 0x80, 0x80], 0],
    [[0xe2, 0x82, 0x41], 0],
  ];
  for (const [octets, at] of cases) {
    assert.equal(readOctets(Uint8Array.from(octets)).malformedAt, at, octets.join(' '));
  }
  assert.equal(readOctets(Buffer.concat([utf16('ab', false), Buffer.from([0x41])])).malformedAt, 3);
  assert.equal(readOctets(Buffer.concat([utf16('ab', true), Buffer.from([0xd8, 0x00])])).malformedAt, 3);
  assert.equal(readOctets(Buffer.concat([utf16('a', false), Buffer.from([0x00, 0xdc])])).malformedAt, 2);
});
