import { dns1123LabelProblem, dns1123SubdomainProblem } from '../validation/names';
import { reportForbidden, reportInvalid, reportProblem } from '../validation/report';
import { defineRule } from './rule';

/**
 * Workloads that are scheduled as one: `workloadRef` in 1.35 alone, `schedulingGroup` since 1.36
 * (pkg/apis/core/validation/validation.go, `validateWorkloadReference`, `validateSchedulingGroup`).
 */
export const rule = defineRule({
  id: 'scheduling-group',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod: { spec }, target, report }) {
    const { workloadRef, schedulingGroup } = spec ?? {};
    if (workloadRef !== undefined && target.minor === 35) {
      const { name = '', podGroup = '', podGroupReplicaKey = '' } = workloadRef;
      reportProblem(report, 'spec.workloadRef.name', dns1123SubdomainProblem(name));
      reportProblem(report, 'spec.workloadRef.podGroup', dns1123LabelProblem(podGroup));
      if (podGroupReplicaKey !== '') {
        reportProblem(report, 'spec.workloadRef.podGroupReplicaKey', dns1123LabelProblem(podGroupReplicaKey));
      }
    }
    if (schedulingGroup !== undefined && target.minor >= 36) {
      const { podGroupName } = schedulingGroup;
      if (podGroupName === undefined) {
        reportInvalid(
          report,
          'spec.schedulingGroup.podGroupName',
          'is missing; name a PodGroup, or remove `schedulingGroup`',
        );
      } else {
        reportProblem(report, 'spec.schedulingGroup.podGroupName', dns1123SubdomainProblem(podGroupName));
      }
      if ((spec?.evictionResponders?.length ?? 0) > 0) {
        reportForbidden(report, 'spec.schedulingGroup', 'beside `evictionResponders`; remove one of the two');
      }
    }
  },
});
