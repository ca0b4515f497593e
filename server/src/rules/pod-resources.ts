import type { PodSpec, ResourceRequirements } from '../schema/pod-types';
import { aggregateResources } from '../schema/aggregate-resources';
import { toInternal } from '../schema/internal-quantity';
import { compareQuantity, type Quantity } from '../schema/quantity';
import { isGateTold } from '../validation/gates';
import { blaming, reportForbidden, reportInvalid, type Report } from '../validation/report';
import { checkClaims, checkResourceRequirements, isHugePages } from '../validation/resources';
import { defineRule } from './rule';

/** Gate PodLevelResources; without it the field is kept and not looked at. */
const onSince = 34;

/** pkg/apis/core/validation/validation.go (v1.37), `validatePodResources` and `validatePodResourceConsistency`. */
export const rule = defineRule({
  id: 'pod-resources',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, target, report }) {
    const { spec } = pod;
    const resources = spec?.resources;
    if (spec === undefined || resources === undefined || !isGateTold(onSince, target.minor)) return;
    if (spec.os?.name === 'windows') {
      reportForbidden(report, 'spec.resources', 'for Windows; give each container its resources');
      return;
    }
    if (resources.claims !== undefined) {
      reportForbidden(report, 'spec.resources.claims', 'for a whole Pod; give the claims to containers');
      const names = new Set(spec.resourceClaims?.map(({ name = '' }) => name));
      checkClaims(report, resources.claims, 'spec.resources.claims', names);
    }
    checkResourceRequirements(report, resources, 'spec.resources', 'pod');
    checkSums(report, spec, resources);
    checkLimits(report, spec, resources);
  },
});

/** Requests, and limits of huge pages, must have room for those of all containers together. */
function checkSums(report: Report, spec: PodSpec, { requests, limits }: ResourceRequirements): void {
  if (requests !== undefined) {
    for (const [name, sum] of aggregateResources(spec, 'requests')) {
      const request = quantityOf(requests, name);
      if (request !== undefined && compareQuantity(sum, request) > 0) {
        reportInvalid(
          report,
          `spec.resources.requests[${name}]`,
          "is less than the containers' requests together; raise it or lower theirs",
        );
      }
    }
  }
  if (limits !== undefined) {
    for (const [name, sum] of aggregateResources(spec, 'limits')) {
      const limit = isHugePages(name) ? quantityOf(limits, name) : undefined;
      if (limit !== undefined && compareQuantity(sum, limit) > 0) {
        reportInvalid(
          report,
          `spec.resources.limits[${name}]`,
          "is less than the containers' limits together; raise it or lower theirs",
        );
      }
    }
  }
}

function checkLimits(report: Report, spec: PodSpec, { limits }: ResourceRequirements): void {
  if (limits === undefined) return;
  spec.containers?.forEach(({ resources }, position) => {
    for (const [name, text] of Object.entries(resources?.limits ?? {})) {
      const own = toInternal(text);
      const whole = quantityOf(limits, name);
      if (own !== undefined && whole !== undefined && compareQuantity(own, whole) > 0) {
        // Kubernetes' own path: no field of a Pod is there.
        const blamed = blaming(report, `spec.resources.containers[${position}][${name}].limits`);
        const path = `spec.containers[${position}].resources.limits[${name}]`;
        reportInvalid(
          blamed,
          path,
          `is more than \`spec.resources.limits[${name}]\`; lower it, or raise the Pod's limit`,
        );
      }
    }
  });
}

function quantityOf(list: Readonly<Record<string, string>>, name: string): Quantity | undefined {
  const text = Object.hasOwn(list, name) ? list[name] : undefined;
  return text === undefined ? undefined : toInternal(text);
}
