import { byteLength, dns1123LabelProblem, dns1123SubdomainProblem } from '../validation/names';
import { reportForbidden, reportProblem, reportTooLong } from '../validation/report';
import { defineRule } from './rule';

/** `hostname`, `subdomain`, and `hostnameOverride` since 1.34 (`validatePodHostName`). */
export const rule = defineRule({
  id: 'hostname',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod: { spec }, report }) {
    const { hostname = '', subdomain = '', hostnameOverride } = spec ?? {};
    if (hostname !== '') {
      reportProblem(report, 'spec.hostname', dns1123LabelProblem(hostname));
    }
    if (subdomain !== '') {
      reportProblem(report, 'spec.subdomain', dns1123LabelProblem(subdomain));
    }
    if (hostnameOverride === undefined) {
      return;
    }
    if (spec?.setHostnameAsFQDN === true) {
      reportForbidden(report, 'spec.hostnameOverride', 'with `setHostnameAsFQDN`; remove one of the two');
    }
    if (spec?.hostNetwork === true) {
      reportForbidden(report, 'spec.hostnameOverride', "with `hostNetwork`, which brings the node's name; remove it");
    }
    if (byteLength(hostnameOverride) > 64) {
      reportTooLong(report, 'spec.hostnameOverride', 64, 'characters');
    }
    reportProblem(report, 'spec.hostnameOverride', dns1123SubdomainProblem(hostnameOverride));
  },
});
