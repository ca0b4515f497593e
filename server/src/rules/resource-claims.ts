import { dns1123LabelProblem, dns1123SubdomainProblem } from '../validation/names';
import { reportDuplicate, reportInvalid, reportProblem, reportRequired } from '../validation/report';
import { defineRule } from './rule';

const mirror = 'kubernetes.io/config.mirror';

/**
 * Their form (pkg/apis/core/validation/validation.go, v1.31 to v1.37, `validatePodResourceClaim`); that a static Pod
 * may have none is `reference-resource-claim`.
 */
export const rule = defineRule({
  id: 'resource-claims',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, target, report }) {
    const claims = pod.spec?.resourceClaims ?? [];
    if (claims.length === 0) {
      return;
    }
    if (target.minor >= 32 && pod.metadata?.annotations?.[mirror] !== undefined) {
      report({
        type: 'FieldValueForbidden',
        // A path without a name, as Kubernetes writes it.
        path: '[]',
        at: 'spec.resourceClaims',
        message: `A Pod with the annotation '${mirror}' has no resource claims. Remove \`spec.resourceClaims\`.`,
      });
      return;
    }
    const seen = new Set<string>();
    claims.forEach(({ name = '', resourceClaimName, resourceClaimTemplateName }, position) => {
      const path = `spec.resourceClaims[${position}]`;
      if (name === '') {
        reportRequired(report, `${path}.name`);
      } else if (seen.has(name)) {
        reportDuplicate(report, `${path}.name`, name);
      } else {
        reportProblem(report, `${path}.name`, dns1123LabelProblem(name));
        seen.add(name);
      }
      if ((resourceClaimName === undefined) === (resourceClaimTemplateName === undefined)) {
        reportInvalid(
          report,
          path,
          'must have one of `resourceClaimName` and `resourceClaimTemplateName`; set one of the two',
        );
      }
      if (resourceClaimName !== undefined) {
        reportProblem(report, `${path}.resourceClaimName`, dns1123SubdomainProblem(resourceClaimName));
      }
      if (resourceClaimTemplateName !== undefined) {
        reportProblem(report, `${path}.resourceClaimTemplateName`, dns1123SubdomainProblem(resourceClaimTemplateName));
      }
    });
  },
});
