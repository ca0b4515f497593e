import { fromInternal, toInternal } from './internal-quantity';
import type { Container, ContainerStatus, PodSpec, PodStatus, ResourceRequirements } from './pod-types';
import { compareQuantity, parseQuantity, quantityToString, roundUpQuantity, type Quantity } from './quantity';

type ResourceList = Readonly<Record<string, string>>;

/** Whole numbers with a suffix that is at least a thousandth: rounding leaves them as they are. */
const isSurelyRound = /^[+-]?\d+(?:m|[kMGTPE]i?|[eE]\d)?$/;

/**
 * Rounds every resource of a Pod's spec up to thousandths, as defaulting does (SetDefaults_ResourceList). Lists that
 * need nothing are shared with the given spec.
 */
export function roundResources(spec: PodSpec): PodSpec {
  const rounded: Partial<Record<keyof PodSpec, unknown>> = {};
  const { containers, initContainers, ephemeralContainers, overhead, resources, volumes } = spec;
  replace(rounded, 'containers', containers, roundAll(containers, roundContainer));
  replace(rounded, 'initContainers', initContainers, roundAll(initContainers, roundContainer));
  replace(rounded, 'ephemeralContainers', ephemeralContainers, roundAll(ephemeralContainers, roundContainer));
  replace(rounded, 'overhead', overhead, roundList(overhead));
  replace(rounded, 'resources', resources, roundRequirements(resources));
  const roundedVolumes = roundAll(volumes, (volume) => {
    const claim = volume.ephemeral?.volumeClaimTemplate;
    const own = claim?.spec?.resources;
    const next = roundRequirements(own);
    return own === next || own === undefined || next === undefined
      ? volume
      : { ...volume, ephemeral: { volumeClaimTemplate: { ...claim, spec: { ...claim?.spec, resources: next } } } };
  });
  replace(rounded, 'volumes', volumes, roundedVolumes);
  return Object.keys(rounded).length === 0 ? spec : { ...spec, ...(rounded as PodSpec) };
}

/** The same for the resources that a status tells. */
export function roundStatus(status: PodStatus): PodStatus {
  const { containerStatuses, initContainerStatuses, ephemeralContainerStatuses, allocatedResources, resources } =
    status;
  const rounded: Partial<Record<keyof PodStatus, unknown>> = {};
  replace(rounded, 'containerStatuses', containerStatuses, roundAll(containerStatuses, roundContainerStatus));
  replace(
    rounded,
    'initContainerStatuses',
    initContainerStatuses,
    roundAll(initContainerStatuses, roundContainerStatus),
  );
  const ephemeral = roundAll(ephemeralContainerStatuses, roundContainerStatus);
  replace(rounded, 'ephemeralContainerStatuses', ephemeralContainerStatuses, ephemeral);
  replace(rounded, 'allocatedResources', allocatedResources, roundList(allocatedResources));
  replace(rounded, 'resources', resources, roundRequirements(resources));
  return Object.keys(rounded).length === 0 ? status : { ...status, ...(rounded as PodStatus) };
}

function roundContainerStatus(status: ContainerStatus): ContainerStatus {
  const resources = roundRequirements(status.resources);
  const allocatedResources = roundList(status.allocatedResources);
  return resources === status.resources && allocatedResources === status.allocatedResources
    ? status
    : { ...status, ...(resources && { resources }), ...(allocatedResources && { allocatedResources }) };
}

function replace<K extends string>(into: Partial<Record<K, unknown>>, key: K, from: unknown, to: unknown): void {
  if (from !== to) {
    into[key] = to;
  }
}

function roundAll<T>(items: readonly T[] | undefined, round: (item: T) => T): readonly T[] | undefined {
  const rounded = items?.map(round);
  return rounded?.some((item, i) => item !== items?.[i]) === true ? rounded : items;
}

function roundContainer<C extends Container>(container: C): C {
  const resources = roundRequirements(container.resources);
  return resources === container.resources ? container : { ...container, resources };
}

function roundRequirements<R extends ResourceRequirements>(resources: R | undefined): R | undefined {
  const limits = roundList(resources?.limits);
  const requests = roundList(resources?.requests);
  if (resources === undefined || (limits === resources.limits && requests === resources.requests)) {
    return resources;
  }
  return { ...resources, ...(limits === undefined ? {} : { limits }), ...(requests === undefined ? {} : { requests }) };
}

function roundList(list: ResourceList | undefined): ResourceList | undefined {
  if (list === undefined || Object.values(list).every((text) => isSurelyRound.test(text))) {
    return list;
  }
  return Object.fromEntries(Object.entries(list).map(([name, text]) => [name, roundUp(text)]));
}

function roundUp(text: string): string {
  const quantity = toInternal(text);
  const rounded = quantity === undefined ? undefined : roundUpQuantity(quantity, -3);
  return rounded === undefined || rounded.text !== undefined
    ? text
    : rounded === quantity && !text.startsWith('\0')
      ? text
      : print(rounded);
}

/** Go's spelling where it gives the amount back: beyond `E` it has no suffix, and a round number may no longer be wide. */
function print(quantity: Quantity): string {
  const printed = quantityToString(quantity);
  const again = parseQuantity(printed);
  return again !== undefined && again.wide === quantity.wide && compareQuantity(again, quantity) === 0
    ? printed
    : fromInternal(quantity);
}
