import { reportInvalid } from '../validation/report';
import { defineRule } from './rule';

/** How long the Pod may run. */
export const rule = defineRule({
  id: 'active-deadline-seconds',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const seconds = pod.spec?.activeDeadlineSeconds;
    if (seconds !== undefined && (seconds < 1 || seconds > 2147483647)) {
      reportInvalid(report, 'spec.activeDeadlineSeconds', 'must be between 1 and 2147483647; correct the number');
    }
  },
});
