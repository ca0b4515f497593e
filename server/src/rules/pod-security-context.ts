import { fixChoice } from '../validation/fix-choice';
import { gatesToldSince } from '../validation/gates';
import { userOrGroupIdProblem } from '../validation/names';
import { reportNotSupported, reportProblem } from '../validation/report';
import { checkAppArmorProfile, checkSeccompProfile, checkWindowsOptions } from '../validation/security-profiles';
import { defineRule } from './rule';

const path = 'spec.securityContext';

/** Values that each field takes; an empty one is none of them. */
const choices: Readonly<Record<'fsGroupChangePolicy' | 'supplementalGroupsPolicy', readonly string[]>> = {
  fsGroupChangePolicy: ['Always', 'OnRootMismatch'],
  supplementalGroupsPolicy: ['Merge', 'Strict'],
};

/** `MountOption` is forbidden where validation is told that the gate SELinuxMount is off: it is on since 1.37. */
function seLinuxChangePolicies(minor: number): readonly string[] {
  return minor >= gatesToldSince && minor < 37 ? ['Recursive'] : ['MountOption', 'Recursive'];
}

/** The Pod's own security context (`validatePodSpecSecurityContext`, v1.31 to v1.37); sysctls have a rule of their own. */
export const rule = defineRule({
  id: 'pod-security-context',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, target, report }) {
    const context = pod.spec?.securityContext;
    if (context === undefined) {
      return;
    }
    for (const field of ['fsGroup', 'runAsUser', 'runAsGroup'] as const) {
      const id = context[field];
      if (id !== undefined) {
        reportProblem(report, `${path}.${field}`, userOrGroupIdProblem(id));
      }
    }
    context.supplementalGroups?.forEach((group, position) => {
      reportProblem(report, `${path}.supplementalGroups[${position}]`, userOrGroupIdProblem(group));
    });
    for (const field of ['fsGroupChangePolicy', 'supplementalGroupsPolicy', 'seLinuxChangePolicy'] as const) {
      const value = context[field];
      const allowed = field === 'seLinuxChangePolicy' ? seLinuxChangePolicies(target.minor) : choices[field];
      if (value !== undefined && !allowed.includes(value)) {
        reportNotSupported(report, `${path}.${field}`, value, allowed);
      }
    }
    checkSeccompProfile(report, context.seccompProfile, `${path}.seccompProfile`);
    checkWindowsOptions(report, context.windowsOptions, `${path}.windowsOptions`);
    checkAppArmorProfile(report, context.appArmorProfile, `${path}.appArmorProfile`);
  },
});
