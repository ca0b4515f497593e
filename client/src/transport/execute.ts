import { Readable } from 'node:stream';
import { cancelled, followCommand, type CommandInput, type RunningCommand } from './running-command';
import type { RootAccess, RootCommand } from './root-access';
import endWithStdin from './scripts/end-with-stdin.sh';
import type { ExecRequest, ExecResult } from './transport';

const noInput = new Uint8Array();

/**
 * Runs one ExecRequest with what a transport has: a way to start a command as the user, and root's rights.
 * Rejects with TransportError only.
 */
export async function executeRequest(
  request: ExecRequest,
  start: (argv: readonly string[]) => Promise<RunningCommand>,
  root: RootAccess,
): Promise<ExecResult> {
  if (request.signal?.aborted === true) {
    throw cancelled();
  }
  const watched = isEndedWithStdin(request);
  const argv = watched ? ['sh', '-c', endWithStdin, 'sh', ...request.argv] : request.argv;
  const command: RootCommand =
    request.asRoot === true
      ? await orCancelled(root.wrap(argv, request.signal), request.signal)
      : { argv, inputPrefix: noInput };
  const running = await start(command.argv);
  const input: CommandInput = watched
    ? { kind: 'held', prefix: command.inputPrefix }
    : inputOf(request.stdin, command.inputPrefix);
  const result = await followCommand(running, input, request);
  if (request.asRoot === true) {
    root.checkResult(result);
  }
  return result;
}

/** Such a command is ended on its node when the request is aborted: see ExecRequest.signal. */
export function isEndedWithStdin(request: ExecRequest): boolean {
  return request.signal !== undefined && request.stdin === undefined;
}

/** An abort shows as TransportError('cancelled'), whatever the signal's reason. */
export async function orCancelled<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw signal?.aborted === true ? cancelled() : error;
  }
}

function inputOf(stdin: ExecRequest['stdin'], prefix: Uint8Array): CommandInput {
  if (stdin instanceof Readable) {
    return { kind: 'stream', prefix, stream: stdin };
  }
  const bytes = typeof stdin === 'string' ? Buffer.from(stdin) : (stdin ?? noInput);
  return { kind: 'text', bytes: Buffer.concat([prefix, bytes]) };
}
