import type { ObservedNode } from '../observed-node';
import { crictlArguments, type NodeCommand } from './command';
import { asArray, asNumber, asObject, asString, asStrings, nanoseconds } from './json';

export type ContainerStateName = 'created' | 'running' | 'exited' | 'unknown';

const states: ReadonlyMap<string, ContainerStateName> = new Map([
  ['CONTAINER_CREATED', 'created'],
  ['CONTAINER_RUNNING', 'running'],
  ['CONTAINER_EXITED', 'exited'],
]);

/** runtime/v1 Container, as `crictl ps -a -o json` lists it. */
export interface Container {
  readonly id: string;
  readonly sandboxId: string;
  readonly name: string;
  readonly attempt: number;
  /** As the runtime knows it, often an image id. */
  readonly image: string;
  readonly state: ContainerStateName;
  readonly createdAt: number;
  readonly podUid: string;
}

/** Every attempt of one container of a Pod; `podName` has the node's suffix. */
export function listAttempts(
  node: ObservedNode | undefined,
  { namespace, podName, container }: ContainerName,
): NodeCommand<Container[]> {
  const labels = {
    'io.kubernetes.pod.namespace': namespace,
    'io.kubernetes.pod.name': podName,
    'io.kubernetes.container.name': container,
  };
  const filters = Object.entries(labels).flatMap(([label, value]) => ['--label', `${label}=${value}`]);
  return { argv: crictlArguments(node, 'ps', '-a', '-o', 'json', ...filters), parse: parseContainers };
}

export interface ContainerName {
  readonly namespace: string;
  /** With the node's suffix. */
  readonly podName: string;
  readonly container: string;
}

/** Throws SyntaxError for what is no JSON. */
export function parseContainers(stdout: string): Container[] {
  return asArray(asObject(JSON.parse(stdout))['containers']).map((item) => {
    const container = asObject(item);
    const metadata = asObject(container['metadata']);
    const image = asObject(container['image']);
    const labels = asStrings(container['labels']);
    return {
      id: asString(container['id']),
      sandboxId: asString(container['podSandboxId']),
      name: asString(metadata['name']),
      attempt: asNumber(metadata['attempt']),
      image: asString(image['userSpecifiedImage']) || asString(image['image']) || asString(container['imageRef']),
      state: states.get(asString(container['state'])) ?? 'unknown',
      createdAt: nanoseconds(container['createdAt']),
      podUid: labels['io.kubernetes.pod.uid'] ?? '',
    };
  });
}
