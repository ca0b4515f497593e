import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('host-process', {
  'all of them': [
    podWith({ container: 'securityContext: { windowsOptions: { hostProcess: true } }', spec: 'hostNetwork: true' }),
  ],
  'without the network of the node': [
    podWith({ container: 'securityContext: { windowsOptions: { hostProcess: true } }', spec: 'hostNetwork: false' }),
    'Invalid spec.hostNetwork',
  ],
  'the whole Pod': [
    podWith({
      spec: `hostNetwork: true
securityContext: { windowsOptions: { hostProcess: true } }`,
    }),
  ],
  'a container otherwise than the Pod': [
    podWith({
      container: 'securityContext: { windowsOptions: { hostProcess: false } }',
      spec: `hostNetwork: true
securityContext: { windowsOptions: { hostProcess: true } }`,
    }),
    'Invalid spec.containers[0].securityContext.windowsOptions.hostProcess',
  ],
  'one of two': [
    podWith({
      container: 'securityContext: { windowsOptions: { hostProcess: true } }',
      spec: `hostNetwork: true
initContainers: [{ name: a, image: b }]`,
    }),
    'Invalid spec',
  ],
  'none of them': [
    podWith({ container: 'securityContext: { windowsOptions: { hostProcess: false } }', spec: 'securityContext: {}' }),
  ],
});
