import { aggregateResources } from './aggregate-resources';
import type { Mutable } from './default';
import { fromInternal } from './internal-quantity';
import type { PodSpec } from './pod-types';

type ResourceList = Readonly<Record<string, string>>;

const hugePages = 'hugepages-';

const isPodLevel = (name: string): boolean => name === 'cpu' || name === 'memory' || name.startsWith(hugePages);

/** pkg/apis/core/helper: cpu, memory and whatever else of Kubernetes' own, but for huge pages, may be overcommitted. */
const isOvercommitted = (name: string): boolean => !name.startsWith(hugePages);

/**
 * From 1.34 to 1.36 a Pod's own requests and huge page limits are filled in from its containers' (pkg/apis/core/v1/
 * defaults.go: defaultHugePagePodLimits, defaultPodRequests); before, the feature is off, and 1.37 leaves it to the API
 * server.
 */
export function defaultPodLevelResources(spec: Mutable<PodSpec>): void {
  const { resources } = spec;
  if (resources === undefined) {
    return;
  }
  const isSet = (list: ResourceList | undefined): boolean => Object.keys(list ?? {}).length > 0;
  if (isSet(resources.limits) || isSet(resources.requests)) {
    const limits = { ...resources.limits };
    for (const [name, amount] of aggregateResources(spec, 'limits')) {
      if (name.startsWith(hugePages) && resources.requests?.[name] === undefined && limits[name] === undefined) {
        limits[name] = fromInternal(amount);
      }
    }
    if (isSet(limits)) {
      resources.limits = limits;
    }
  }
  if (!isSet(resources.limits)) {
    return;
  }
  const requests = { ...resources.requests };
  for (const [name, amount] of aggregateResources(spec, 'requests')) {
    if (requests[name] === undefined && isPodLevel(name) && isOvercommitted(name)) {
      requests[name] = fromInternal(amount);
    }
  }
  for (const [name, limit] of Object.entries(resources.limits ?? {})) {
    if (requests[name] === undefined && isPodLevel(name)) {
      requests[name] = limit;
    }
  }
  if (isSet(requests)) {
    resources.requests = requests;
  }
}
