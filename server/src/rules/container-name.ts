import type { PodSpec } from '../schema/pod-types';
import { dns1123LabelProblem } from '../validation/names';
import { reportDuplicate, reportNotFound, reportProblem, reportRequired, type Report } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

/**
 * pkg/apis/core/validation/validation.go (v1.37), `validateContainerCommon` and the three functions that walk lists of
 * containers: one name space for all of them, and the later list is blamed.
 */
export const rule = defineRule({
  id: 'container-name',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const { spec } = pod;
    visitContainers(spec, ({ name = '' }, path) => {
      if (name === '') {
        reportRequired(report, `${path}.name`, 'Name the container.');
      } else {
        reportProblem(report, `${path}.name`, dns1123LabelProblem(name));
      }
    });
    if (spec !== undefined) checkUnique(spec, report);
  },
});

function checkUnique(
  { containers = [], initContainers = [], ephemeralContainers = [] }: PodSpec,
  report: Report,
): void {
  // An empty name collides too among containers and ephemeral containers, not among init containers.
  const taken = new Set<string>();
  containers.forEach(({ name = '' }, position) => {
    if (taken.has(name)) reportDuplicate(report, `spec.containers[${position}].name`, name);
    taken.add(name);
  });
  initContainers.forEach(({ name = '' }, position) => {
    if (taken.has(name)) reportDuplicate(report, `spec.initContainers[${position}].name`, name);
    if (name !== '') taken.add(name);
  });
  if (ephemeralContainers.length === 0) return;
  const lasting = new Set([...containers, ...initContainers].map(({ name = '' }) => name));
  for (const name of lasting) taken.add(name);
  ephemeralContainers.forEach(({ name = '', targetContainerName = '' }, position) => {
    const path = `spec.ephemeralContainers[${position}]`;
    if (taken.has(name)) reportDuplicate(report, `${path}.name`, name);
    taken.add(name);
    if (targetContainerName !== '' && !lasting.has(targetContainerName)) {
      reportNotFound(report, `${path}.targetContainerName`, targetContainerName, 'a container', 'Correct it.');
    }
  });
}
