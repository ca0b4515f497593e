import type { ConfiguredNode, NodeLook } from './configured-node';
import { orCancelled } from './progress';
import { TransportError } from './transport/transport';

/** A fresh look at a node. Throws what keeps it from being reached. */
export async function lookAt(node: ConfiguredNode, signal: AbortSignal): Promise<NodeLook> {
  const state = await orCancelled(node.refreshAnew(), signal);
  switch (state.state) {
    case 'ready':
      return state.look;
    case 'failed':
      throw state.error;
    case 'new':
    case 'connecting':
      throw new TransportError('connect', `${node.name} was changed or connected anew meanwhile. Try again.`);
  }
}
