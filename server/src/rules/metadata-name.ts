import { dns1123SubdomainProblem } from '../validation/names';
import { reportProblem } from '../validation/report';
import { defineRule } from './rule';

/** apimachinery pkg/api/validation/objectmeta.go, v0.31 to v0.37, on the name that has the node's behind it. */
export const rule = defineRule({
  id: 'metadata-name',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod: { metadata }, report }) {
    const { name = '', generateName = '' } = metadata ?? {};
    if (name !== '') {
      const problem = dns1123SubdomainProblem(name);
      reportProblem(report, 'metadata.name', problem && `becomes '${shorten(name)}' on the node, which ${problem}`);
    }
    if (generateName !== '') {
      reportProblem(report, 'metadata.generateName', dns1123SubdomainProblem(maskDash(generateName)));
    }
  },
});

/** A name goes on behind it, so a dash may end it (apimachinery pkg/api/validation/generic.go, `maskTrailingDash`). */
function maskDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 30)}…${name.slice(-20)}` : name;
}
