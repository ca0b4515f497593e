import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findingsInFolder } from '../../support/folder-test';
import { podWith } from '../../support/rule-test';

for (const name of [
  'web.yaml.bak',
  'web.yaml~',
  'web.yaml.orig',
  '#web.yaml#',
  'web copy.yaml',
  'web.yaml.20260131',
  'web.yaml.dpkg-old',
]) {
  it(name, () => assert.deepEqual(findingsInFolder('folder-backup', { [name]: podWith({}) }), [`${name}: kind`]));
}

for (const name of ['web.yaml', 'web', 'backup.yaml', 'copy.yaml', 'orig-web.json']) {
  it(`not ${name}`, () => assert.deepEqual(findingsInFolder('folder-backup', { [name]: podWith({}) }), []));
}

it('not what holds no Pod', () => {
  assert.deepEqual(findingsInFolder('folder-backup', { 'notes.bak': 'some: thing\n' }), []);
});
