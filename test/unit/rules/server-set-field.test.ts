import assert from 'node:assert/strict';
import { it } from 'node:test';
import { applyFix, expectFindings, podWith } from '../../support/rule-test';

const copied = podWith({ metadata: 'resourceVersion: "1"' });

expectFindings('left-overs', 'server-set-field', copied, ['metadata.resourceVersion: resourceVersion']);
expectFindings('a status', 'server-set-field', podWith({ after: 'status:\n  phase: Running' }), ['status: status']);
expectFindings(
  'what kubeadm prints',
  'server-set-field',
  podWith({ metadata: 'creationTimestamp: null', after: 'status: {}' }),
  [],
);

it('removes it', () => {
  assert.equal(applyFix('server-set-field', 'Remove metadata.resourceVersion', copied), podWith({}));
});
