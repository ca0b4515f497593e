import { checkLabels } from '../validation/labels';
import { defineRule } from './rule';

/** Keys and values of `metadata.labels`. */
export const rule = defineRule({
  id: 'metadata-labels',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    checkLabels(report, pod.metadata?.labels, 'metadata.labels');
  },
});
