import type { Readable, Writable } from 'node:stream';
import { onAbort } from './abort';
import { TransportError, type ExecRequest, type ExecResult } from './transport';

/** A command that runs: a child process, or the channel of one on another machine. */
export interface RunningCommand {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when the command has ended and its output is read. */
  readonly ended: Promise<CommandEnd>;
  /** Lets go of the command: it loses its input and output. */
  abandon(): void;
}

export interface CommandEnd {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

const defaultMaxOutputBytes = 64 * 1024 * 1024;

/** Feeds a command, takes what it writes, and waits for its end, as an ExecRequest asks. */
export async function followCommand(
  command: RunningCommand,
  input: CommandInput,
  request: Pick<ExecRequest, 'signal' | 'onStdout' | 'onStderr' | 'maxOutputBytes'>,
): Promise<ExecResult> {
  const { signal } = request;
  const limit = request.maxOutputBytes ?? defaultMaxOutputBytes;
  return new Promise<ExecResult>((resolve, reject) => {
    const over = { yet: false };
    const stop = (error: Error) => {
      over.yet = true;
      ignoreAbort();
      letGo();
      command.abandon();
      reject(error);
    };
    const cancel = () => {
      stop(cancelled());
    };
    const ignoreAbort = onAbort(signal, cancel);
    const letGo = () => {
      if (input.kind === 'stream') {
        input.stream.unpipe(command.stdin);
        input.stream.pause();
      }
    };
    const stdout = takeOutput(command.stdout, 'standard output', limit, request.onStdout, over, stop);
    const stderr = takeOutput(command.stderr, 'standard error', limit, request.onStderr, over, stop);
    // A command that ends or closes its input before it has read all of it is no fault of the transport.
    command.stdin.on('error', () => undefined);
    switch (input.kind) {
      case 'text':
        command.stdin.end(input.bytes);
        break;
      case 'held':
        command.stdin.write(input.prefix);
        break;
      case 'stream':
        command.stdin.write(input.prefix);
        input.stream.pipe(command.stdin);
        break;
    }
    command.ended.then((end) => {
      ignoreAbort();
      letGo();
      resolve({ ...end, stdout: stdout(), stderr: stderr() });
    }, stop);
    if (signal?.aborted === true) {
      cancel();
    }
  });
}

export type CommandInput =
  /** Written, then the input ends. */
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  /** Stays open until the command is abandoned, after `prefix`. */
  | { readonly kind: 'held'; readonly prefix: Uint8Array }
  /** As it comes, after `prefix`. */
  | { readonly kind: 'stream'; readonly prefix: Uint8Array; readonly stream: Readable };

export function cancelled(): TransportError {
  return new TransportError('cancelled', 'Cancelled.');
}

/** Returns a function that gives what was collected; nothing is collected where a listener takes it. */
function takeOutput(
  stream: Readable,
  name: string,
  limit: number,
  listener: ((chunk: Buffer) => void) | undefined,
  over: { readonly yet: boolean },
  stop: (error: Error) => void,
): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('error', stop);
  stream.on('data', (chunk: Buffer) => {
    if (over.yet) {
      return;
    }
    if (listener !== undefined) {
      try {
        listener(chunk);
      } catch (error) {
        stop(error as Error);
      }
      return;
    }
    size += chunk.length;
    if (size > limit) {
      chunks.length = 0;
      stop(
        new TransportError('output-too-large', `The command wrote more than ${String(limit)} bytes on its ${name}.`),
      );
      return;
    }
    chunks.push(chunk);
  });
  return () => Buffer.concat(chunks);
}
