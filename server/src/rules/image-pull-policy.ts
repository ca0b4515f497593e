import { fixChoice } from '../validation/fix-choice';
import { reportChoice } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

const policies = ['Always', 'IfNotPresent', 'Never'] as const;

/** pkg/apis/core/validation/validation.go (v1.37), `validatePullPolicy`. Defaulting has filled in what was missing. */
export const rule = defineRule({
  id: 'image-pull-policy',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, report }) {
    visitContainers(pod.spec, ({ imagePullPolicy }, path) => {
      reportChoice(report, `${path}.imagePullPolicy`, imagePullPolicy, policies);
    });
  },
});
