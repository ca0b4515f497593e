import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('container-windows-options', {
  'a user': [podWith({ container: `securityContext: { windowsOptions: { runAsUserName: me } }` })],
  'a user of a domain': [podWith({ container: 'securityContext: { windowsOptions: { runAsUserName: DOMAIN\\me } }' })],
  'an empty user': [
    podWith({ container: 'securityContext: { windowsOptions: { runAsUserName: "" } }' }),
    'Invalid spec.containers[0].securityContext.windowsOptions.runAsUserName',
  ],
  'a user of two domains': [
    podWith({ container: 'securityContext: { windowsOptions: { runAsUserName: a\\b\\c } }' }),
    'Invalid spec.containers[0].securityContext.windowsOptions.runAsUserName',
  ],
  'a domain without a user': [
    podWith({ container: 'securityContext: { windowsOptions: { runAsUserName: a\\ } }' }),
    'Invalid spec.containers[0].securityContext.windowsOptions.runAsUserName',
  ],
  'dots for a user': [
    podWith({ container: 'securityContext: { windowsOptions: { runAsUserName: "..." } }' }),
    'Invalid spec.containers[0].securityContext.windowsOptions.runAsUserName',
  ],
  'a user with a colon': [
    podWith({ container: 'securityContext: { windowsOptions: { runAsUserName: "a:b" } }' }),
    'Invalid spec.containers[0].securityContext.windowsOptions.runAsUserName',
  ],
  'a domain that begins with a dot': [
    podWith({ container: 'securityContext: { windowsOptions: { runAsUserName: .a\\b } }' }),
    'Invalid spec.containers[0].securityContext.windowsOptions.runAsUserName',
  ],
  'a user of 105 characters': [
    podWith({ container: `securityContext: { windowsOptions: { runAsUserName: ${'a'.repeat(105)} } }` }),
    'Invalid spec.containers[0].securityContext.windowsOptions.runAsUserName',
  ],
  'a specification': [
    podWith({
      container: 'securityContext: { windowsOptions: { gmsaCredentialSpecName: a.b, gmsaCredentialSpec: "{}" } }',
    }),
  ],
  'an empty specification': [
    podWith({
      container: 'securityContext: { windowsOptions: { gmsaCredentialSpecName: A, gmsaCredentialSpec: "" } }',
    }),
    'Invalid spec.containers[0].securityContext.windowsOptions.gmsaCredentialSpecName',
    'Invalid spec.containers[0].securityContext.windowsOptions.gmsaCredentialSpec',
  ],
});
