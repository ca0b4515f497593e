import { checkLabels } from '../validation/labels';
import { defineRule } from './rule';

/** Labels of a node; the kubelet that reads the file looks at its own. */
export const rule = defineRule({
  id: 'node-selector',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    checkLabels(report, pod.spec?.nodeSelector, 'spec.nodeSelector');
  },
});
