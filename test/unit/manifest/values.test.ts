import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findDifference } from './compare';
import values from './values.txt';

/** Collected by `node test/unit/manifest/fuzz.mjs collect VALUES` from Kubernetes 1.37's own code. */
const cases = values
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly text: string; readonly json?: string; readonly error?: string });

describe('the values of a text', () => {
  it('are those that the kubelet reads', () => {
    assert.ok(cases.length > 300);
    const differences = cases
      .map((value) => ({ text: value.text, difference: findDifference(value.text, value) }))
      .filter(({ difference }) => difference !== undefined);
    assert.deepEqual(differences, []);
  });
});
