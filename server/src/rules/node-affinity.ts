import { reportInvalid } from '../validation/report';
import { checkNodeSelector, checkNodeSelectorTerm } from '../validation/selectors';
import { defineRule } from './rule';

const path = 'spec.affinity.nodeAffinity';

/** pkg/apis/core/validation/validation.go, v1.31 to v1.37, `validateNodeAffinity`. */
export const rule = defineRule({
  id: 'node-affinity',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, target, report }) {
    const affinity = pod.spec?.affinity?.nodeAffinity;
    if (affinity === undefined) {
      return;
    }
    const required = affinity.requiredDuringSchedulingIgnoredDuringExecution;
    if (required !== undefined) {
      checkNodeSelector(report, required, `${path}.requiredDuringSchedulingIgnoredDuringExecution`, target.minor);
    }
    affinity.preferredDuringSchedulingIgnoredDuringExecution?.forEach(({ preference = {}, weight = 0 }, position) => {
      const itemPath = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${position}]`;
      if (weight < 1 || weight > 100) {
        reportInvalid(report, `${itemPath}.weight`, 'must be between 1 and 100; correct the number');
      }
      checkNodeSelectorTerm(report, preference, `${itemPath}.preference`, false);
    });
  },
});
