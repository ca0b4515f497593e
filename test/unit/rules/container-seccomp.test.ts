import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('container-seccomp', {
  'the default of the runtime': [
    podWith({ container: 'securityContext: { seccompProfile: { type: RuntimeDefault } }' }),
  ],
  none: [podWith({ container: 'securityContext: { seccompProfile: { type: Unconfined } }' })],
  'one of the node': [
    podWith({ container: 'securityContext: { seccompProfile: { type: Localhost, localhostProfile: a/b } }' }),
  ],
  'no type': [
    podWith({ container: 'securityContext: { seccompProfile: {  } }' }),
    'Required spec.containers[0].securityContext.seccompProfile.type',
  ],
  'a type in lower case': [
    podWith({ container: 'securityContext: { seccompProfile: { type: unconfined } }' }),
    'NotSupported spec.containers[0].securityContext.seccompProfile.type',
  ],
  'one of the node that is not named': [
    podWith({ container: 'securityContext: { seccompProfile: { type: Localhost } }' }),
    'Required spec.containers[0].securityContext.seccompProfile.localhostProfile',
  ],
  'the default with a name': [
    podWith({ container: 'securityContext: { seccompProfile: { type: RuntimeDefault, localhostProfile: a } }' }),
    'Invalid spec.containers[0].securityContext.seccompProfile.localhostProfile',
  ],
  'an absolute path': [
    podWith({ container: 'securityContext: { seccompProfile: { type: Localhost, localhostProfile: /a } }' }),
    'Invalid spec.containers[0].securityContext.seccompProfile.localhostProfile',
  ],
  'no type with a name': [
    podWith({ container: 'securityContext: { seccompProfile: { localhostProfile: a } }' }),
    'Required spec.containers[0].securityContext.seccompProfile.type',
    'Invalid spec.containers[0].securityContext.seccompProfile.localhostProfile',
  ],
  'an empty path': [
    podWith({ container: 'securityContext: { seccompProfile: { type: Localhost, localhostProfile: "" } }' }),
  ],
});
