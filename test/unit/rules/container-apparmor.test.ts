import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('container-apparmor', {
  'the default of the runtime': [
    podWith({ container: 'securityContext: { appArmorProfile: { type: RuntimeDefault } }' }),
  ],
  none: [podWith({ container: 'securityContext: { appArmorProfile: { type: Unconfined } }' })],
  'one of the node': [
    podWith({ container: 'securityContext: { appArmorProfile: { type: Localhost, localhostProfile: a/b } }' }),
  ],
  'no type': [
    podWith({ container: 'securityContext: { appArmorProfile: {  } }' }),
    'Required spec.containers[0].securityContext.appArmorProfile.type',
  ],
  'a type in lower case': [
    podWith({ container: 'securityContext: { appArmorProfile: { type: unconfined } }' }),
    'NotSupported spec.containers[0].securityContext.appArmorProfile.type',
  ],
  'one of the node that is not named': [
    podWith({ container: 'securityContext: { appArmorProfile: { type: Localhost } }' }),
    'Required spec.containers[0].securityContext.appArmorProfile.localhostProfile',
  ],
  'the default with a name': [
    podWith({ container: 'securityContext: { appArmorProfile: { type: RuntimeDefault, localhostProfile: a } }' }),
    'Invalid spec.containers[0].securityContext.appArmorProfile.localhostProfile',
  ],
  'an empty name': [
    podWith({ container: 'securityContext: { appArmorProfile: { type: Localhost, localhostProfile: "" } }' }),
    'Required spec.containers[0].securityContext.appArmorProfile.localhostProfile',
  ],
  'a space after': [
    podWith({ container: 'securityContext: { appArmorProfile: { type: Localhost, localhostProfile: "a " } }' }),
    'Invalid spec.containers[0].securityContext.appArmorProfile.localhostProfile',
  ],
  'no type with a name': [
    podWith({ container: 'securityContext: { appArmorProfile: { localhostProfile: a } }' }),
    'Required spec.containers[0].securityContext.appArmorProfile.type',
  ],
  '4096 characters': [
    podWith({
      container: `securityContext: { appArmorProfile: { type: Localhost, localhostProfile: ${'a'.repeat(4096)} } }`,
    }),
    'TooLong spec.containers[0].securityContext.appArmorProfile.localhostProfile',
  ],
});
