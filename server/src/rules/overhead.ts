import type { Report } from '../validation/report';
import { checkResourceRequirements } from '../validation/resources';
import { defineRule } from './rule';

/** What the Pod takes beside its containers; Kubernetes checks it as a container's limits, and says so in the paths. */
export const rule = defineRule({
  id: 'overhead',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const limits = pod.spec?.overhead;
    if (limits !== undefined) {
      const tell: Report = (error) => {
        report({ ...error, at: error.path.replace('spec.overhead.limits', 'spec.overhead') });
      };
      checkResourceRequirements(tell, { limits }, 'spec.overhead', 'container');
    }
  },
});
