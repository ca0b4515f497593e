import { fixChoice } from '../validation/fix-choice';
import { reportChoice } from '../validation/report';
import { defineRule } from './rule';

/** A missing one has become `Always` before. */
export const rule = defineRule({
  id: 'restart-policy',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, report }) {
    reportChoice(report, 'spec.restartPolicy', pod.spec?.restartPolicy, ['Always', 'OnFailure', 'Never']);
  },
});
