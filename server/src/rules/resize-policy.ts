import type { ContainerResizePolicy } from '../schema/pod-types';
import { fixChoice } from '../validation/fix-choice';
import { gatesToldSince, isGateTold } from '../validation/gates';
import { blaming, reportChoice, reportDuplicate, reportInvalid, type Report } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

const resourceNames = ['cpu', 'memory'] as const;
const policies = ['NotRequired', 'RestartContainer'] as const;

/** Gate InPlacePodVerticalScaling; without it init containers do not take the field. */
const onSince = 33;
/** From here on a container that runs once can't ask to be restarted. */
const strictSince = 36;

/** pkg/apis/core/validation/validation.go (v1.37), `validateResizePolicy` and the end of `validateInitContainers`. */
export const rule = defineRule({
  id: 'resize-policy',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod: { spec }, target, report }) {
    visitContainers(spec, ({ resizePolicy }, path) => {
      if (resizePolicy !== undefined) {
        checkPolicies(report, resizePolicy, `${path}.resizePolicy`, spec?.restartPolicy === 'Never');
      }
    });
    spec?.initContainers?.forEach(({ resizePolicy = [], restartPolicy }, position) => {
      const path = `spec.initContainers[${position}].resizePolicy`;
      if (!isGateTold(onSince, target.minor) && resizePolicy.length > 0) {
        const problem = `is not for init containers of a static Pod before Kubernetes 1.${gatesToldSince}; remove it`;
        reportInvalid(report, path, problem);
      }
      if (target.minor >= strictSince && restartPolicy !== 'Always') checkNoRestart(report, resizePolicy, path);
    });
  },
});

function checkPolicies(report: Report, list: readonly ContainerResizePolicy[], path: string, never: boolean): void {
  const seen = new Set<string>();
  const blamed = blaming(report, path);
  list.forEach(({ resourceName = '', restartPolicy = '' }, position) => {
    const itemPath = `${path}[${position}]`;
    if (seen.has(resourceName)) reportDuplicate(report, itemPath, resourceName);
    seen.add(resourceName);
    reportChoice(blamed, `${itemPath}.resourceName`, resourceName, resourceNames);
    reportChoice(blamed, `${itemPath}.restartPolicy`, restartPolicy, policies);
    if (never && restartPolicy !== 'NotRequired') {
      const problem = "must be `NotRequired`, for this Pod's `restartPolicy` is `Never`; change one of them";
      reportInvalid(blamed, `${itemPath}.restartPolicy`, problem);
    }
  });
}

function checkNoRestart(report: Report, list: readonly ContainerResizePolicy[], path: string): void {
  list.forEach(({ restartPolicy }, position) => {
    if (restartPolicy === 'RestartContainer') {
      const problem = 'can be `RestartContainer` in sidecars only; use `NotRequired`';
      reportInvalid(report, `${path}[${position}].restartPolicy`, problem);
    }
  });
}
