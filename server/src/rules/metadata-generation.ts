import { reportInvalid } from '../validation/report';
import { defineRule } from './rule';

/** apimachinery pkg/api/validation/objectmeta.go, v0.37. */
export const rule = defineRule({
  id: 'metadata-generation',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    if ((pod.metadata?.generation ?? 0) < 0) {
      reportInvalid(report, 'metadata.generation', 'is below zero; remove it, the API server counts it');
    }
  },
});
