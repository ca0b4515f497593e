import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('init-container', {
  'a command': [podWith({ spec: 'initContainers: [{ name: a, image: b, command: [a] }]' })],
  'a sidecar with everything': [
    podWith({
      spec: 'initContainers: [{ name: a, image: b, restartPolicy: Always, livenessProbe: { grpc: { port: 1 } }, lifecycle: {} }]',
    }),
  ],
  'probes and hooks': [
    podWith({
      spec: 'initContainers: [{ name: a, image: b, livenessProbe: {}, readinessProbe: {}, startupProbe: {}, lifecycle: {} }]',
    }),
    'Forbidden spec.initContainers[0].livenessProbe',
    'Forbidden spec.initContainers[0].readinessProbe',
    'Forbidden spec.initContainers[0].startupProbe',
    'Forbidden spec.initContainers[0].lifecycle',
  ],
  'null, which is nothing': [podWith({ spec: 'initContainers: [{ name: a, image: b, livenessProbe: null }]' })],
});
