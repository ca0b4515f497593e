import { fixChoice } from '../validation/fix-choice';
import { reportChoice } from '../validation/report';
import { defineRule } from './rule';

const policies = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];

/** A missing one has become `ClusterFirst` before. */
export const rule = defineRule({
  id: 'dns-policy',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, report }) {
    reportChoice(report, 'spec.dnsPolicy', pod.spec?.dnsPolicy, policies);
  },
});
