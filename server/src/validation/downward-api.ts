import type { ObjectFieldSelector, ResourceFieldSelector } from '../schema/pod-types';
import { parseQuantity, quantitySign, quantityToString } from '../schema/quantity';
import { foldCase } from './labels';
import { qualifiedNameProblem } from './names';
import { blaming, reportInvalid, reportNotSupported, reportProblem, reportRequired, type Report } from './report';

/*
 * What containers are told of their own Pod, in environments and volumes: pkg/apis/core/validation/validation.go,
 * v1.31 to v1.37, `validateObjectFieldSelector` and `validateContainerResourceFieldSelector`.
 */

/** Fields that a Pod can be asked for at all (pkg/apis/core/pods/helpers.go, v1.37, `ConvertDownwardAPIFieldLabel`). */
const labels: ReadonlySet<string> = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.host',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.phase',
  'status.podIP',
  'status.podIPs',
]);

const resources = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const hugePages = /^(?:limits|requests)\.hugepages-/;
const byteUnits: ReadonlySet<string> = new Set('1 1k 1M 1G 1T 1P 1E 1Ki 1Mi 1Gi 1Ti 1Pi 1Ei'.split(' '));

/** `allowed`: the fields that this place takes, in alphabetical order. */
export function checkFieldRef(
  report: Report,
  { apiVersion = '', fieldPath = '' }: ObjectFieldSelector,
  path: string,
  allowed: readonly string[],
): void {
  if (apiVersion === '') {
    reportRequired(report, `${path}.apiVersion`, 'Use `v1`.');
    return;
  }
  if (fieldPath === '') {
    reportRequired(report, `${path}.fieldPath`, `Use one of ${allowed.map((one) => `\`${one}\``).join(', ')}.`);
    return;
  }
  if (apiVersion !== 'v1') {
    reportInvalid(
      report,
      `${path}.fieldPath`,
      `is read by \`apiVersion: ${apiVersion}\`, which Pods don't have; use \`v1\``,
    );
    return;
  }
  const bracket = fieldPath.endsWith("']") ? fieldPath.slice(0, -2).indexOf("['") : -1;
  if (bracket > 0) {
    const map = fieldPath.slice(0, bracket);
    const key = fieldPath.slice(bracket + 2, -2);
    if (map !== 'metadata.annotations' && map !== 'metadata.labels') {
      const problem = 'has a key in brackets, which only `metadata.annotations` and `metadata.labels` take; remove it';
      reportInvalid(report, `${path}.fieldPath`, problem);
      return;
    }
    const problem = qualifiedNameProblem(map === 'metadata.annotations' ? foldCase(key) : key);
    reportProblem(blaming(report, path), `${path}.fieldPath`, problem && `asks for the key '${key}', which ${problem}`);
    return;
  }
  if (!labels.has(fieldPath)) {
    reportInvalid(
      report,
      `${path}.fieldPath`,
      `is no field that a container can be told; use one of ${allowed.map((one) => `\`${one}\``).join(', ')}`,
    );
    return;
  }
  // An old name that is still read.
  const field = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  if (!allowed.includes(field)) {
    reportNotSupported(report, `${path}.fieldPath`, fieldPath, allowed);
  }
}

/** `volume`: a volume is not one container's, so it says whose resource is meant. */
export function checkResourceFieldRef(
  report: Report,
  { containerName = '', divisor, resource = '' }: ResourceFieldSelector,
  path: string,
  volume: boolean,
): void {
  if (volume && containerName === '') {
    reportRequired(report, `${path}.containerName`, 'Name the container whose resource is meant.');
  } else if (resource === '') {
    reportRequired(report, `${path}.resource`, `Use one of ${resources.map((one) => `\`${one}\``).join(', ')}.`);
  } else if (!resources.includes(resource) && !hugePages.test(resource)) {
    reportNotSupported(report, `${path}.resource`, resource, resources);
  }
  const quantity = divisor === undefined ? undefined : parseQuantity(divisor);
  if (quantity === undefined || quantitySign(quantity) === 0) {
    return;
  }
  const unit = quantityToString(quantity);
  if (/^(?:limits|requests)\.cpu$/.test(resource)) {
    if (unit !== '1m' && unit !== '1') {
      reportInvalid(report, `${path}.divisor`, 'must be `1m` or `1` for cpu; choose one of them');
    }
  } else if (/^(?:limits|requests)\.(?:memory$|ephemeral-storage$|hugepages-)/.test(resource) && !byteUnits.has(unit)) {
    reportInvalid(report, `${path}.divisor`, `must be one of ${[...byteUnits].join(', ')}; choose one of them`);
  }
}
