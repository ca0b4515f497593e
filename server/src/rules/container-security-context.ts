import type { SecurityContext } from '../schema/pod-types';
import { fixChoice } from '../validation/fix-choice';
import { userOrGroupIdProblem } from '../validation/names';
import { blaming, reportInvalid, reportNotSupported, reportProblem, type Report } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

const procMounts = ['Default', 'Unmasked'] as const;

/**
 * pkg/apis/core/validation/validation.go (v1.37), `ValidateSecurityContext`. The kubelet allows privileged containers
 * whatever an API server would say; capabilities' names are not looked at, but for the one.
 */
export const rule = defineRule({
  id: 'container-security-context',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, report }) {
    const hostUsers = pod.spec?.hostUsers ?? true;
    visitContainers(pod.spec, ({ securityContext }, path) => {
      if (securityContext !== undefined) checkContext(report, securityContext, `${path}.securityContext`, hostUsers);
    });
  },
});

function checkContext(report: Report, context: SecurityContext, path: string, hostUsers: boolean): void {
  const { runAsUser, runAsGroup, procMount, allowPrivilegeEscalation, privileged, capabilities } = context;
  if (runAsUser !== undefined) reportProblem(report, `${path}.runAsUser`, userOrGroupIdProblem(runAsUser));
  if (runAsGroup !== undefined) reportProblem(report, `${path}.runAsGroup`, userOrGroupIdProblem(runAsGroup));
  if (procMount !== undefined) {
    if (!(procMounts as readonly string[]).includes(procMount)) {
      reportNotSupported(report, `${path}.procMount`, procMount, procMounts);
    } else if (hostUsers && procMount === 'Unmasked') {
      reportInvalid(
        report,
        `${path}.procMount`,
        "can be `Unmasked` in a user namespace of the Pod's own only; set `spec.hostUsers: false`",
      );
    }
  }
  if (allowPrivilegeEscalation !== false) return;
  const blamed = blaming(report, path);
  const escalationPath = `${path}.allowPrivilegeEscalation`;
  if (privileged === true) {
    reportInvalid(blamed, escalationPath, 'is false beside `privileged: true`, which allows it; remove one of them');
  }
  if (capabilities?.add?.includes('CAP_SYS_ADMIN') === true) {
    reportInvalid(
      blamed,
      escalationPath,
      'is false beside the capability `CAP_SYS_ADMIN`, which allows it; remove one of them',
    );
  }
}
