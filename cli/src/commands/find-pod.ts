import type { ObservedNode } from '../../../client/src/node/observed-node';
import { joinStaticPods, type ContainerState, type StaticPodState } from '../../../client/src/node/static-pods';
import { UsageError, type Options } from '../command';
import { readTargets } from '../node-options';

/** Throws UsageError where the options name more than one node. */
export function requireOneNode(options: Options, what: string): void {
  if (readTargets(options).length > 1) {
    throw new UsageError(`${what} one node: name one only.`);
  }
}

/** The one Pod, and the container if one is named, of a command about them. */
export function readPodAndContainer(operands: readonly string[]): { pod: string; container: string | undefined } {
  const [pod, container, extra] = operands;
  if (pod === undefined || extra !== undefined) {
    throw new UsageError('Name a Pod, and a container where it has several: [NAMESPACE/]POD [CONTAINER].');
  }
  return { pod, container };
}

/** A static Pod as people name it. Throws where the node has none. */
export function findPod(node: ObservedNode, pod: string): StaticPodState {
  const slash = pod.indexOf('/');
  const namespace = slash === -1 ? 'default' : pod.slice(0, slash);
  const name = pod.slice(slash + 1);
  const found = joinStaticPods(node).find(
    (state) => state.namespace === namespace && (state.name === name || state.podName === name),
  );
  if (found === undefined) {
    throw new Error(`There is no static Pod ${namespace}/${name} on the node: see \`ps\`.`);
  }
  return found;
}

/** The container that is named, or a Pod's only one. Throws where there is none, or it is not told which. */
export function findContainer(pod: StaticPodState, container: string | undefined): ContainerState {
  const names = pod.containers.map(({ name }) => name);
  const wanted = container ?? (names.length === 1 ? names[0] : undefined);
  const chosen = pod.containers.find(({ name }) => name === wanted);
  if (chosen === undefined) {
    const which = names.length === 0 ? 'it has none yet' : `it has ${names.join(', ')}`;
    throw new Error(
      container === undefined
        ? `Name a container of ${pod.name}: ${which}.`
        : `The Pod ${pod.name} has no container '${container}': ${which}.`,
    );
  }
  return chosen;
}
