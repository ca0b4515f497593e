import { reportInvalid } from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

/** pkg/apis/core/validation/validation.go (v1.37), `validateWindowsHostProcessPod`. */
export const rule = defineRule({
  id: 'host-process',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const { spec } = pod;
    const whole = spec?.securityContext?.windowsOptions?.hostProcess;
    let count = 0;
    let hostProcesses = 0;
    visitContainers(spec, ({ securityContext }, path) => {
      const own = securityContext?.windowsOptions?.hostProcess;
      if (whole !== undefined && own !== undefined && whole !== own) {
        reportInvalid(
          report,
          `${path}.securityContext.windowsOptions.hostProcess`,
          "differs from the Pod's; make them equal or remove one",
        );
      }
      count++;
      if (own ?? whole ?? false) hostProcesses++;
    });
    if (hostProcesses === 0) return;
    if (hostProcesses !== count) {
      reportInvalid(report, 'spec', 'has containers with and without `hostProcess: true`; set it for the whole Pod');
    }
    if (spec?.hostNetwork !== true) {
      reportInvalid(report, 'spec.hostNetwork', 'must be true in a Pod with `hostProcess: true`; set it');
    }
  },
});
