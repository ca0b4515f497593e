import { checkWindowsOptions } from '../validation/security-profiles';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

/** pkg/apis/core/validation/validation.go (v1.37), `validateWindowsSecurityContextOptions`, for containers. */
export const rule = defineRule({
  id: 'container-windows-options',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    visitContainers(pod.spec, ({ securityContext }, path) => {
      const options = securityContext?.windowsOptions;
      if (options !== undefined) checkWindowsOptions(report, options, `${path}.securityContext.windowsOptions`);
    });
  },
});
