import type { ExecResult, Transport } from '../../transport/transport';
import type { ObservedNode } from '../observed-node';
import { readCrictlError, saysGone } from './stderr';

/** What runs on a node and how its output is read: nothing here runs anything. */
export interface NodeCommand<T> {
  readonly argv: readonly string[];
  parse(stdout: string): T;
}

/** crictl ran and failed; the message is its own. */
export class CrictlError extends Error {
  constructor(
    readonly exitCode: number | undefined,
    message: string,
  ) {
    super(message);
    this.name = 'CrictlError';
  }

  /** What it was about is not there any more. */
  get isGone(): boolean {
    return saysGone(this.message);
  }
}

/** crictl as the node's last look found it; by its name alone where there was no look yet. */
export function crictlArguments(node: ObservedNode | undefined, ...words: readonly string[]): string[] {
  const { crictl = '', endpoint = '' } = node?.runtime ?? {};
  return [crictl || 'crictl', ...(endpoint === '' ? [] : ['--runtime-endpoint', endpoint]), ...words];
}

/** Throws CrictlError and TransportError. */
export async function runNodeCommand<T>(
  transport: Transport,
  command: NodeCommand<T>,
  signal?: AbortSignal,
): Promise<T> {
  const result = await transport.exec({
    argv: command.argv,
    asRoot: true,
    ...(signal === undefined ? {} : { signal }),
  });
  throwIfFailed(command.argv, result);
  return command.parse(result.stdout.toString('utf8'));
}

export function throwIfFailed(argv: readonly string[], result: Pick<ExecResult, 'exitCode' | 'stderr'>): void {
  if (result.exitCode !== 0) {
    const said = readCrictlError(result.stderr.toString('utf8'));
    throw new CrictlError(result.exitCode, said || `${argv[0] ?? ''} failed without a word`);
  }
}
