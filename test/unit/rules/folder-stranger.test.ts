import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findingsInFolder } from '../../support/folder-test';
import { podWith } from '../../support/rule-test';

it('what holds no Pod', () => {
  const files = {
    'kustomization.yaml': 'resources: []\n',
    'README.md': 'Read me.\n',
    empty: '',
    'web.yaml': podWith({}),
  };
  assert.deepEqual(findingsInFolder('folder-stranger', files), ['kustomization.yaml: ', 'README.md: ', 'empty: ']);
});

it('not what is broken', () => {
  assert.deepEqual(findingsInFolder('folder-stranger', { 'web.yaml': 'kind: [Pod\n' }), []);
});
