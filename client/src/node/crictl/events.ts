import { StringDecoder } from 'node:string_decoder';
import type { Transport } from '../../transport/transport';
import type { ObservedNode } from '../observed-node';
import { crictlArguments } from './command';
import { readCrictlError } from './stderr';

/** Why `crictl events` is over. */
export type EventsEnd =
  /** The runtime tells no events (containerd before 1.7), or crictl has no such command. */
  { readonly reason: 'unsupported'; readonly message: string } | { readonly reason: 'ended'; readonly message: string };

/**
 * Follows the runtime's container events until they end or the signal comes, and calls `onEvent` for each piece of
 * output: what changed is for the next look to find out. Throws TransportError.
 */
export async function followEvents(
  transport: Transport,
  node: ObservedNode,
  { signal, onEvent }: { readonly signal: AbortSignal; readonly onEvent: () => void },
): Promise<EventsEnd> {
  const decoder = new StringDecoder('utf8');
  let errors = '';
  const result = await transport.exec({
    argv: crictlArguments(node, 'events', '-o', 'json'),
    asRoot: true,
    signal,
    onStdout: (chunk) => {
      if (chunk.includes('containerId') || chunk.includes('container_id')) {
        onEvent();
      }
    },
    onStderr: (chunk) => {
      errors = (errors + decoder.write(chunk)).slice(-8192);
    },
  });
  const message = readCrictlError(errors) || `crictl events ended with exit code ${result.exitCode ?? 'unknown'}`;
  const isUnknown = /Unimplemented|not implemented|unknown (command|flag)|No help topic|flag provided but not defined/i;
  return { reason: isUnknown.test(errors) ? 'unsupported' : 'ended', message };
}
