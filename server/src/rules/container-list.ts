import { reportRequired } from '../validation/report';
import { defineRule } from './rule';

/** pkg/apis/core/validation/validation.go (v1.37), `validateContainers`: init containers alone make no Pod. */
export const rule = defineRule({
  id: 'container-list',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    if ((pod.spec?.containers ?? []).length === 0) {
      reportRequired(report, 'spec.containers', 'Give the Pod at least one container.');
    }
  },
});
