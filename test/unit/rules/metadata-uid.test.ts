import assert from 'node:assert/strict';
import { it } from 'node:test';
import { applyFix, expectFindings, podWith } from '../../support/rule-test';

const fixed = podWith({ metadata: 'uid: my-own' });

expectFindings('a uid', 'metadata-uid', fixed, ['metadata.uid: uid: my-own']);
expectFindings('none', 'metadata-uid', podWith({}), []);

it('removes it', () => {
  assert.equal(applyFix('metadata-uid', 'Remove metadata.uid', fixed), podWith({}));
});
