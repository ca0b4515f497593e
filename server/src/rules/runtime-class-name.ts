import { dns1123SubdomainProblem } from '../validation/names';
import { reportProblem } from '../validation/report';
import { defineRule } from './rule';

/** An empty one is refused too. */
export const rule = defineRule({
  id: 'runtime-class-name',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const name = pod.spec?.runtimeClassName;
    if (name !== undefined) {
      reportProblem(
        report,
        'spec.runtimeClassName',
        name === '' ? 'is empty; name a RuntimeClass, or remove it' : dns1123SubdomainProblem(name),
      );
    }
  },
});
