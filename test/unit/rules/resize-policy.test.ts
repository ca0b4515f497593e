import { expectErrors } from '../../support/expect-errors';
import { expectFindings, podWith } from '../../support/rule-test';

expectErrors('resize-policy', {
  'both resources': [
    podWith({
      container:
        'resizePolicy: [{ resourceName: cpu, restartPolicy: NotRequired }, { resourceName: memory, restartPolicy: RestartContainer }]',
    }),
  ],
  'another resource': [
    podWith({ container: 'resizePolicy: [{ resourceName: gpu, restartPolicy: NotRequired }]' }),
    'NotSupported spec.containers[0].resizePolicy',
  ],
  'another policy': [
    podWith({ container: 'resizePolicy: [{ resourceName: cpu, restartPolicy: Never }]' }),
    'NotSupported spec.containers[0].resizePolicy',
  ],
  nothing: [podWith({ container: 'resizePolicy: [{}]' }), 'Required spec.containers[0].resizePolicy'],
  'a resource twice': [
    podWith({
      container:
        'resizePolicy: [{ resourceName: cpu, restartPolicy: NotRequired }, { resourceName: cpu, restartPolicy: NotRequired }]',
    }),
    'Duplicate spec.containers[0].resizePolicy[1]',
  ],
  'a restart in a Pod that has none': [
    podWith({
      container: 'resizePolicy: [{ resourceName: cpu, restartPolicy: RestartContainer }]',
      spec: 'restartPolicy: Never',
    }),
    'Invalid spec.containers[0].resizePolicy',
  ],
  'no restart in a Pod that has none': [
    podWith({
      container: 'resizePolicy: [{ resourceName: cpu, restartPolicy: NotRequired }]',
      spec: 'restartPolicy: Never',
    }),
  ],
  'an init container': [
    podWith({
      spec: 'initContainers: [{ name: a, image: b, resizePolicy: [{ resourceName: cpu, restartPolicy: NotRequired }] }]',
    }),
    { 31: ['Invalid spec.initContainers[0].resizePolicy'], 35: [] },
  ],
  'an init container that would be restarted': [
    podWith({
      spec: 'initContainers: [{ name: a, image: b, resizePolicy: [{ resourceName: cpu, restartPolicy: RestartContainer }] }]',
    }),
    {
      31: ['Invalid spec.initContainers[0].resizePolicy'],
      35: [],
      36: ['Invalid spec.initContainers[0].resizePolicy[0].restartPolicy'],
    },
  ],
  'a sidecar that would be restarted': [
    podWith({
      spec: 'initContainers: [{ name: a, image: b, restartPolicy: Always, resizePolicy: [{ resourceName: cpu, restartPolicy: RestartContainer }] }]',
    }),
    { 31: ['Invalid spec.initContainers[0].resizePolicy'], 35: [] },
  ],
});

expectFindings(
  'shows a policy where it is',
  'resize-policy',
  podWith({ container: 'resizePolicy: [{ resourceName: cpu, restartPolicy: Never }]' }),
  ['spec.containers[0].resizePolicy[0].restartPolicy: Never'],
);
