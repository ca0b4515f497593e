import { dns1123SubdomainProblem } from '../validation/names';
import { reportProblem } from '../validation/report';
import { defineRule } from './rule';

/** Its form; the kubelet heeds `priority` alone. */
export const rule = defineRule({
  id: 'priority-class-name',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const name = pod.spec?.priorityClassName ?? '';
    if (name !== '') {
      reportProblem(report, 'spec.priorityClassName', dns1123SubdomainProblem(name));
    }
  },
});
