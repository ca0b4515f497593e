import { dns1123LabelProblem } from '../validation/names';
import { reportProblem } from '../validation/report';
import { defineRule } from './rule';

/** A missing namespace has become `default` before. */
export const rule = defineRule({
  id: 'metadata-namespace',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const namespace = pod.metadata?.namespace ?? '';
    if (namespace !== '') {
      reportProblem(report, 'metadata.namespace', dns1123LabelProblem(namespace));
    }
  },
});
