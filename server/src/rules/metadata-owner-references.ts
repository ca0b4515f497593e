import type { OwnerReference } from '../schema/pod-types';
import { blaming, reportInvalid, reportRequired, spelling, type Report } from '../validation/report';
import { defineRule } from './rule';

const advice = 'Fill it in, or remove the reference: a static Pod has no owner.';

/** apimachinery pkg/api/validation/objectmeta.go, v0.31 to v0.37, `ValidateOwnerReferences`. */
export const rule = defineRule({
  id: 'metadata-owner-references',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, target, report }) {
    const list = 'metadata.ownerReferences';
    let controllers = 0;
    pod.metadata?.ownerReferences?.forEach((reference, position) => {
      const path = `${list}[${position}]`;
      if (target.minor >= 37) {
        checkReference(report, reference, path);
      } else {
        checkReferenceBefore37(spelling(report, path, list), reference, path);
      }
      if (reference.controller === true && ++controllers > 1) {
        reportInvalid(blaming(report, list), `${path}.controller`, 'is true in a reference before, too; leave one');
      }
    });
  },
});

function checkReference(report: Report, reference: OwnerReference, path: string): void {
  const { apiVersion = '' } = reference;
  if (apiVersion === '') {
    reportRequired(report, `${path}.apiVersion`, advice);
  } else if (versionOf(apiVersion) === '') {
    reportInvalid(report, `${path}.apiVersion`, 'must be a version or a group, a `/` and a version; correct it');
  }
  for (const field of ['kind', 'name', 'uid'] as const) {
    if ((reference[field] ?? '') === '') {
      reportRequired(report, `${path}.${field}`, advice);
    }
  }
  refuseEvents(report, reference, path);
}

/** With another type for what is missing. */
function checkReferenceBefore37(report: Report, reference: OwnerReference, path: string): void {
  if (versionOf(reference.apiVersion ?? '') === '') {
    reportInvalid(report, `${path}.apiVersion`, 'must be a version or a group, a `/` and a version; correct it');
  }
  for (const field of ['kind', 'name', 'uid'] as const) {
    if ((reference[field] ?? '') === '') {
      reportInvalid(report, `${path}.${field}`, 'is missing; fill it in, or remove the reference');
    }
  }
  refuseEvents(report, reference, path);
}

function refuseEvents(report: Report, { apiVersion, kind }: OwnerReference, path: string): void {
  if (kind === 'Event' && (apiVersion === 'v1' || apiVersion === '/v1')) {
    reportInvalid(report, path, 'names an Event, which may own nothing; remove the reference');
  }
}

/** The version in `group/version` or `version`; '' where there is none. */
function versionOf(apiVersion: string): string {
  const parts = apiVersion.split('/');
  return parts.length > 2 ? '' : (parts.at(-1) ?? '');
}
