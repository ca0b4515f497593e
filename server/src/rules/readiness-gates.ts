import { checkLabelName } from '../validation/labels';
import { defineRule } from './rule';

/** Conditions that others set on the Pod. */
export const rule = defineRule({
  id: 'readiness-gates',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    pod.spec?.readinessGates?.forEach(({ conditionType = '' }, position) => {
      checkLabelName(report, conditionType, `spec.readinessGates[${position}].conditionType`);
    });
  },
});
