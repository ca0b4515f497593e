import assert from 'node:assert/strict';
import { it } from 'node:test';
import { check } from '../../../server/src/language-service/check';
import { findingsOf, newest, podWith } from '../../support/rule-test';

const limit = 10 * 1024 * 1024;

/** A Pod with comments up to so many octets. */
function podOfSize(octets: number, letter: string): string {
  const pod = podWith({});
  const missing = octets - pod.length - 1;
  return `${pod}#${letter.repeat(Math.floor(missing / Buffer.byteLength(letter)))}`;
}

it('a file just below the limit', () => {
  assert.equal(check(podOfSize(limit - 1, 'x'), newest).accepted, true);
});

it('a file of the limit', () => {
  assert.deepEqual(findingsOf('file-size', podOfSize(limit, 'x')), [': ']);
  assert.equal(check(podOfSize(limit, 'x'), newest).accepted, false);
});

it('octets count, not letters', () => {
  assert.deepEqual(findingsOf('file-size', podOfSize(limit + 3, '€')), [': ']);
});
