import assert from 'node:assert/strict';
import { it } from 'node:test';
import { applyFix, expectFindings, podWith } from '../../support/rule-test';

const octal = podWith({ spec: 'terminationGracePeriodSeconds: 017' });

expectFindings('an octal number', 'yaml-scalar', octal, ['spec.terminationGracePeriodSeconds: 017']);
expectFindings('a boolean word', 'yaml-scalar', podWith({ spec: 'hostPID: on' }), ['spec.hostPID: on']);
expectFindings('true and 15', 'yaml-scalar', podWith({ spec: 'hostPID: true\nterminationGracePeriodSeconds: 15' }), []);
expectFindings(
  'modes of files, and what else is called so',
  'yaml-scalar',
  podWith({
    spec: 'volumes: [{name: a, downwardAPI: {defaultMode: 0644, items: [{path: b, mode: 0400}]}}]\nsecurityContext: {fsGroup: 0644}',
  }),
  ['spec.securityContext.fsGroup: 0644'],
);
expectFindings('quoted text', 'yaml-scalar', podWith({ metadata: 'labels: {a: "on"}' }), []);
expectFindings('times stay text', 'yaml-scalar', podWith({ metadata: 'labels: {a: 1:30}' }), []);

it('writes what the kubelet reads', () => {
  assert.equal(applyFix('yaml-scalar', 'Write 15, as the kubelet reads it', octal), octal.replace('017', '15'));
});
