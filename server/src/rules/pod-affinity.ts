import type { PodAffinity, PodAffinityTerm } from '../schema/pod-types';
import { checkLabelName } from '../validation/labels';
import { dns1123LabelProblem } from '../validation/names';
import { blaming, reportInvalid, reportProblem, reportRequired, type Report } from '../validation/report';
import { checkLabelSelector, checkMatchLabelKeys } from '../validation/selectors';
import { defineRule } from './rule';

/** `podAffinity` and `podAntiAffinity`: pkg/apis/core/validation/validation.go, v1.31 to v1.37. */
export const rule = defineRule({
  id: 'pod-affinity',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const affinity = pod.spec?.affinity;
    checkAffinity(report, affinity?.podAffinity, 'spec.affinity.podAffinity');
    checkAffinity(report, affinity?.podAntiAffinity, 'spec.affinity.podAntiAffinity');
  },
});

function checkAffinity(report: Report, affinity: PodAffinity | undefined, path: string): void {
  affinity?.requiredDuringSchedulingIgnoredDuringExecution?.forEach((term, position) => {
    checkTerm(report, term, `${path}.requiredDuringSchedulingIgnoredDuringExecution[${position}]`);
  });
  affinity?.preferredDuringSchedulingIgnoredDuringExecution?.forEach(({ podAffinityTerm, weight = 0 }, position) => {
    const itemPath = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${position}]`;
    if (weight < 1 || weight > 100) {
      reportInvalid(report, `${itemPath}.weight`, 'must be between 1 and 100; correct the number');
    }
    checkTerm(report, podAffinityTerm ?? {}, `${itemPath}.podAffinityTerm`);
  });
}

function checkTerm(report: Report, term: PodAffinityTerm, path: string): void {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [], namespaces, topologyKey = '' } = term;
  checkLabelSelector(report, labelSelector, `${path}.labelSelector`);
  checkLabelSelector(report, term.namespaceSelector, `${path}.namespaceSelector`);
  namespaces?.forEach((name, position) => {
    // Kubernetes writes the field in the singular and without the position.
    reportProblem(blaming(report, `${path}.namespace`), `${path}.namespaces[${position}]`, dns1123LabelProblem(name));
  });
  checkMatchLabelKeys(report, matchLabelKeys, mismatchLabelKeys, labelSelector, path);
  if (topologyKey === '') {
    reportRequired(
      report,
      `${path}.topologyKey`,
      'Name the label of nodes that makes a place, as `kubernetes.io/hostname`.',
    );
  }
  checkLabelName(report, topologyKey, `${path}.topologyKey`);
}
