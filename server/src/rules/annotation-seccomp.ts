import type { SeccompProfile } from '../schema/pod-types';
import { descendingPathProblem } from '../validation/names';
import { blaming, reportForbidden, reportProblem, type Report } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

const podKey = 'seccomp.security.alpha.kubernetes.io/pod';
const containerPrefix = 'container.seccomp.security.alpha.kubernetes.io/';

/**
 * The annotations that were there before `seccompProfile`; nothing heeds them since 1.27, but they are checked
 * (pkg/apis/core/validation/validation.go, v1.31 to v1.37, `ValidateSeccompPodAnnotations` and
 * `validateSeccompAnnotationsAndFields`).
 */
export const rule = defineRule({
  id: 'annotation-seccomp',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod: { metadata, spec }, report }) {
    const annotations = metadata?.annotations;
    if (annotations === undefined) {
      return;
    }
    let found = false;
    for (const key in annotations) {
      if (key === podKey || key.startsWith(containerPrefix)) {
        found = true;
        const told = blaming(report, `metadata.annotations.${key}`);
        reportProblem(told, `metadata.annotations[${key}]`, profileProblem(annotations[key] ?? ''));
      }
    }
    if (found) {
      compare(report, annotations[podKey], spec?.securityContext?.seccompProfile, 'spec.securityContext');
      visitContainers(spec, ({ name = '', securityContext }, path) => {
        const annotation = annotations[`${containerPrefix}${name}`];
        compare(report, annotation, securityContext?.seccompProfile, `${path}.securityContext`);
      });
    }
  },
});

function profileProblem(profile: string): string | undefined {
  if (/^(?:runtime\/default|docker\/default|unconfined)$/.test(profile)) return undefined;
  if (profile.startsWith('localhost/')) return descendingPathProblem(profile.slice('localhost/'.length));
  return 'must be `runtime/default`, `unconfined` or `localhost/` and a path; remove it and set `securityContext.seccompProfile`';
}

/** Where both are there they agree. */
function compare(
  report: Report,
  annotation: string | undefined,
  profile: SeccompProfile | undefined,
  path: string,
): void {
  if (annotation === undefined || profile === undefined) {
    return;
  }
  const differs = 'to other than its seccomp annotation says; remove the annotation';
  const type = `${path}.seccompProfile.type`;
  if (profile.type === 'Unconfined') {
    if (annotation !== 'unconfined') {
      reportForbidden(report, type, differs);
    }
  } else if (profile.type === 'RuntimeDefault') {
    if (annotation !== 'runtime/default' && annotation !== 'docker/default') {
      reportForbidden(report, type, differs);
    }
  } else if (profile.type === 'Localhost') {
    if (!annotation.startsWith('localhost/')) {
      reportForbidden(report, type, differs);
    } else if (annotation !== `localhost/${profile.localhostProfile ?? '\0'}`) {
      reportForbidden(report, `${path}.seccompProfile.localhostProfile`, differs);
    }
  }
}
