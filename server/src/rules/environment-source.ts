import type { EnvFromSource, EnvVar } from '../schema/pod-types';
import { checkFieldRef, checkResourceFieldRef } from '../validation/downward-api';
import { fixChoice } from '../validation/fix-choice';
import { isGateTold } from '../validation/gates';
import { configMapKeyProblem, dns1123SubdomainProblem } from '../validation/names';
import {
  blaming,
  reportForbidden,
  reportInvalid,
  reportProblem,
  reportRequired,
  type Report,
} from '../validation/report';
import { visitContainers } from '../validation/visit-containers';
import { defineRule } from './rule';

/** What a variable can take from the Pod itself; single labels and annotations besides. */
const fieldPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
] as const;

/** Gate PodHostIPs was on and still asked in 1.31. */
const hostIPsSince = 32;

const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] as const;

/** pkg/apis/core/validation/validation.go (v1.37), `validateEnvVarValueFrom` and `ValidateEnvFrom`. */
export const rule = defineRule({
  id: 'environment-source',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  fixes: fixChoice,
  check({ pod, target, report }) {
    visitContainers(pod.spec, ({ env, envFrom }, path) => {
      env?.forEach((variable, position) => {
        if (variable.valueFrom !== undefined) {
          checkValueFrom(report, variable, `${path}.env[${position}].valueFrom`, target.minor);
        }
      });
      if (envFrom !== undefined) checkEnvFrom(report, envFrom, `${path}.envFrom`);
    });
  },
});

function checkValueFrom(report: Report, { value = '', valueFrom = {} }: EnvVar, path: string, minor: number): void {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef !== undefined) {
    checkFieldRef(report, fieldRef, `${path}.fieldRef`, fieldPaths);
    if (fieldRef.fieldPath === 'status.hostIPs' && minor < hostIPsSince && !isGateTold(31, minor)) {
      reportForbidden(
        report,
        `${path}.fieldRef`,
        `to \`status.hostIPs\` before Kubernetes 1.${hostIPsSince}; use \`status.hostIP\``,
      );
    }
  }
  if (resourceFieldRef !== undefined) {
    checkResourceFieldRef(report, resourceFieldRef, `${path}.resourceFieldRef`, false);
  }
  if (configMapKeyRef !== undefined) checkKeyRef(report, configMapKeyRef, `${path}.configMapKeyRef`);
  if (secretKeyRef !== undefined) checkKeyRef(report, secretKeyRef, `${path}.secretKeyRef`);

  const count = sources.filter((source) => valueFrom[source] !== undefined).length;
  if (count === 0) {
    reportInvalid(report, path, 'has no source; add one, such as `fieldRef`, or give a `value`');
  } else if (value !== '') {
    reportInvalid(report, path, 'stands beside `value`, and a variable has one of them; remove the other');
  } else if (count > 1) {
    reportInvalid(report, path, 'has more than one source; keep one');
  }
}

function checkKeyRef(report: Report, { name = '', key = '' }: { name?: string; key?: string }, path: string): void {
  reportProblem(report, `${path}.name`, dns1123SubdomainProblem(name));
  if (key === '') {
    reportRequired(report, `${path}.key`, 'Name the key whose value is wanted.');
  } else {
    reportProblem(report, `${path}.key`, configMapKeyProblem(key));
  }
}

function checkEnvFrom(report: Report, list: readonly EnvFromSource[], path: string): void {
  list.forEach(({ configMapRef, secretRef }, position) => {
    if (configMapRef !== undefined) checkRef(report, configMapRef, `${path}[${position}].configMapRef`);
    if (secretRef !== undefined) checkRef(report, secretRef, `${path}[${position}].secretRef`);
    // Kubernetes blames the list, not its item.
    if (configMapRef === undefined && secretRef === undefined) {
      reportInvalid(blaming(report, path), `${path}[${position}]`, 'has no source; add `configMapRef` or `secretRef`');
    } else if (configMapRef !== undefined && secretRef !== undefined) {
      reportInvalid(blaming(report, path), `${path}[${position}]`, 'has two sources; make two items of it');
    }
  });
}

function checkRef(report: Report, { name = '' }: { name?: string }, path: string): void {
  if (name === '') {
    reportRequired(report, `${path}.name`, 'Name the object.');
  } else {
    // Taken for the start of a name: a '-' at its end will do.
    const start = name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
    reportProblem(report, `${path}.name`, dns1123SubdomainProblem(start));
  }
}
