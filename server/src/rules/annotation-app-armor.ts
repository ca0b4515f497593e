import type { AppArmorProfile } from '../schema/pod-types';
import { reportForbidden, reportInvalid, spelling, type Report } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

const prefix = 'container.apparmor.security.beta.kubernetes.io/';

/**
 * The annotations that were there before `appArmorProfile` (pkg/apis/core/validation/validation.go, v1.31 to v1.37,
 * `ValidateAppArmorPodAnnotations` and `validateAppArmorAnnotationsAndFieldsMatchOnCreate`).
 */
export const rule = defineRule({
  id: 'annotation-app-armor',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod: { metadata, spec }, report }) {
    const annotations = metadata?.annotations;
    const names = Object.keys(annotations ?? {})
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
    if (annotations === undefined || names.length === 0) {
      return;
    }
    const containers = new Set<string>();
    visitContainers(spec, ({ name = '' }) => containers.add(name));
    for (const name of names) {
      const key = `${prefix}${name}`;
      const path = `metadata.annotations[${key}]`;
      if (!containers.has(name)) {
        reportInvalid(report, path, `is about a container '${name}', which is not there; rename or remove it`);
      }
      if (!/^(?:|runtime\/default|unconfined|localhost\/[^]*)$/.test(annotations[key] ?? '')) {
        const formats = '`runtime/default`, `unconfined` or `localhost/` and a profile';
        reportInvalid(report, path, `must be ${formats}; remove it and set \`securityContext.appArmorProfile\``);
      }
    }
    if (spec?.os?.name === 'windows') {
      return;
    }
    visitContainers(spec, ({ name = '', securityContext }, path) => {
      const profile = securityContext?.appArmorProfile ?? spec?.securityContext?.appArmorProfile;
      const annotation = annotations[`${prefix}${name}`];
      if (profile !== undefined && annotation !== undefined) {
        const own = securityContext?.appArmorProfile !== undefined;
        const place = `${own ? path : 'spec'}.securityContext.appArmorProfile`;
        compare(spelling(report, place, `${path}.securityContext.appArmorProfile`), annotation, profile, place);
      }
    });
  },
});

/** Where both are there they agree; the Pod's profile counts for a container that has none. */
function compare(report: Report, annotation: string, profile: AppArmorProfile, path: string): void {
  const differs = 'to other than the AppArmor annotation says; remove the annotation';
  const { type, localhostProfile } = profile;
  if (type === 'Localhost') {
    if (!annotation.startsWith('localhost/')) {
      reportForbidden(report, `${path}.type`, differs);
    } else if (annotation !== `localhost/${localhostProfile ?? '\0'}`) {
      reportForbidden(report, `${path}.localhostProfile`, differs);
    }
  } else if (
    (type === 'Unconfined' && annotation !== 'unconfined') ||
    (type === 'RuntimeDefault' && annotation !== 'runtime/default')
  ) {
    reportForbidden(report, `${path}.type`, differs);
  }
}
