import { checkClaims, checkResourceRequirements } from '../validation/resources';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

/**
 * pkg/apis/core/validation/validation.go (v1.37), `ValidateContainerResourceRequirements`. Defaulting has made requests
 * of limits that stood alone.
 */
export const rule = defineRule({
  id: 'container-resources',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    let claimNames: Set<string> | undefined;
    visitContainers(pod.spec, ({ resources }, path) => {
      if (resources === undefined) return;
      checkResourceRequirements(report, resources, `${path}.resources`, 'container');
      if (resources.claims !== undefined && resources.claims.length > 0) {
        claimNames ??= new Set(pod.spec?.resourceClaims?.map(({ name = '' }) => name));
        checkClaims(report, resources.claims, `${path}.resources.claims`, claimNames);
      }
    });
  },
});
