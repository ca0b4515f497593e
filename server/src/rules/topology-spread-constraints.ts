import { fixChoice } from '../validation/fix-choice';
import { isGateTold } from '../validation/gates';
import { reportInvalid, reportNotSupported, reportRequired } from '../validation/report';
import { checkLabelSelector, checkMatchLabelKeys, checkMatchLabelKeysOfSpread } from '../validation/selectors';
import { defineRule } from './rule';

const actions = ['DoNotSchedule', 'ScheduleAnyway'];
const policies = ['Honor', 'Ignore'];

/** pkg/apis/core/validation/validation.go, v1.31 to v1.37, `validateTopologySpreadConstraints`. */
export const rule = defineRule({
  id: 'topology-spread-constraints',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, target, report }) {
    const constraints = pod.spec?.topologySpreadConstraints ?? [];
    constraints.forEach((constraint, position) => {
      const path = `spec.topologySpreadConstraints[${position}]`;
      const { labelSelector, matchLabelKeys = [], maxSkew = 0, minDomains } = constraint;
      const { topologyKey = '', whenUnsatisfiable = '' } = constraint;
      if (maxSkew <= 0) {
        reportInvalid(report, `${path}.maxSkew`, 'must be above zero; correct the number');
      }
      if (topologyKey === '') {
        reportRequired(
          report,
          `${path}.topologyKey`,
          'Name the label of nodes that makes a place, as `kubernetes.io/hostname`.',
        );
      }
      if (!actions.includes(whenUnsatisfiable)) {
        reportNotSupported(report, `${path}.whenUnsatisfiable`, whenUnsatisfiable, actions);
      }
      const twin = constraints
        .slice(position + 1)
        .some(
          (other) => (other.topologyKey ?? '') === topologyKey && (other.whenUnsatisfiable ?? '') === whenUnsatisfiable,
        );
      if (twin) {
        report({
          type: 'FieldValueDuplicate',
          path: `${path}.{topologyKey, whenUnsatisfiable}`,
          at: path,
          message: `\`${path}\` has the \`topologyKey\` and \`whenUnsatisfiable\` of a later constraint. Remove one of the two, or change it.`,
        });
      }
      if (minDomains !== undefined && minDomains <= 0) {
        reportInvalid(report, `${path}.minDomains`, 'must be above zero; correct the number');
      }
      if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule') {
        reportInvalid(report, `${path}.minDomains`, 'needs `whenUnsatisfiable: DoNotSchedule`; set that, or remove it');
      }
      for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
        const policy = constraint[field];
        if (policy !== undefined && !policies.includes(policy)) {
          reportNotSupported(report, `${path}.${field}`, policy, policies);
        }
      }
      // The gate is MatchLabelKeysInPodTopologySpreadSelectorMerge.
      if (isGateTold(34, target.minor)) {
        checkMatchLabelKeys(report, matchLabelKeys, [], labelSelector, path);
      } else {
        checkMatchLabelKeysOfSpread(report, matchLabelKeys, labelSelector, `${path}.matchLabelKeys`);
      }
      checkLabelSelector(report, labelSelector, `${path}.labelSelector`);
    });
  },
});
