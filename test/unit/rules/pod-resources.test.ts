import { expectErrors } from '../../support/expect-errors';
import { expectFindings, podWith } from '../../support/rule-test';

expectErrors('pod-resources', {
  'room for all': [
    podWith({
      container: 'resources: { requests: { cpu: 1 }, limits: { cpu: 3 } }',
      spec: 'resources: { requests: { cpu: 2 }, limits: { cpu: 3, memory: 1Gi } }',
    }),
  ],
  'a request that is too small': [
    podWith({ container: 'resources: { requests: { cpu: 1500m } }', spec: 'resources: { requests: { cpu: 1 } }' }),
    { 35: ['Invalid spec.resources.requests[cpu]'] },
  ],
  'a limit below that of a container': [
    podWith({
      container: 'resources: { requests: { cpu: 500m }, limits: { cpu: 2 } }',
      spec: 'resources: { limits: { cpu: 1 }, requests: { cpu: 1 } }',
    }),
    { 35: ['Invalid spec.resources.containers[0][cpu].limits'] },
  ],
  'a resource that Pods do not have': [
    podWith({ spec: 'resources: { requests: { ephemeral-storage: 1Gi } }' }),
    { 35: ['NotSupported spec.resources.requests[ephemeral-storage]'] },
  ],
  'a resource that nothing has': [
    podWith({ spec: 'resources: { requests: { gpu: 1 } }' }),
    { 35: ['Invalid spec.resources.requests[gpu]'] },
  ],
  'claims, even none': [podWith({ spec: 'resources: { claims: [] }' }), { 35: ['Forbidden spec.resources.claims'] }],
  'huge pages that are too few': [
    podWith({
      container: 'resources: { limits: { hugepages-2Mi: 4Mi, cpu: 1 } }',
      spec: 'resources: { limits: { hugepages-2Mi: 2Mi, cpu: 1 } }',
    }),
    {
      35: [
        'Invalid spec.resources.limits[hugepages-2Mi]',
        'Invalid spec.resources.requests[hugepages-2Mi]',
        'Invalid spec.resources.containers[0][hugepages-2Mi].limits',
      ],
      37: [
        'Invalid spec.resources.limits[hugepages-2Mi]',
        'Invalid spec.resources.containers[0][hugepages-2Mi].limits',
      ],
    },
  ],
  'an init container that needs more': [
    podWith({
      spec: `resources: { requests: { cpu: 1 } }
initContainers: [{ name: a, image: b, resources: { requests: { cpu: 2 } } }]`,
    }),
    { 35: ['Invalid spec.resources.requests[cpu]'] },
  ],
  'a sidecar besides': [
    podWith({
      container: 'resources: { requests: { cpu: 1 } }',
      spec: `resources: { requests: { cpu: 1 } }
initContainers: [{ name: a, image: b, restartPolicy: Always, resources: { requests: { cpu: 1m } } }]`,
    }),
    { 35: ['Invalid spec.resources.requests[cpu]'] },
  ],
  'on Windows': [
    podWith({
      spec: `os: { name: windows }
resources: { requests: { gpu: 1 } }`,
    }),
    { 35: ['Forbidden spec.resources'] },
  ],
});

expectFindings(
  "shows a limit above the Pod's where it is",
  'pod-resources',
  podWith({
    spec: 'resources: { limits: { cpu: 1 }, requests: { cpu: 1 } }',
    container: 'resources: { limits: { cpu: 2 }, requests: { cpu: 1 } }',
  }),
  ['spec.containers[0].resources.limits[cpu]: 2'],
);
