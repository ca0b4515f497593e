import { blaming, reportForbidden } from '../validation/report';
import { defineRule } from './rule';

const why = 'with `hostUsers: false`; remove one of the two';

/**
 * A user namespace of its own goes with no other namespace of the node
 * (pkg/apis/core/validation/validation.go, v1.31 to v1.37, `validateHostUsers`; the capitals in the paths are its own;
 * `volumeDevices` of containers are `volume-device`).
 */
export const rule = defineRule({
  id: 'host-users',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod: { spec }, report }) {
    if (spec?.hostUsers !== false) {
      return;
    }
    // Behind a gate that is off since it came with 1.35 (UserNamespacesHostNetworkSupport).
    if (spec.hostNetwork === true) {
      reportForbidden(report, 'spec.hostNetwork', why);
    }
    if (spec.hostPID === true) {
      reportForbidden(blaming(report, 'spec.HostPID'), 'spec.hostPID', why);
    }
    if (spec.hostIPC === true) {
      reportForbidden(blaming(report, 'spec.HostIPC'), 'spec.hostIPC', why);
    }
  },
});
