import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findingsInFolder } from '../../support/folder-test';
import { podWith } from '../../support/rule-test';

it('one Pod in two files', () => {
  assert.deepEqual(findingsInFolder('folder-twin', { 'a.yaml': podWith({}), 'b.yaml': podWith({}) }), [
    'a.yaml: metadata.name',
    'b.yaml: metadata.name',
  ]);
});

it('one name in two namespaces', () => {
  const other = podWith({ metadata: 'namespace: other' });
  assert.deepEqual(findingsInFolder('folder-twin', { 'a.yaml': podWith({}), 'b.yaml': other }), []);
});

it('the default namespace, named and not', () => {
  const named = podWith({ metadata: 'namespace: default' });
  assert.equal(findingsInFolder('folder-twin', { 'a.yaml': podWith({}), 'b.yaml': named }).length, 2);
});
