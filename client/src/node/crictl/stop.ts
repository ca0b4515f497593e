import type { ObservedNode } from '../observed-node';
import { crictlArguments, type NodeCommand } from './command';

/**
 * Stops a container. The kubelet starts it again at once, unless the Pod's restart policy says otherwise: to stop a
 * static Pod its manifest has to go.
 */
export function stopContainer(node: ObservedNode, id: string, timeoutSeconds = 30): NodeCommand<void> {
  return {
    argv: crictlArguments(node, 'stop', '--timeout', String(timeoutSeconds), id),
    parse: () => undefined,
  };
}
