import { toInternal } from './internal-quantity';
import type { Container, PodSpec } from './pod-types';
import { addQuantity, compareQuantity, type Quantity } from './quantity';

/**
 * What a Pod's containers ask for or are limited to together: the sum of containers and sidecars, or more where an
 * init container beside the sidecars before it needs more. k8s.io/component-helpers/resource/helpers.go, v0.34 to
 * v0.37, `AggregateContainerRequests` and `AggregateContainerLimits` without a status.
 */
export function aggregateResources(spec: PodSpec, part: 'requests' | 'limits'): Map<string, Quantity> {
  const sum = new Map<string, Quantity>();
  for (const container of spec.containers ?? []) addResources(sum, resourcesOf(container, part));

  const sidecars = new Map<string, Quantity>();
  const peak = new Map<string, Quantity>();
  for (const container of spec.initContainers ?? []) {
    const own = resourcesOf(container, part);
    if (container.restartPolicy === 'Always') {
      addResources(sum, own);
      addResources(sidecars, own);
      raiseResources(peak, sidecars);
    } else {
      const together = new Map(own);
      addResources(together, sidecars);
      raiseResources(peak, together);
    }
  }
  raiseResources(sum, peak);
  return sum;
}

function resourcesOf(container: Container, part: 'requests' | 'limits'): ReadonlyMap<string, Quantity> {
  const list = container.resources?.[part];
  const quantities = new Map<string, Quantity>();
  if (list === undefined) return quantities;
  for (const [name, text] of Object.entries(list)) {
    const quantity = toInternal(text);
    if (quantity !== undefined) quantities.set(name, quantity);
  }
  return quantities;
}

function addResources(sum: Map<string, Quantity>, more: ReadonlyMap<string, Quantity>): void {
  for (const [name, quantity] of more) {
    const before = sum.get(name);
    sum.set(name, before === undefined ? quantity : addQuantity(before, quantity));
  }
}

function raiseResources(highest: Map<string, Quantity>, candidates: ReadonlyMap<string, Quantity>): void {
  for (const [name, quantity] of candidates) {
    const before = highest.get(name);
    if (before === undefined || compareQuantity(quantity, before) > 0) highest.set(name, quantity);
  }
}
