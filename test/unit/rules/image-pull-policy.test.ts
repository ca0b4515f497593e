import assert from 'node:assert/strict';
import { it } from 'node:test';
import { expectErrors } from '../../support/expect-errors';
import { applyFix, podWith } from '../../support/rule-test';

expectErrors('image-pull-policy', {
  Always: [podWith({ container: 'imagePullPolicy: Always' })],
  IfNotPresent: [podWith({ container: 'imagePullPolicy: IfNotPresent' })],
  Never: [podWith({ container: 'imagePullPolicy: Never' })],
  'missing, so defaulted': [podWith({})],
  'empty, so defaulted': [podWith({ container: 'imagePullPolicy: ""' })],
  always: [podWith({ container: 'imagePullPolicy: always' }), 'NotSupported spec.containers[0].imagePullPolicy'],
  Sometimes: [podWith({ container: 'imagePullPolicy: Sometimes' }), 'NotSupported spec.containers[0].imagePullPolicy'],
  'in an init container': [
    podWith({ spec: 'initContainers: [{ name: a, image: b, imagePullPolicy: always }]' }),
    'NotSupported spec.initContainers[0].imagePullPolicy',
  ],
});

void it('offers the policy that was meant', () => {
  const manifest = podWith({ container: 'imagePullPolicy: always' });
  assert.equal(
    applyFix('image-pull-policy', 'Change to Always', manifest),
    podWith({ container: 'imagePullPolicy: Always' }),
  );
});
