import { reportForbidden } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

const linuxOnly = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

/** pkg/apis/core/validation/validation.go (v1.37), `validateLinux` and `validateWindows`, for containers. */
export const rule = defineRule({
  id: 'container-os',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const os = pod.spec?.os?.name;
    if (os !== 'linux' && os !== 'windows') return;
    visitContainers(pod.spec, ({ securityContext }, path) => {
      if (securityContext === undefined) return;
      if (os === 'linux') {
        if (securityContext.windowsOptions !== undefined) {
          reportForbidden(
            report,
            `${path}.securityContext.windowsOptions`,
            'in a Pod whose `spec.os.name` is `linux`; remove one of them',
          );
        }
        return;
      }
      for (const field of linuxOnly) {
        if (securityContext[field] !== undefined) {
          reportForbidden(
            report,
            `${path}.securityContext.${field}`,
            'in a Pod whose `spec.os.name` is `windows`; remove it',
          );
        }
      }
    });
  },
});
