import { fixChoice } from '../validation/fix-choice';
import { checkTolerations } from '../validation/tolerations';
import { defineRule } from './rule';

/** `spec.tolerations`, and the one that the kubelet adds to those of a file. */
export const rule = defineRule({
  id: 'tolerations',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, report }) {
    checkTolerations(report, pod.spec?.tolerations, 'spec.tolerations');
  },
});
