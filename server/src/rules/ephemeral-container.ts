import type { EphemeralContainer } from '../schema/pod-types';
import { fixEphemeralContainers } from '../validation/fix-ephemeral-containers';
import { reportForbidden, type Report } from '../validation/report';
import { defineRule } from './rule';

const containerFields = [
  'ports',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

const advice = 'on an ephemeral container; remove it';

/**
 * pkg/apis/core/validation/validation.go (v1.37), `ValidatePodCreate` and `validateEphemeralContainers`: a debugger is
 * added to a running Pod through the API server, so a manifest has none. What is wrong in one is told all the same.
 */
export const rule = defineRule({
  id: 'ephemeral-container',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixEphemeralContainers,
  check({ pod, report }) {
    const containers = pod.spec?.ephemeralContainers ?? [];
    if (containers.length === 0) return;
    reportForbidden(
      report,
      'spec.ephemeralContainers',
      'in a manifest, for they are added to a running Pod by `kubectl debug`; remove them',
    );
    containers.forEach((container, position) => {
      checkFields(report, container, `spec.ephemeralContainers[${position}]`);
    });
  },
});

function checkFields(report: Report, container: EphemeralContainer, path: string): void {
  for (const field of containerFields) {
    if (container[field] !== undefined) reportForbidden(report, `${path}.${field}`, advice);
  }
  const { limits, requests, claims } = container.resources ?? {};
  if (limits !== undefined || requests !== undefined || claims !== undefined) {
    reportForbidden(report, `${path}.resources`, advice);
  }
  container.volumeMounts?.forEach(({ subPath = '', subPathExpr = '' }, position) => {
    if (subPath !== '') reportForbidden(report, `${path}.volumeMounts[${position}].subPath`, advice);
    if (subPathExpr !== '') reportForbidden(report, `${path}.volumeMounts[${position}].subPathExpr`, advice);
  });
}
