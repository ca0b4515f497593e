import { reportForbidden } from '../validation/report';
import { defineRule } from './rule';

const sidecarFields = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** pkg/apis/core/validation/validation.go (v1.37), `validateInitContainers`: what ends before others start has no life to watch. */
export const rule = defineRule({
  id: 'init-container',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    pod.spec?.initContainers?.forEach((container, position) => {
      if (container.restartPolicy === 'Always') return;
      for (const field of sidecarFields) {
        if (container[field] !== undefined) {
          reportForbidden(
            report,
            `spec.initContainers[${position}].${field}`,
            'on an init container, unless `restartPolicy: Always` makes a sidecar of it; remove it or add that',
          );
        }
      }
    });
  },
});
