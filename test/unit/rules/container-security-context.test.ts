import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('container-security-context', {
  'the largest user': [podWith({ container: 'securityContext: { runAsUser: 2147483647, runAsGroup: 0 }' })],
  'a user beyond': [
    podWith({ container: 'securityContext: { runAsUser: 2147483648, runAsGroup: -1 }' }),
    'Invalid spec.containers[0].securityContext.runAsUser',
    'Invalid spec.containers[0].securityContext.runAsGroup',
  ],
  'no more privileges': [podWith({ container: 'securityContext: { allowPrivilegeEscalation: false }' })],
  'privileged without more privileges': [
    podWith({ container: 'securityContext: { allowPrivilegeEscalation: false, privileged: true }' }),
    'Invalid spec.containers[0].securityContext',
  ],
  'CAP_SYS_ADMIN without more privileges': [
    podWith({
      container: 'securityContext: { allowPrivilegeEscalation: false, capabilities: { add: [CAP_SYS_ADMIN] } }',
    }),
    'Invalid spec.containers[0].securityContext',
  ],
  'its usual name, which is not looked at': [
    podWith({ container: 'securityContext: { allowPrivilegeEscalation: false, capabilities: { add: [SYS_ADMIN] } }' }),
  ],
  'the usual /proc': [podWith({ container: 'securityContext: { procMount: Default }' })],
  'all of /proc': [
    podWith({ container: 'securityContext: { procMount: Unmasked }' }),
    'Invalid spec.containers[0].securityContext.procMount',
  ],
  'all of /proc in a user namespace': [
    podWith({ container: 'securityContext: { procMount: Unmasked }', spec: 'hostUsers: false' }),
  ],
  'another /proc': [
    podWith({ container: 'securityContext: { procMount: unmasked }' }),
    'NotSupported spec.containers[0].securityContext.procMount',
  ],
});
