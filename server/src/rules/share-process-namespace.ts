import { blaming, reportInvalid } from '../validation/report';
import { defineRule } from './rule';

/** The node's processes and the Pod's own can't both be what the containers see. */
export const rule = defineRule({
  id: 'share-process-namespace',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod: { spec }, target, report }) {
    if (spec?.shareProcessNamespace === true && spec.hostPID === true) {
      // Until 1.36 Kubernetes kept the field within the security context.
      const told = target.minor >= 37 ? 'spec.shareProcessNamespace' : 'spec.securityContext.shareProcessNamespace';
      reportInvalid(
        blaming(report, told),
        'spec.shareProcessNamespace',
        'does not go with `hostPID`; remove one of the two',
      );
    }
  },
});
