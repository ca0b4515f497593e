import { StringDecoder } from 'node:string_decoder';
import type { Transport } from '../../transport/transport';
import type { ObservedNode } from '../observed-node';
import { crictlArguments, throwIfFailed } from './command';

export interface LogQuery {
  readonly containerId: string;
  /** Goes on until the container is gone or the signal comes. */
  readonly follow?: boolean;
  /** Lines from the end; all without it. */
  readonly tail?: number;
  readonly timestamps?: boolean;
  /** The attempt before this container's: its log may outlive it. */
  readonly previous?: boolean;
  /** A time (`2013-01-02T13:23:37Z`) or how long ago (`42m`); from the beginning without it. */
  readonly since?: string;
}

export interface LogReader {
  readonly signal?: AbortSignal;
  /** What the container wrote, to either stream, in the order in which it came. */
  readonly onText: (text: string) => void;
}

export function logsArguments(node: ObservedNode | undefined, query: LogQuery): string[] {
  return crictlArguments(
    node,
    'logs',
    ...(query.follow === true ? ['--follow'] : []),
    ...(query.previous === true ? ['--previous'] : []),
    ...(query.since === undefined ? [] : ['--since', query.since]),
    ...(query.timestamps === true ? ['--timestamps'] : []),
    ...(query.tail === undefined ? [] : ['--tail', String(query.tail)]),
    query.containerId,
  );
}

/**
 * Reads a container's log. crictl gives the container's standard error on its own, so a failure is told by the exit
 * code alone. Throws CrictlError and TransportError.
 */
export async function streamLogs(
  transport: Transport,
  node: ObservedNode | undefined,
  query: LogQuery,
  reader: LogReader,
): Promise<void> {
  const argv = logsArguments(node, query);
  // A chunk may end in the middle of a letter.
  const stdout = new StringDecoder('utf8');
  const stderr = new StringDecoder('utf8');
  let lastError = Buffer.alloc(0);
  const result = await transport.exec({
    argv,
    asRoot: true,
    ...(reader.signal === undefined ? {} : { signal: reader.signal }),
    onStdout: (chunk) => reader.onText(stdout.write(chunk)),
    onStderr: (chunk) => {
      lastError = Buffer.concat([lastError, chunk]).subarray(-8192);
      reader.onText(stderr.write(chunk));
    },
  });
  throwIfFailed(argv, { exitCode: result.exitCode, stderr: lastError });
}
