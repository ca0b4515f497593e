import type { PodSecurityContext } from '../schema/pod-types';
import { fixChoice } from '../validation/fix-choice';
import { blaming, reportForbidden, reportNotSupported, reportRequired, type Report } from '../validation/report';
import { defineRule, type PodContext } from './rule';

const systems = ['linux', 'windows'];
const windowsOnly = 'in a Pod whose `os.name` is `linux`; remove it';
const linuxOnly = 'in a Pod whose `os.name` is `windows`; remove it';

const linuxOfPods: readonly (keyof PodSecurityContext)[] = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
];

/** pkg/apis/core/validation/validation.go, v1.31 to v1.37, `validateOS`, `validateLinux`, `validateWindows`; containers are `container-os`. */
export const rule = defineRule({
  id: 'operating-system',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod: { spec }, report }) {
    if (spec?.os === undefined) {
      return;
    }
    const { name = '' } = spec.os;
    if (name === '') {
      reportRequired(report, 'spec.os.name', 'Use `linux` or `windows`, or remove `os`.');
    } else if (!systems.includes(name)) {
      reportNotSupported(blaming(report, 'spec.os'), 'spec.os.name', name, systems);
    } else if (name === 'linux') {
      checkLinux(report, spec);
    } else {
      checkWindows(report, spec);
    }
  },
});

type Spec = NonNullable<PodContext['pod']['spec']>;

function checkLinux(report: Report, spec: Spec): void {
  if (spec.securityContext?.windowsOptions !== undefined) {
    reportForbidden(report, 'spec.securityContext.windowsOptions', windowsOnly);
  }
}

function checkWindows(report: Report, spec: Spec): void {
  const { securityContext } = spec;
  for (const field of linuxOfPods) {
    const empty = field === 'sysctls' && securityContext?.sysctls?.length === 0;
    if (securityContext?.[field] !== undefined && !empty) {
      reportForbidden(report, `spec.securityContext.${field}`, linuxOnly);
    }
  }
  for (const field of ['hostUsers', 'shareProcessNamespace'] as const) {
    if (spec[field] !== undefined) {
      reportForbidden(report, `spec.${field}`, linuxOnly);
    }
  }
  for (const field of ['hostPID', 'hostIPC'] as const) {
    if (spec[field] === true) {
      reportForbidden(report, `spec.${field}`, linuxOnly);
    }
  }
}
