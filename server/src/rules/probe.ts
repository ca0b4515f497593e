import type { Container, Probe } from '../schema/pod-types';
import { fixChoice } from '../validation/fix-choice';
import { checkHandler, type HandlerPlace } from '../validation/handlers';
import { reportInvalid, type Report } from '../validation/report';
import { defineRule } from './rule';

/** pkg/apis/core/validation/validation.go (v1.37), `validateLivenessProbe` and its like, `validateProbe`. */
export const rule = defineRule({
  id: 'probe',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, target, report }) {
    const { containers, initContainers, terminationGracePeriodSeconds } = pod.spec ?? {};
    const place = { minor: target.minor, gracePeriod: terminationGracePeriodSeconds };
    containers?.forEach((container, position) => {
      checkProbes(report, container, `spec.containers[${position}]`, place);
    });
    initContainers?.forEach((container, position) => {
      // The rule `init-container` refuses those of init containers that are no sidecars, whatever is in them.
      if (container.restartPolicy === 'Always') {
        checkProbes(report, container, `spec.initContainers[${position}]`, place);
      }
    });
  },
});

function checkProbes(report: Report, container: Container, path: string, place: HandlerPlace): void {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  if (livenessProbe !== undefined) {
    checkProbe(report, livenessProbe, `${path}.livenessProbe`, place);
    checkOneSuccess(report, livenessProbe, `${path}.livenessProbe`);
  }
  if (readinessProbe !== undefined) {
    checkProbe(report, readinessProbe, `${path}.readinessProbe`, place);
    if (readinessProbe.terminationGracePeriodSeconds !== undefined) {
      reportInvalid(
        report,
        `${path}.readinessProbe.terminationGracePeriodSeconds`,
        'is for probes that kill, which a readinessProbe does not; remove it',
      );
    }
  }
  if (startupProbe !== undefined) {
    checkProbe(report, startupProbe, `${path}.startupProbe`, place);
    checkOneSuccess(report, startupProbe, `${path}.startupProbe`);
  }
}

const numbers = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

function checkProbe(report: Report, probe: Probe, path: string, place: HandlerPlace): void {
  checkHandler(report, probe, path, 'probe', place);
  for (const field of numbers) {
    if ((probe[field] ?? 0) < 0)
      reportInvalid(report, `${path}.${field}`, 'is less than zero; give a number from 0 on');
  }
  const gracePeriod = probe.terminationGracePeriodSeconds;
  if (gracePeriod !== undefined && gracePeriod <= 0) {
    reportInvalid(report, `${path}.terminationGracePeriodSeconds`, 'must be greater than zero; change or remove it');
  }
}

function checkOneSuccess(report: Report, { successThreshold = 0 }: Probe, path: string): void {
  if (successThreshold !== 1) {
    reportInvalid(report, `${path}.successThreshold`, 'must be 1 in this kind of probe; remove it');
  }
}
