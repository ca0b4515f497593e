import { fixChoice } from '../validation/fix-choice';
import { reportChoice } from '../validation/report';
import { defineRule } from './rule';

/** Whether the Pod may push others aside. */
export const rule = defineRule({
  id: 'preemption-policy',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, report }) {
    const policy = pod.spec?.preemptionPolicy;
    if (policy !== undefined) {
      reportChoice(report, 'spec.preemptionPolicy', policy, ['Never', 'PreemptLowerPriority']);
    }
  },
});
