import type { Toleration } from '../schema/pod-types';
import { checkLabelName } from './labels';
import { labelValueProblem } from './names';
import { blaming, reportInvalid, reportNotSupported, type Report } from './report';

const operators = ['Equal', 'Exists'];
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/**
 * pkg/apis/core/validation/validation.go, v1.31 to v1.37, `ValidateTolerations`. `Lt` and `Gt` are behind a gate
 * that is off (TaintTolerationComparisonOperators).
 */
export function checkTolerations(report: Report, tolerations: readonly Toleration[] | undefined, list: string): void {
  tolerations?.forEach(({ key = '', operator = '', value = '', effect = '', tolerationSeconds }, position) => {
    const path = `${list}[${position}]`;
    if (key !== '') {
      checkLabelName(report, key, `${path}.key`);
    } else if (operator !== 'Exists') {
      reportInvalid(
        report,
        `${path}.operator`,
        'must be `Exists` without a `key`: that tolerates every taint; set one of the two',
      );
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      reportInvalid(
        report,
        `${path}.effect`,
        'must be `NoExecute` with `tolerationSeconds`; set it, or remove the seconds',
      );
    }
    if (operator === 'Equal' || operator === '') {
      const problem = labelValueProblem(value);
      if (problem !== undefined) {
        reportInvalid(blaming(report, `${path}.operator`), `${path}.value`, problem);
      }
    } else if (operator === 'Exists') {
      if (value !== '') {
        reportInvalid(
          blaming(report, `${path}.operator`),
          `${path}.value`,
          'may not be set with `Exists`; remove it, or use `Equal`',
        );
      }
    } else {
      reportNotSupported(report, `${path}.operator`, operator, operators);
    }
    if (effect !== '' && !effects.includes(effect)) {
      reportNotSupported(report, `${path}.effect`, effect, effects);
    }
  });
}
