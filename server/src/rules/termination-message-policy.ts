import { fixChoice } from '../validation/fix-choice';
import { reportChoice } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

const policies = ['File', 'FallbackToLogsOnError'] as const;

/** pkg/apis/core/validation/validation.go (v1.37), `validateContainerCommon`. */
export const rule = defineRule({
  id: 'termination-message-policy',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, report }) {
    visitContainers(pod.spec, ({ terminationMessagePolicy }, path) => {
      reportChoice(report, `${path}.terminationMessagePolicy`, terminationMessagePolicy, policies);
    });
  },
});
