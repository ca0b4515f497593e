import type { Container, ContainerRestartRule } from '../schema/pod-types';
import { fixChoice } from '../validation/fix-choice';
import { reportForbidden, reportNotSupported, reportRequired, type Report } from '../validation/report';
import { defineRule } from './rule';

const policies = ['Always', 'Never', 'OnFailure'] as const;
const operators = ['In', 'NotIn'] as const;

/** Gate ContainerRestartRules; before it was on, only init containers may be `Always`. */
const rulesSince = 35;
/** Gate RestartAllContainersOnContainerExits. */
const restartAllSince = 36;

/**
 * pkg/apis/core/validation/validation.go (v1.37), `validateContainerRestartPolicy` and
 * `validateInitContainerRestartPolicy`.
 */
export const rule = defineRule({
  id: 'container-restart-policy',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, target: { minor }, report }) {
    pod.spec?.containers?.forEach((container, position) => {
      const path = `spec.containers[${position}]`;
      if (minor >= rulesSince) {
        checkPolicy(report, container, path, minor);
      } else if (container.restartPolicy !== undefined) {
        reportForbidden(
          report,
          `${path}.restartPolicy`,
          `on a container that is no init container before Kubernetes 1.${rulesSince}; remove it`,
        );
      }
    });
    pod.spec?.initContainers?.forEach((container, position) => {
      const path = `spec.initContainers[${position}]`;
      const { restartPolicy, restartPolicyRules = [] } = container;
      if (restartPolicy === undefined) {
        if (minor >= rulesSince && restartPolicyRules.length > 0) reportPolicyMissing(report, path);
      } else if (minor < rulesSince) {
        if (restartPolicy !== 'Always') reportNotSupported(report, `${path}.restartPolicy`, restartPolicy, ['Always']);
      } else if (restartPolicy !== 'Always' || minor >= restartAllSince) {
        checkPolicy(report, container, path, minor);
      } else if (restartPolicyRules.length > 0) {
        reportForbidden(
          report,
          `${path}.restartPolicyRules`,
          `on a sidecar before Kubernetes 1.${restartAllSince}; remove them`,
        );
      }
    });
  },
});

function reportPolicyMissing(report: Report, path: string): void {
  reportRequired(report, `${path}.restartPolicy`, 'Set it: `restartPolicyRules` are exceptions to it.');
}

function checkPolicy(
  report: Report,
  { restartPolicy, restartPolicyRules = [] }: Container,
  path: string,
  minor: number,
): void {
  if (restartPolicy === undefined) {
    if (restartPolicyRules.length === 0) return;
    reportPolicyMissing(report, path);
  } else if (!(policies as readonly string[]).includes(restartPolicy)) {
    reportNotSupported(report, `${path}.restartPolicy`, restartPolicy, policies);
  }
  reportTooMany(report, restartPolicyRules.length, 20, `${path}.restartPolicyRules`, minor);
  const actions = minor >= restartAllSince ? ['Restart', 'RestartAllContainers'] : ['Restart'];
  restartPolicyRules.forEach((entry, position) => {
    checkEntry(report, entry, `${path}.restartPolicyRules[${position}]`, actions, minor);
  });
}

function checkEntry(
  report: Report,
  { action = '', exitCodes }: ContainerRestartRule,
  path: string,
  actions: readonly string[],
  minor: number,
): void {
  if (!actions.includes(action)) reportNotSupported(report, `${path}.action`, action, actions);
  if (exitCodes === undefined) {
    reportRequired(report, `${path}.exitCodes`, 'Say for which exit codes the rule is.');
    return;
  }
  const { operator = '', values = [] } = exitCodes;
  if (!(operators as readonly string[]).includes(operator)) {
    reportNotSupported(report, `${path}.exitCodes.operator`, operator, operators);
  }
  reportTooMany(report, values.length, 255, `${path}.exitCodes.values`, minor);
}

/** 1.35 still said "too long" of a list. */
function reportTooMany(report: Report, count: number, limit: number, path: string, minor: number): void {
  if (count <= limit) return;
  const message = `\`${path}\` has ${count} items, and ${limit} is the most. Drop some.`;
  report({ type: minor >= restartAllSince ? 'FieldValueTooMany' : 'FieldValueTooLong', path, message });
}
