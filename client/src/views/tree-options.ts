import type { PodOnNode } from '../node/static-pods';

/** What the node explorer is asked to show. */
export interface TreeOptions {
  /** Words that each must occur in a Pod's name, namespace, state, source, containers or images; '' shows all. */
  readonly filter: string;
  readonly groupBy: 'none' | 'namespace' | 'state';
  /** Also the Pods of the node that are not static. */
  readonly showOtherPods: boolean;
}

export const plainTree: TreeOptions = { filter: '', groupBy: 'none', showOtherPods: false };

export function passesFilter(pod: PodOnNode, nodeName: string, filter: string): boolean {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) {
    return true;
  }
  const text = [
    nodeName,
    pod.namespace,
    pod.podName,
    pod.state.state,
    pod.source,
    ...pod.manifests.map(({ path }) => path),
    ...pod.containers.flatMap(({ name, image, state }) => [name, image, state]),
  ]
    .join('\n')
    .toLowerCase();
  return wanted.every((word) => text.includes(word));
}

/** A group of Pods below a node. */
export interface PodGroup<Pod extends PodOnNode> {
  /** Unique below its node. */
  readonly id: string;
  readonly title: string;
  readonly pods: readonly Pod[];
}

/** States in the order in which they ask for attention. */
const stateOrder = ['refused', 'failing', 'starting', 'stopping', 'stopped', 'running', 'completed'] as const;

export function groupPods<Pod extends PodOnNode>(
  pods: readonly Pod[],
  groupBy: 'namespace' | 'state',
): PodGroup<Pod>[] {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    const key = groupBy === 'namespace' ? pod.namespace : pod.state.state;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [pod]);
    } else {
      group.push(pod);
    }
  }
  const place = (key: string): number => (groupBy === 'state' ? (stateOrder as readonly string[]).indexOf(key) : 0);
  return [...groups]
    .sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
    .map(([key, members]) => ({ id: `${groupBy}:${key}`, title: key, pods: members }));
}
