import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('container-resources', {
  'limits and requests': [
    podWith({
      container: 'resources: { limits: { cpu: 1, memory: 1Gi }, requests: { cpu: 500m, ephemeral-storage: 1Gi } }',
    }),
  ],
  zero: [podWith({ container: 'resources: { limits: { cpu: 0 } }' })],
  'a request above its limit': [
    podWith({ container: 'resources: { limits: { cpu: 1 }, requests: { cpu: 1500m } }' }),
    'Invalid spec.containers[0].resources.requests',
  ],
  'a request equal to its limit in another unit': [
    podWith({ container: 'resources: { limits: { memory: 1Ki }, requests: { memory: 1024 } }' }),
  ],
  'below zero': [
    podWith({ container: 'resources: { limits: { cpu: -1 } }' }),
    'Invalid spec.containers[0].resources.limits[cpu]',
    'Invalid spec.containers[0].resources.requests[cpu]',
  ],
  'a resource of quotas': [
    podWith({ container: 'resources: { requests: { pods: 1 } }' }),
    'Invalid spec.containers[0].resources.requests[pods]',
  ],
  'an unknown resource': [
    podWith({ container: 'resources: { requests: { gpu: 1 } }' }),
    'Invalid spec.containers[0].resources.requests[gpu]',
  ],
  'a name that is none': [
    podWith({ container: 'resources: { requests: { "a b": 1 } }' }),
    'Invalid spec.containers[0].resources.requests[a b]',
  ],
  'an extended resource with a limit': [podWith({ container: 'resources: { limits: { example.com/gpu: 2 } }' })],
  'an extended resource without a limit': [
    podWith({ container: 'resources: { requests: { example.com/gpu: 2 } }' }),
    'Required spec.containers[0].resources.limits',
  ],
  'an extended resource with another request': [
    podWith({ container: 'resources: { limits: { example.com/gpu: 2 }, requests: { example.com/gpu: 1 } }' }),
    'Invalid spec.containers[0].resources.requests',
  ],
  'half of an extended resource': [
    podWith({ container: 'resources: { limits: { example.com/gpu: 500m } }' }),
    'Invalid spec.containers[0].resources.limits[example.com/gpu]',
    'Invalid spec.containers[0].resources.requests[example.com/gpu]',
  ],
  'a number that is too large for a suffix, once rounded up to thousandths': [
    podWith({
      container: 'resources: { limits: { example.com/gpu: 9999999999999999999999999999999999999999n } }',
    }),
    'Invalid spec.containers[0].resources.limits[example.com/gpu]',
    'Invalid spec.containers[0].resources.requests[example.com/gpu]',
  ],
  'an extended resource in a domain of quotas': [
    podWith({ container: 'resources: { limits: { requests.example.com/gpu: 1 } }' }),
    'Invalid spec.containers[0].resources.limits[requests.example.com/gpu]',
    'Invalid spec.containers[0].resources.requests[requests.example.com/gpu]',
  ],
  'a resource of Kubernetes with a domain': [
    podWith({ container: 'resources: { requests: { kubernetes.io/anything: 1500m } }' }),
  ],
  'huge pages beside memory': [podWith({ container: 'resources: { limits: { hugepages-2Mi: 4Mi, memory: 1Gi } }' })],
  'huge pages alone': [
    podWith({ container: 'resources: { limits: { hugepages-2Mi: 4Mi } }' }),
    'Forbidden spec.containers[0].resources',
  ],
  'part of a huge page': [
    podWith({ container: 'resources: { limits: { hugepages-2Mi: 3Mi, cpu: 1 } }' }),
    'Invalid spec.containers[0].resources.limits[hugepages-2Mi]',
    'Invalid spec.containers[0].resources.requests[hugepages-2Mi]',
  ],
  'huge pages of no size': [
    podWith({ container: 'resources: { limits: { hugepages-big: 3Mi, cpu: 1 } }' }),
    'Invalid spec.containers[0].resources.limits[hugepages-big]',
    'Invalid spec.containers[0].resources.requests[hugepages-big]',
  ],
  'a claim': [
    podWith({
      container: 'resources: { claims: [{ name: a }] }',
      spec: 'resourceClaims: [{ name: a, resourceClaimName: b }]',
    }),
  ],
  'a claim that is not there': [
    podWith({ container: 'resources: { claims: [{ name: a }] }' }),
    'NotFound spec.containers[0].resources.claims[0]',
  ],
  'a claim without a name': [
    podWith({ container: 'resources: { claims: [{}] }' }),
    'Required spec.containers[0].resources.claims[0]',
  ],
  'a claim twice': [
    podWith({
      container: 'resources: { claims: [{ name: a }, { name: a }] }',
      spec: 'resourceClaims: [{ name: a, resourceClaimName: b }]',
    }),
    'Duplicate spec.containers[0].resources.claims[1]',
  ],
  'a request of a claim after the whole': [
    podWith({
      container: 'resources: { claims: [{ name: a }, { name: a, request: r }] }',
      spec: 'resourceClaims: [{ name: a, resourceClaimName: b }]',
    }),
    'Duplicate spec.containers[0].resources.claims[1]',
  ],
  'a whole claim after a request of it': [
    podWith({
      container: 'resources: { claims: [{ name: a, request: r }, { name: a }] }',
      spec: 'resourceClaims: [{ name: a, resourceClaimName: b }]',
    }),
    'Duplicate spec.containers[0].resources.claims[1]',
  ],
  'two requests of a claim': [
    podWith({
      container: 'resources: { claims: [{ name: a, request: r }, { name: a, request: s }] }',
      spec: 'resourceClaims: [{ name: a, resourceClaimName: b }]',
    }),
  ],
  'a request that is none': [
    podWith({
      container: 'resources: { claims: [{ name: a, request: R }] }',
      spec: 'resourceClaims: [{ name: a, resourceClaimName: b }]',
    }),
    'Invalid spec.containers[0].resources.claims[0].request',
  ],
});
