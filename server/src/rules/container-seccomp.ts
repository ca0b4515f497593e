import { fixChoice } from '../validation/fix-choice';
import { checkSeccompProfile } from '../validation/security-profiles';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

/** pkg/apis/core/validation/validation.go (v1.37), `validateSeccompProfileField`, for containers. */
export const rule = defineRule({
  id: 'container-seccomp',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, report }) {
    visitContainers(pod.spec, ({ securityContext }, path) => {
      const profile = securityContext?.seccompProfile;
      if (profile !== undefined) checkSeccompProfile(report, profile, `${path}.securityContext.seccompProfile`);
    });
  },
});
