import assert from 'node:assert/strict';
import { it } from 'node:test';
import { refersTo, refersToNothing } from '../../support/reference-test';
import { applyFix, podWith } from '../../support/rule-test';

const id = 'reference-resource-claim';

refersTo(
  id,
  'claims',
  { spec: 'resourceClaims: [{name: g, resourceClaimName: a}, {name: h, resourceClaimTemplateName: b}]' },
  ['spec.resourceClaims[0]', 'spec.resourceClaims[1]'],
  32,
);
refersToNothing(id, 'no claims', { spec: 'resourceClaims: []' });

void it('removes the only claim with the list', () => {
  const text = podWith({ spec: 'resourceClaims:\n  - name: g\n    resourceClaimName: a' });
  assert.equal(applyFix(id, 'Remove the entry of resourceClaims', text), podWith({}));
});
