import type { FileKeySelector } from '../schema/pod-types';
import { backstepsProblem, dns1123LabelProblem, relaxedEnvironmentNameProblem } from '../validation/names';
import { reportInvalid, reportNotFound, reportProblem, reportRequired, type Report } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

/**
 * Variables from a file in a volume, since 1.34: pkg/apis/core/validation/validation.go (v1.37),
 * `validateFileKeySelector` and `validateFileKeyRefVolumes`. The second looks at the Pod's volumes as they stand, with
 * errors of their own or not.
 */
export const rule = defineRule({
  id: 'environment-file',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    visitContainers(pod.spec, ({ env }, path) => {
      env?.forEach(({ valueFrom }, position) => {
        const selector = valueFrom?.fileKeyRef;
        if (selector === undefined) return;
        const selectorPath = `${path}.env[${position}].valueFrom.fileKeyRef`;
        checkSelector(report, selector, selectorPath);
        const name = selector.volumeName ?? '';
        const volume = pod.spec?.volumes?.findLast((candidate) => (candidate.name ?? '') === name);
        if (volume === undefined) {
          reportNotFound(
            report,
            `${selectorPath}.volumeName`,
            name,
            'a volume of this Pod',
            'Correct it, or add the volume to `spec.volumes`.',
          );
        } else if (volume.emptyDir === undefined) {
          reportInvalid(report, `${selectorPath}.volumeName`, 'names a volume that is no `emptyDir`; use one that is');
        }
      });
    });
  },
});

function checkSelector(
  report: Report,
  { key = '', volumeName = '', path = '' }: FileKeySelector,
  selectorPath: string,
): void {
  if (key === '') {
    reportRequired(report, `${selectorPath}.key`, 'Name the variable in the file.');
  } else {
    reportProblem(report, `${selectorPath}.key`, relaxedEnvironmentNameProblem(key));
  }
  if (volumeName === '') {
    reportRequired(report, `${selectorPath}.volumeName`, 'Name the volume that holds the file.');
  } else {
    reportProblem(report, `${selectorPath}.volumeName`, dns1123LabelProblem(volumeName));
  }
  if (path === '') {
    reportRequired(report, `${selectorPath}.path`, "Give the file's path in the volume.");
  } else {
    reportProblem(report, `${selectorPath}.path`, backstepsProblem(path));
  }
}
