import assert from 'node:assert/strict';
import { it } from 'node:test';
import { applyFix, expectFindings, podWith } from '../../support/rule-test';

const twoDocuments = podWith({ after: '---\nkind: Second' });

expectFindings('a second document', 'extra-document', twoDocuments, [': ---']);
expectFindings('an end of the only document', 'extra-document', podWith({ after: '...' }), []);
expectFindings('a start of the only document', 'extra-document', `---\n${podWith({})}`, []);

it('deletes the document', () => {
  const fixed = applyFix('extra-document', 'Delete this document, which the kubelet drops', twoDocuments);
  assert.doesNotMatch(fixed, /Second/);
});
