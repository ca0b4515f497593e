import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nameFiles } from '../../../server/src/validation/name-files';

it('names a few, and counts the rest', () => {
  assert.equal(nameFiles(['a'], 1), 'a');
  assert.equal(nameFiles(['a', 'b'], 2), 'a and b');
  assert.equal(nameFiles(['a', 'b', 'c', 'd', 'e'], 4), 'a and b and c and d');
  assert.equal(nameFiles(['a', 'b', 'c', 'd', 'e'], 900), 'a, b, c and 897 more');
});
