import assert from 'node:assert/strict';
import { it } from 'node:test';
import { expectErrors } from '../../support/expect-errors';
import { applyFix, podWith } from '../../support/rule-test';

expectErrors('ephemeral-container', {
  none: [podWith({ spec: 'ephemeralContainers: []' })],
  one: [podWith({ spec: 'ephemeralContainers: [{ name: a, image: b }]' }), 'Forbidden spec.ephemeralContainers'],
  'with what it may not have': [
    podWith({
      spec: 'ephemeralContainers: [{ name: a, image: b, ports: [], resources: { limits: {} }, livenessProbe: {}, lifecycle: {}, restartPolicy: Never, resizePolicy: [] }]',
    }),
    'Forbidden spec.ephemeralContainers',
    'Forbidden spec.ephemeralContainers[0].ports',
    'Forbidden spec.ephemeralContainers[0].resources',
    'Forbidden spec.ephemeralContainers[0].livenessProbe',
    'Forbidden spec.ephemeralContainers[0].lifecycle',
    'Forbidden spec.ephemeralContainers[0].restartPolicy',
    'Forbidden spec.ephemeralContainers[0].resizePolicy',
  ],
  'with resources that say nothing': [
    podWith({ spec: 'ephemeralContainers: [{ name: a, image: b, resources: {} }]' }),
    'Forbidden spec.ephemeralContainers',
  ],
  'with a part of a volume': [
    podWith({
      spec: 'ephemeralContainers: [{ name: a, image: b, volumeMounts: [{ name: a, mountPath: /a, subPath: b, subPathExpr: c }] }]',
    }),
    'Forbidden spec.ephemeralContainers',
    'Forbidden spec.ephemeralContainers[0].volumeMounts[0].subPath',
    'Forbidden spec.ephemeralContainers[0].volumeMounts[0].subPathExpr',
  ],
});

void it('removes them all', () => {
  const text = podWith({ spec: 'ephemeralContainers:\n  - name: a\n    image: b\n    ports: []\nhostNetwork: true' });
  assert.equal(
    applyFix('ephemeral-container', 'Remove ephemeralContainers', text),
    podWith({ spec: 'hostNetwork: true' }),
  );
});
