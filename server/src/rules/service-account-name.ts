import { dns1123SubdomainProblem } from '../validation/names';
import { reportProblem } from '../validation/report';
import { defineRule } from './rule';

/** Its form; that a static Pod may have none is `reference-service-account`. */
export const rule = defineRule({
  id: 'service-account-name',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const { serviceAccountName = '', serviceAccount = '' } = pod.spec ?? {};
    const name = serviceAccountName === '' ? serviceAccount : serviceAccountName;
    if (name !== '') {
      reportProblem(report, 'spec.serviceAccountName', dns1123SubdomainProblem(name));
    }
  },
});
