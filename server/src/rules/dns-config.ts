import { isGateTold } from '../validation/gates';
import { addressProblem } from '../validation/ip';
import { byteLength, dns1123SubdomainProblem, dns1123SubdomainWithUnderscoreProblem } from '../validation/names';
import { reportInvalid, reportLacking, reportProblem, reportRequired } from '../validation/report';
import { defineRule } from './rule';

/** pkg/apis/core/validation/validation.go, v1.31 to v1.37, `validatePodDNSConfig`. */
export const rule = defineRule({
  id: 'dns-config',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, target, report }) {
    const { dnsConfig, dnsPolicy } = pod.spec ?? {};
    const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
    if (dnsPolicy === 'None' && dnsConfig === undefined) {
      reportRequired(report, 'spec.dnsConfig', 'With `dnsPolicy: None` it says where names are resolved.');
      return;
    }
    if (dnsPolicy === 'None' && nameservers.length === 0) {
      reportRequired(report, 'spec.dnsConfig.nameservers', 'With `dnsPolicy: None` give one at least.');
      return;
    }
    if (nameservers.length > 3) {
      reportInvalid(report, 'spec.dnsConfig.nameservers', 'has more than 3 name servers; remove some');
    }
    nameservers.forEach((server, position) => {
      reportProblem(report, `spec.dnsConfig.nameservers[${position}]`, addressProblem(server, target.minor));
    });
    if (searches.length > 32) {
      reportInvalid(report, 'spec.dnsConfig.searches', 'has more than 32 search domains; remove some');
    }
    if (searches.length > 0 && byteLength(searches.join(' ')) > 2048) {
      reportInvalid(report, 'spec.dnsConfig.searches', 'is longer than 2048 characters together; shorten the list');
    }
    searches.forEach((search, position) => {
      reportProblem(report, `spec.dnsConfig.searches[${position}]`, searchProblem(search, target.minor));
    });
    options.forEach(({ name = '' }, position) => {
      if (name === '') {
        reportLacking(report, `spec.dnsConfig.options[${position}]`, 'a `name`; add it');
      }
    });
  },
});

/** The gate RelaxedDNSSearchValidation, on since 1.33, allows `_`, and `.` alone. */
function searchProblem(search: string, minor: number): string | undefined {
  const domain = search.endsWith('.') ? search.slice(0, -1) : search;
  if (!isGateTold(33, minor)) return dns1123SubdomainProblem(domain);
  return search === '.' ? undefined : dns1123SubdomainWithUnderscoreProblem(domain);
}
