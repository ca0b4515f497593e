import { child, index, key, type FieldPath } from '../rules/field-path';
import { toInternal } from '../schema/internal-quantity';
import type { ResourceClaim, ResourceRequirements } from '../schema/pod-types';
import {
  compareQuantity,
  parseQuantity,
  quantitySign,
  scaledValue,
  zeroQuantity,
  type Quantity,
} from '../schema/quantity';
import { dns1123LabelProblem, qualifiedNameProblem } from './names';
import {
  blaming,
  reportDuplicate,
  reportForbidden,
  reportInvalid,
  reportNotFound,
  reportNotSupported,
  reportProblem,
  reportRequired,
  type Report,
} from './report';

/*
 * pkg/apis/core/validation/validation.go, v1.31 to v1.37, `validateResourceRequirements` and what it calls;
 * pkg/apis/core/helper/helpers.go for the kinds of resources.
 */

/** Names without a `/` that Kubernetes knows somewhere; a container takes three of them, and huge pages. */
const standardResources: ReadonlySet<string> = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
]);

/** Counted, not measured. */
const integerResources: ReadonlySet<string> = new Set([
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);

export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Kubernetes' own: without a domain, or with `kubernetes.io/` anywhere in it. */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedNameProblem(`requests.${name}`) === undefined;
}

/** Where not, a limit is needed and equals the request. */
function mayOvercommit(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

/** The problem with a resource's name that a Pod and a container have alike. */
function resourceNameProblem(name: string): string | undefined {
  const problem = qualifiedNameProblem(name);
  if (problem !== undefined) return `is a resource whose name ${problem}`;
  if (
    !name.includes('/') &&
    !standardResources.has(name) &&
    !isHugePages(name) &&
    !name.startsWith('requests.hugepages-')
  ) {
    return 'is no resource that Kubernetes has; use `cpu`, `memory`, `ephemeral-storage`, `hugepages-<size>` or a name with a domain, as in `example.com/gpu`';
  }
  return undefined;
}

function containerResourceProblem(name: string): string | undefined {
  const problem = resourceNameProblem(name);
  if (problem !== undefined) return problem;
  if (!name.includes('/')) {
    return name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' || isHugePages(name)
      ? undefined
      : 'is no resource of containers; use `cpu`, `memory`, `ephemeral-storage` or `hugepages-<size>`';
  }
  return isNative(name) || isExtended(name)
    ? undefined
    : 'is no name for an extended resource: its domain may not start with `requests.` and, with that before it, must still be a DNS name; rename it';
}

const podResources = ['cpu', 'hugepages-', 'memory'] as const;

function checkPodResourceName(report: Report, name: string, path: FieldPath): void {
  const problem = resourceNameProblem(name);
  if (problem !== undefined) {
    reportInvalid(report, path, problem);
  } else if (name !== 'cpu' && name !== 'memory' && !isHugePages(name)) {
    reportNotSupported(report, path, name, podResources);
  }
}

/** The requirements of a container or, since 1.34, of a Pod; `spec.overhead` stands for a container's limits. */
export function checkResourceRequirements(
  report: Report,
  requirements: ResourceRequirements,
  path: FieldPath,
  owner: 'container' | 'pod',
): void {
  const { limits, requests } = requirements;
  if (limits === undefined && requests === undefined) return;
  const seen = { computes: false, hugePages: false };

  function checkResource(name: string, quantity: Quantity, resourcePath: FieldPath): void {
    if (owner === 'container') {
      reportProblem(report, resourcePath, containerResourceProblem(name));
    } else {
      checkPodResourceName(report, name, resourcePath);
    }
    reportProblem(report, resourcePath, quantityProblem(name, quantity));
    seen.computes ||= name === 'cpu' || name === 'memory';
    seen.hugePages ||= isHugePages(name);
  }

  if (limits !== undefined) {
    const limitsPath = child(path, 'limits');
    for (const name in limits) {
      checkResource(name, quantityOf(limits[name]), key(limitsPath, name));
    }
  }
  if (requests !== undefined) {
    const requestsPath = child(path, 'requests');
    for (const name in requests) {
      const request = quantityOf(requests[name]);
      checkResource(name, request, key(requestsPath, name));
      const limit = limits !== undefined && Object.hasOwn(limits, name) ? limits[name] : undefined;
      if (limit !== undefined) {
        const problem = requestProblem(name, request, quantityOf(limit));
        reportProblem(blaming(report, requestsPath), key(requestsPath, name), problem);
      } else if (!mayOvercommit(name)) {
        reportRequired(report, child(path, 'limits'), `Set the limit of \`${name}\` to what is requested.`);
      }
    }
  }
  if (seen.hugePages && !seen.computes) {
    reportForbidden(report, path, 'to huge pages alone; add `cpu` or `memory`');
  }
}

/** The decoder lets no text through that is no quantity; a missing one is Go's zero. */
function quantityOf(text: string | undefined): Quantity {
  return (text === undefined ? undefined : toInternal(text)) ?? zeroQuantity;
}

function quantityProblem(name: string, quantity: Quantity): string | undefined {
  if (quantitySign(quantity) < 0) return 'is less than zero; give an amount';
  if (isHugePages(name)) {
    const pageSize = parseQuantity(name.slice('hugepages-'.length));
    if (
      pageSize === undefined ||
      quantitySign(pageSize) <= 0 ||
      scaledValue(pageSize, -3) % 1000n !== 0n ||
      !divides(scaledValue(pageSize, 0), scaledValue(quantity, 0))
    ) {
      return `is no multiple of the page size in \`${name}\`; correct one of them`;
    }
  }
  if ((integerResources.has(name) || isExtended(name)) && scaledValue(quantity, -3) % 1000n !== 0n) {
    return 'must be a whole number; round it';
  }
  return undefined;
}

/** Overflow may have made the page size zero, by which Go's kubelet would panic; here it divides nothing. */
function divides(pageSize: bigint, amount: bigint): boolean {
  return pageSize !== 0n && amount % pageSize === 0n;
}

function requestProblem(name: string, request: Quantity, limit: Quantity): string | undefined {
  const comparison = compareQuantity(request, limit);
  if (comparison === 0) return undefined;
  if (!mayOvercommit(name))
    return `differs from the limit for \`${name}\`, which can't be overcommitted; make them equal`;
  return comparison > 0 ? `is more than the limit for \`${name}\`; lower it or raise the limit` : undefined;
}

/** `names`: of the Pod's `spec.resourceClaims`. */
export function checkClaims(
  report: Report,
  claims: readonly ResourceClaim[],
  path: FieldPath,
  names: ReadonlySet<string>,
): void {
  /** `name` for a whole claim, `name/request` for one request of it. */
  const used = new Set<string>();
  claims.forEach((claim, position) => {
    const claimPath = index(path, position);
    const name = claim.name ?? '';
    const request = claim.request ?? '';
    if (name === '') {
      reportRequired(report, claimPath, 'Name a claim of `spec.resourceClaims`.');
      return;
    }
    const whole = used.has(name);
    if (!whole && request !== '') {
      reportProblem(report, child(claimPath, 'request'), dns1123LabelProblem(request));
    }
    const entry = request === '' ? name : `${name}/${request}`;
    if (whole || used.has(entry) || (request === '' && hasRequestOf(used, name))) {
      reportDuplicate(report, claimPath, entry);
    }
    if (!whole) used.add(entry);
    if (!names.has(name)) {
      reportNotFound(report, claimPath, name, 'a claim of this Pod', 'Correct it, or add it to `spec.resourceClaims`.');
    }
  });
}

function hasRequestOf(used: ReadonlySet<string>, name: string): boolean {
  for (const entry of used) {
    const slash = entry.indexOf('/');
    if (slash >= 0 && entry.slice(0, slash) === name) return true;
  }
  return false;
}
