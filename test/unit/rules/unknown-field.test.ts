import assert from 'node:assert/strict';
import { it } from 'node:test';
import { check } from '../../../server/src/language-service/check';
import { applyFix, expectFindings, podWith } from '../../support/rule-test';

const typo = podWith({ spec: 'hostNetwrok: true' });
const wrongCase = podWith({ container: 'imagepullPolicy: Always' });

expectFindings('a typo', 'unknown-field', typo, ['spec.hostNetwrok: hostNetwrok']);
expectFindings('another case', 'unknown-field', wrongCase, ['spec.containers[0].imagepullPolicy: imagepullPolicy']);
expectFindings('a label', 'unknown-field', podWith({ metadata: 'labels: {any: thing}' }), []);
expectFindings('known fields', 'unknown-field', podWith({ spec: 'hostNetwork: true' }), []);

const tooDeep = podWith({ container: 'hostNetwork: true' });
expectFindings('a field of the Pod in a container', 'unknown-field', tooDeep, [
  'spec.containers[0].hostNetwork: hostNetwork',
]);

it('names the place where a field belongs', () => {
  const target = { minor: 37, nodeName: 'my-node1', source: 'file' } as const;
  const { findings } = check(tooDeep, target);
  const told = findings.find(({ rule }) => rule === 'unknown-field');
  assert.match(told?.message ?? '', /Its place is `spec\.hostNetwork`/);
});

it('changes to the nearest name', () => {
  assert.equal(applyFix('unknown-field', 'Change to hostNetwork', typo), typo.replace('hostNetwrok', 'hostNetwork'));
  assert.equal(
    applyFix('unknown-field', 'Change to imagePullPolicy', wrongCase),
    wrongCase.replace('imagepull', 'imagePull'),
  );
});
