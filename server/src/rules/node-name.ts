import { dns1123SubdomainProblem } from '../validation/names';
import { blaming, reportForbidden, reportProblem } from '../validation/report';
import { defineRule } from './rule';

/** The kubelet has set its own node's name before, whatever the manifest says. */
export const rule = defineRule({
  id: 'node-name',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod: { spec }, target, report }) {
    const { nodeName } = target;
    if (nodeName === '') {
      return;
    }
    const problem = dns1123SubdomainProblem(nodeName);
    reportProblem(
      report,
      'spec.nodeName',
      problem && `becomes '${nodeName}', the kubelet's node name, which ${problem}`,
    );
    if ((spec?.schedulingGates?.length ?? 0) > 0) {
      const why = 'in a static Pod: the kubelet gives it a node, and with a node no gate may be left; remove them';
      reportForbidden(blaming(report, 'spec.nodeName'), 'spec.schedulingGates', why);
    }
  },
});
