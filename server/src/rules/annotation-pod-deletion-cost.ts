import { reportInvalid } from '../validation/report';
import { defineRule } from './rule';

const key = 'controller.kubernetes.io/pod-deletion-cost';

/** pkg/apis/core/helper/helpers.go, v1.31 to v1.37, `GetDeletionCostFromPodAnnotations`. */
export const rule = defineRule({
  id: 'annotation-pod-deletion-cost',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const cost = pod.metadata?.annotations?.[key];
    if (cost !== undefined && !isInt32(cost)) {
      const path = `metadata.annotations[${key}]`;
      reportInvalid(
        report,
        path,
        'must be a whole number of 32 bits, without `+` or leading zeros; correct or remove it',
      );
    }
  },
});

function isInt32(text: string): boolean {
  const value = /^(?:0|-\d+|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN;
  return value >= -2147483648 && value <= 2147483647;
}
