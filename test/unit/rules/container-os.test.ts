import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('container-os', {
  'everything without a system': [
    podWith({
      container:
        'securityContext: { appArmorProfile: { type: Unconfined }, seLinuxOptions: {}, seccompProfile: { type: Unconfined }, capabilities: {}, readOnlyRootFilesystem: false, privileged: false, allowPrivilegeEscalation: true, procMount: Default, runAsUser: 1, runAsGroup: 1, windowsOptions: {} }',
    }),
  ],
  Linux: [
    podWith({
      container:
        'securityContext: { appArmorProfile: { type: Unconfined }, seLinuxOptions: {}, seccompProfile: { type: Unconfined }, capabilities: {}, readOnlyRootFilesystem: false, privileged: false, allowPrivilegeEscalation: true, procMount: Default, runAsUser: 1, runAsGroup: 1 }',
      spec: 'os: { name: linux }',
    }),
  ],
  'Windows with what only Linux has': [
    podWith({
      container:
        'securityContext: { appArmorProfile: { type: Unconfined }, seLinuxOptions: {}, seccompProfile: { type: Unconfined }, capabilities: {}, readOnlyRootFilesystem: false, privileged: false, allowPrivilegeEscalation: true, procMount: Default, runAsUser: 1, runAsGroup: 1 }',
      spec: 'os: { name: windows }',
    }),
    'Forbidden spec.containers[0].securityContext.appArmorProfile',
    'Forbidden spec.containers[0].securityContext.seLinuxOptions',
    'Forbidden spec.containers[0].securityContext.seccompProfile',
    'Forbidden spec.containers[0].securityContext.capabilities',
    'Forbidden spec.containers[0].securityContext.readOnlyRootFilesystem',
    'Forbidden spec.containers[0].securityContext.privileged',
    'Forbidden spec.containers[0].securityContext.allowPrivilegeEscalation',
    'Forbidden spec.containers[0].securityContext.procMount',
    'Forbidden spec.containers[0].securityContext.runAsUser',
    'Forbidden spec.containers[0].securityContext.runAsGroup',
  ],
  'Linux with what only Windows has': [
    podWith({ container: 'securityContext: { windowsOptions: {} }', spec: 'os: { name: linux }' }),
    'Forbidden spec.containers[0].securityContext.windowsOptions',
  ],
  'a system that is none': [
    podWith({
      container:
        'securityContext: { appArmorProfile: { type: Unconfined }, seLinuxOptions: {}, seccompProfile: { type: Unconfined }, capabilities: {}, readOnlyRootFilesystem: false, privileged: false, allowPrivilegeEscalation: true, procMount: Default, runAsUser: 1, runAsGroup: 1 }',
      spec: 'os: { name: plan9 }',
    }),
  ],
});
