import type { Container, EphemeralContainer, PodSpec } from '../schema/pod-types';

const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

interface Visit {
  readonly container: Container | EphemeralContainer;
  readonly path: string;
}

/**
 * Some twenty rules visit the same containers, one Pod after the other: what they are told is made once. Not a WeakMap:
 * V8's collector of young objects takes its values for living ones, so that every Pod ever read would grow old.
 */
let last: { readonly spec: PodSpec; readonly visits: readonly Visit[] } | undefined;

/** Every container of every kind, in the order of Kubernetes' own VisitContainersWithPath (pkg/apis/core/pods, v1.37). */
export function visitContainers(
  spec: PodSpec | undefined,
  visit: (container: Container | EphemeralContainer, path: string) => void,
): void {
  if (spec === undefined) {
    return;
  }
  if (last?.spec !== spec) {
    last = { spec, visits: collectVisits(spec) };
  }
  for (const { container, path } of last.visits) {
    visit(container, path);
  }
}

function collectVisits(spec: PodSpec): Visit[] {
  const visits: Visit[] = [];
  for (const list of lists) {
    spec[list]?.forEach((container, position) => {
      visits.push({ container, path: `spec.${list}[${position}]` });
    });
  }
  return visits;
}
