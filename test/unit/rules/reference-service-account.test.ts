import assert from 'node:assert/strict';
import { it } from 'node:test';
import { refersTo, refersToNothing } from '../../support/reference-test';
import { applyFix, findingsOf, podWith } from '../../support/rule-test';

const id = 'reference-service-account';

refersTo(id, 'the account', { spec: 'serviceAccountName: builder' }, ['spec.serviceAccountName']);
refersTo(id, 'its old name', { spec: 'serviceAccount: builder' }, ['spec.serviceAccount']);
refersTo(id, 'both', { spec: 'serviceAccountName: builder\nserviceAccount: other' }, [
  'spec.serviceAccountName',
  'spec.serviceAccount',
]);
refersTo(id, 'an empty one beside the old name', { spec: "serviceAccountName: ''\nserviceAccount: builder" }, [
  'spec.serviceAccount',
]);
refersToNothing(id, 'empty ones', { spec: "serviceAccountName: ''\nserviceAccount: ''" });
refersToNothing(id, 'automountServiceAccountToken alone', { spec: 'automountServiceAccountToken: true' });

void it('removes the field', () => {
  const text = podWith({ spec: 'serviceAccountName: builder # our own\nhostNetwork: true' });
  assert.equal(applyFix(id, 'Remove serviceAccountName', text), podWith({ spec: 'hostNetwork: true' }));
});

void it('tells of it and removes it in an item of a PodList', () => {
  const target = { minor: 37, nodeName: 'my-node1', source: 'http' } as const;
  const pod = (extra: string): string =>
    `  - metadata: {name: web}\n    spec:\n${extra}      containers: [{name: web, image: nginx:1.29.3}]\n`;
  const list = (extra: string): string => `apiVersion: v1\nkind: PodList\nitems:\n${pod('')}${pod(extra)}`;
  const text = list('      serviceAccount: builder\n');
  assert.deepEqual(findingsOf(id, text, target), ['items[1].spec.serviceAccount: serviceAccount']);
  assert.equal(applyFix(id, 'Remove serviceAccount', text, target), list(''));
});
