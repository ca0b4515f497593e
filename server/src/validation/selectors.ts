import type { LabelSelector, NodeSelector, NodeSelectorTerm } from '../schema/pod-types';
import { checkLabelName, checkLabels } from './labels';
import { dns1123SubdomainProblem, labelValueProblem } from './names';
import { blaming, reportForbidden, reportInvalid, reportProblem, reportRequired, type Report } from './report';

/** apimachinery pkg/apis/meta/v1/validation/validation.go, v0.31 to v0.37, `ValidateLabelSelector`. */
export function checkLabelSelector(report: Report, selector: LabelSelector | undefined, path: string): void {
  if (selector === undefined) {
    return;
  }
  checkLabels(report, selector.matchLabels, `${path}.matchLabels`);
  selector.matchExpressions?.forEach(({ key = '', operator = '', values = [] }, position) => {
    const itemPath = `${path}.matchExpressions[${position}]`;
    checkOperator(report, operator, values, itemPath);
    checkLabelName(report, key, `${itemPath}.key`);
    checkLabelValues(report, values, `${itemPath}.values`);
  });
}

function checkOperator(report: Report, operator: string, values: readonly string[], path: string): void {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        reportRequired(report, `${path}.values`, `Give \`${operator}\` a value to compare with.`);
      }
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        reportForbidden(report, `${path}.values`, `with the operator \`${operator}\`; remove the values`);
      }
      break;
    default:
      reportInvalid(
        report,
        `${path}.operator`,
        'must be `In`, `NotIn`, `Exists` or `DoesNotExist`; choose one of them',
      );
  }
}

function checkLabelValues(report: Report, values: readonly string[], path: string): void {
  values.forEach((value, position) => {
    const problem = labelValueProblem(value);
    if (problem !== undefined) {
      reportInvalid(report, `${path}[${position}]`, problem);
    }
  });
}

/** pkg/apis/core/validation/validation.go, v1.37, `ValidateNodeSelector`. Values are looked at since 1.33. */
export function checkNodeSelector(report: Report, selector: NodeSelector, path: string, minor: number): void {
  const { nodeSelectorTerms = [] } = selector;
  if (nodeSelectorTerms.length === 0) {
    reportRequired(report, `${path}.nodeSelectorTerms`, 'Add a term, or remove the selector.');
  }
  nodeSelectorTerms.forEach((term, position) => {
    checkNodeSelectorTerm(report, term, `${path}.nodeSelectorTerms[${position}]`, minor >= 33);
  });
}

export function checkNodeSelectorTerm(report: Report, term: NodeSelectorTerm, path: string, values: boolean): void {
  term.matchExpressions?.forEach((requirement, position) => {
    const itemPath = `${path}.matchExpressions[${position}]`;
    const { key = '', operator = '' } = requirement;
    const given = requirement.values ?? [];
    if (operator === 'Gt' || operator === 'Lt') {
      if (given.length !== 1) {
        reportRequired(report, `${itemPath}.values`, `Give \`${operator}\` exactly one value.`);
      }
    } else if (/^(?:Not)?In$|^(?:DoesNotExist|Exists)$/.test(operator)) {
      checkOperator(report, operator, given, itemPath);
    } else {
      const choice = '`In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`';
      reportInvalid(report, `${itemPath}.operator`, `must be ${choice}; choose one of them`);
    }
    checkLabelName(report, key, `${itemPath}.key`);
    if (values) {
      checkLabelValues(report, given, `${itemPath}.values`);
    }
  });
  term.matchFields?.forEach(({ key = '', operator = '', values: given = [] }, position) => {
    const itemPath = `${path}.matchFields[${position}]`;
    if (operator !== 'In' && operator !== 'NotIn') {
      reportInvalid(report, `${itemPath}.operator`, 'must be `In` or `NotIn`; choose one of them');
    } else if (given.length !== 1) {
      reportRequired(report, `${itemPath}.values`, `Give \`${operator}\` exactly one value.`);
    }
    if (key !== 'metadata.name') {
      reportInvalid(
        report,
        `${itemPath}.key`,
        'must be `metadata.name`, the one field that a node is chosen by; correct it',
      );
      return;
    }
    given.forEach((name, valuePosition) => {
      reportProblem(report, `${itemPath}.values[${valuePosition}]`, dns1123SubdomainProblem(name));
    });
  });
}

/**
 * Keys whose values are taken from the Pod's own labels: pkg/apis/core/validation/validation.go, v1.37,
 * `ValidateMatchLabelKeysAndMismatchLabelKeys` (without a name of its own before 1.34).
 */
export function checkMatchLabelKeys(
  report: Report,
  matchLabelKeys: readonly string[],
  mismatchLabelKeys: readonly string[],
  selector: LabelSelector | undefined,
  path: string,
): void {
  checkKeys(report, matchLabelKeys, `${path}.matchLabelKeys`, selector);
  checkKeys(report, mismatchLabelKeys, `${path}.mismatchLabelKeys`, selector);
  if (selector !== undefined && matchLabelKeys.length > 0) {
    const seen = new Set(Object.keys(selector.matchLabels ?? {}));
    for (const { key = '' } of selector.matchExpressions ?? []) {
      // Only a key's second time counts: the API server has put one there for the Pod's own label.
      const position = matchLabelKeys.lastIndexOf(key);
      if (position >= 0 && seen.has(key)) {
        // Kubernetes leaves out the field's name.
        const place = `${path}.matchLabelKeys[${position}]`;
        const problem = 'is in `labelSelector` more than once; remove one of the two';
        reportInvalid(blaming(report, `${path}[${position}]`), place, problem);
      }
      seen.add(key);
    }
  }
  matchLabelKeys.forEach((key, position) => {
    if (mismatchLabelKeys.includes(key)) {
      reportInvalid(
        report,
        `${path}.matchLabelKeys[${position}]`,
        'is in `mismatchLabelKeys` too; remove it from one of the two',
      );
    }
  });
}

function checkKeys(report: Report, keys: readonly string[], path: string, selector: LabelSelector | undefined): void {
  if (keys.length > 0 && selector === undefined) {
    reportForbidden(report, path, 'without `labelSelector`; add one, or remove the keys');
    return;
  }
  keys.forEach((key, position) => {
    checkLabelName(report, key, `${path}[${position}]`);
  });
}

/** `ValidateMatchLabelKeysInTopologySpread`: what kubelets before 1.35 check in topology spread constraints. */
export function checkMatchLabelKeysOfSpread(
  report: Report,
  keys: readonly string[],
  selector: LabelSelector | undefined,
  path: string,
): void {
  if (keys.length === 0) {
    return;
  }
  if (selector === undefined) {
    reportForbidden(report, path, 'without `labelSelector`; add one, or remove the keys');
  }
  const selected = new Set(Object.keys(selector?.matchLabels ?? {}));
  for (const { key = '' } of selector?.matchExpressions ?? []) {
    selected.add(key);
  }
  keys.forEach((key, position) => {
    checkLabelName(report, key, `${path}[${position}]`);
    if (selected.has(key)) {
      reportInvalid(report, `${path}[${position}]`, 'is in `labelSelector` too; remove it from one of the two');
    }
  });
}
