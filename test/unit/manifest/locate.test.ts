import assert from 'node:assert/strict';
import { it } from 'node:test';
import { locate } from '../../../server/src/manifest/locate';
import { parseText } from '../../../server/src/manifest/parse';

const text = `metadata:
  labels:
    a.b/c: one
    a: two
  annotations:
    "x[0]": three
spec:
  containers:
  - name: web
    env:
    - name: A
`;
const { root } = parseText(text);

function place(path: string): string {
  const { value, keySpan, found } = locate(root, path);
  const shown = value === undefined ? '' : text.slice(value.start, value.end).split('\n', 1)[0];
  return `${found ? '' : 'near '}${keySpan === undefined ? '-' : text.slice(keySpan.start, keySpan.end)}: ${shown}`;
}

it('finds fields, items and keys of maps', () => {
  assert.equal(place('spec.containers[0].name'), 'name: web');
  assert.equal(place('spec.containers[0]'), '-: name: web');
  assert.equal(place('metadata.labels[a.b/c]'), 'a.b/c: one');
  assert.equal(place('metadata.labels[a]'), 'a: two');
  assert.equal(place('metadata.labels.a'), 'a: two');
  assert.equal(place('metadata.labels.a.b/c'), 'a.b/c: one');
  assert.equal(place('metadata.annotations[x[0]]'), '"x[0]": three');
  assert.equal(place(''), '-: metadata:');
});

it('goes as near to a missing field as it can', () => {
  assert.equal(place('spec.containers[0].image'), 'near -: name: web');
  assert.equal(place('spec.containers[1].image'), 'near containers: - name: web');
  assert.equal(place('spec.terminationGracePeriodSeconds'), 'near spec: containers:');
  assert.equal(place('metadata.labels[b]'), 'near labels: a.b/c: one');
  assert.equal(place('status.phase'), 'near -: metadata:');
  assert.equal(place('spec.containers[0].env[0].name.more'), 'near name: A');
});

it('finds nothing in nothing', () => {
  assert.deepEqual(locate(undefined, 'spec'), { found: false });
});
