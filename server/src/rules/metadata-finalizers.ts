import { qualifiedNameProblem } from '../validation/names';
import { blaming, reportInvalid, reportProblem } from '../validation/report';
import { defineRule } from './rule';

const standard = ['foregroundDeletion', 'kubernetes', 'orphan'];

/** apimachinery pkg/api/validation/objectmeta.go, v0.37, and Kubernetes' own `validateKubeFinalizerName`. */
export const rule = defineRule({
  id: 'metadata-finalizers',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const finalizers = pod.metadata?.finalizers ?? [];
    finalizers.forEach((finalizer, position) => {
      const path = `metadata.finalizers[${position}]`;
      reportProblem(blaming(report, 'metadata.finalizers'), path, qualifiedNameProblem(finalizer));
      if (!finalizer.includes('/') && !standard.includes(finalizer)) {
        reportInvalid(report, path, 'needs a domain, as in `example.com/name`; write it so, or remove it');
      }
    });
    if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
      reportInvalid(report, 'metadata.finalizers', 'has both `orphan` and `foregroundDeletion`; remove one');
    }
  },
});
