import assert from 'node:assert/strict';
import { it } from 'node:test';
import { refersTo, refersToNothing } from '../../support/reference-test';
import { applyFix, podWith } from '../../support/rule-test';

const id = 'reference-azure-file-volume';

refersTo(
  id,
  'a volume',
  { spec: 'volumes: [{name: a, emptyDir: {}}, {name: v, azureFile: {secretName: s, shareName: t}}]' },
  ['spec.volumes[1].azureFile'],
);
refersToNothing(id, 'a volume of the node', { spec: 'volumes: [{name: v, hostPath: {path: /srv}}]' });

void it('makes it a volume of the node', () => {
  const text = podWith({ spec: 'volumes: [{name: v, azureFile: {secretName: s, shareName: t}}]' });
  const fixed = 'volumes: [{name: v, hostPath: { "path": "/etc/v", "type": "Directory" }}]';
  assert.equal(applyFix(id, 'Use a hostPath volume (fill in the path)', text), podWith({ spec: fixed }));
});
