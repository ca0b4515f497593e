import { fixChoice } from '../validation/fix-choice';
import { checkAppArmorProfile } from '../validation/security-profiles';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

/** pkg/apis/core/validation/validation.go (v1.37), `ValidateAppArmorProfileField`, for containers. */
export const rule = defineRule({
  id: 'container-apparmor',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, report }) {
    visitContainers(pod.spec, ({ securityContext }, path) => {
      const profile = securityContext?.appArmorProfile;
      if (profile !== undefined) checkAppArmorProfile(report, profile, `${path}.securityContext.appArmorProfile`);
    });
  },
});
