import { addressProblem } from '../validation/ip';
import { dns1123SubdomainProblem } from '../validation/names';
import { reportProblem } from '../validation/report';
import { defineRule } from './rule';

/** Lines that the kubelet adds to the containers' /etc/hosts. */
export const rule = defineRule({
  id: 'host-aliases',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, target, report }) {
    pod.spec?.hostAliases?.forEach(({ ip = '', hostnames }, position) => {
      const path = `spec.hostAliases[${position}]`;
      reportProblem(report, `${path}.ip`, addressProblem(ip, target.minor));
      hostnames?.forEach((hostname, item) => {
        reportProblem(report, `${path}.hostnames[${item}]`, dns1123SubdomainProblem(hostname));
      });
    });
  },
});
