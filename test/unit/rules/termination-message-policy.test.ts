import assert from 'node:assert/strict';
import { it } from 'node:test';
import { expectErrors } from '../../support/expect-errors';
import { applyFix, podWith } from '../../support/rule-test';

expectErrors('termination-message-policy', {
  FallbackToLogsOnError: [podWith({ container: 'terminationMessagePolicy: FallbackToLogsOnError' })],
  File: [podWith({ container: 'terminationMessagePolicy: File' })],
  'missing, so defaulted': [podWith({})],
  'empty, so defaulted': [podWith({ container: 'terminationMessagePolicy: ""' })],
  fallbacktologsonerror: [
    podWith({ container: 'terminationMessagePolicy: fallbacktologsonerror' }),
    'NotSupported spec.containers[0].terminationMessagePolicy',
  ],
  Logs: [
    podWith({ container: 'terminationMessagePolicy: Logs' }),
    'NotSupported spec.containers[0].terminationMessagePolicy',
  ],
  'in an init container': [
    podWith({ spec: 'initContainers: [{ name: a, image: b, terminationMessagePolicy: fallbacktologsonerror }]' }),
    'NotSupported spec.initContainers[0].terminationMessagePolicy',
  ],
});

void it('offers the policy that was meant', () => {
  const manifest = podWith({ container: 'terminationMessagePolicy: fallbacktologsonerror' });
  assert.equal(
    applyFix('termination-message-policy', 'Change to FallbackToLogsOnError', manifest),
    podWith({ container: 'terminationMessagePolicy: FallbackToLogsOnError' }),
  );
});
