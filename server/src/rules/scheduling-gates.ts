import { checkLabelName } from '../validation/labels';
import { reportDuplicate } from '../validation/report';
import { defineRule } from './rule';

/** That a static Pod may have none at all is `node-name`. */
export const rule = defineRule({
  id: 'scheduling-gates',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const seen = new Set<string>();
    pod.spec?.schedulingGates?.forEach(({ name = '' }, position) => {
      checkLabelName(report, name, `spec.schedulingGates[${position}]`);
      if (seen.has(name)) {
        reportDuplicate(report, `spec.schedulingGates[${position}]`, name);
      }
      seen.add(name);
    });
  },
});
