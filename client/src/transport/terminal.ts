import { orCancelled } from './execute';
import type { RootAccess } from './root-access';
import { cancelled, type RunningCommand } from './running-command';
import beginTerminal from './scripts/begin-terminal.sh';
import { TransportError, type RunningTerminal, type TerminalRequest, type TerminalSize } from './transport';

/** A command that runs on a terminal; what it draws comes on `stdout`. */
export interface TerminalCommand extends RunningCommand {
  /** `name`: the terminal's device where the command runs, `/dev/pts/3`. */
  resize(size: TerminalSize, name: string): void;
}

/** Stands around the terminal's name, and is sudo's prompt. */
const separator = '\u001e';

/** Says that the command begins: sudo is done with the terminal. */
const beginMark = '\u001d';

/** Ends the raw mode of the start, for programs that expect a terminal as a login leaves it. */
const tidyTerminal = 'stty sane 2>/dev/null; printf "\\035"; exec "$@"';

/** As much as may come before the terminal's name: a banner, a message of the login shell. */
const mostBefore = 64 * 1024;

/** Starts a command on a terminal as a TerminalRequest asks. Rejects with TransportError only. */
export async function startTerminal(
  request: TerminalRequest,
  start: (argv: readonly string[], size: TerminalSize) => Promise<TerminalCommand>,
  root: RootAccess,
): Promise<RunningTerminal> {
  const { signal, size, onData } = request;
  const tidied = ['sh', '-c', tidyTerminal, 'sh', ...request.argv];
  const { argv, inputPrefix } =
    request.asRoot === true
      ? await orCancelled(root.wrap(tidied, signal, separator), signal)
      : { argv: tidied, inputPrefix: new Uint8Array() };
  const command = await start(['sh', '-c', beginTerminal, 'sh', ...argv], size);
  const reader = new TerminalReader(onData, () => command.stdin.write(inputPrefix));
  command.stdout.on('data', (chunk: Buffer) => reader.take(chunk));
  command.stderr.on('data', (chunk: Buffer) => reader.take(chunk));
  command.stdout.on('error', () => undefined);
  command.stderr.on('error', () => undefined);
  command.stdin.on('error', () => undefined);
  command.ended.catch(() => undefined);
  const stop = (): void => command.abandon();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const name = await Promise.race([reader.begun, endedEarly(command, reader, root, signal)]);
    return {
      write: (input) => command.stdin.write(input),
      resize: (next) => command.resize(next, name),
      ended: command.ended,
      close: stop,
    };
  } catch (error) {
    command.abandon();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function endedEarly(
  command: TerminalCommand,
  reader: TerminalReader,
  root: RootAccess,
  signal: AbortSignal | undefined,
): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal?.aborted === true) {
      reject(cancelled());
    }
    signal?.addEventListener('abort', () => reject(cancelled()), { once: true });
  });
  await Promise.race([command.ended, reader.askedAgain, aborted]);
  root.checkWords(reader.before);
  throw new TransportError('connect', `No terminal could be opened there: ${reader.before || 'nothing was said'}.`);
}

/**
 * Takes what comes before the command's own words out of what is drawn: the terminal's name, sudo's prompt.
 * sudo throws away what was typed before it asks and again after it has read the password (tgetpass.c sets the terminal
 * with TCSAFLUSH), so the password waits for the prompt, and all else until the command has begun.
 */
class TerminalReader {
  /** The terminal's name, once the command can be typed to. */
  readonly begun: Promise<string>;
  /** sudo did not take the answer. */
  readonly askedAgain: Promise<void>;
  #begin: (name: string) => void = () => undefined;
  #refuse: () => void = () => undefined;
  #before: Buffer | undefined = Buffer.alloc(0);
  #name: string | undefined;
  #isAsked = false;

  constructor(
    private readonly onData: (chunk: Buffer) => void,
    private readonly giveAnswer: () => void,
  ) {
    this.begun = new Promise((resolve) => (this.#begin = resolve));
    this.askedAgain = new Promise((resolve) => (this.#refuse = resolve));
  }

  /** What came instead. */
  get before(): string {
    return (this.#before?.toString('utf8') ?? '').replace(/[^\P{Cc}\n]/gu, '').trim();
  }

  take(chunk: Buffer): void {
    if (this.#before === undefined) {
      this.onData(chunk);
      return;
    }
    this.#before = Buffer.concat([this.#before, chunk]).subarray(-mostBefore);
    if (this.#name === undefined) {
      const from = this.#before.indexOf(separator);
      const to = from === -1 ? -1 : this.#before.indexOf(separator, from + 1);
      if (to === -1) {
        return;
      }
      this.#name = this.#before.toString('utf8', from + 1, to);
      this.#before = this.#before.subarray(to + 1);
    }
    const end = this.#before.indexOf(beginMark);
    if (end !== -1) {
      const rest = this.#before.subarray(end + 1);
      this.#before = undefined;
      this.#begin(this.#name);
      if (rest.length > 0) {
        this.onData(rest);
      }
      return;
    }
    const prompts = this.#before.toString('latin1').split(separator).length - 1;
    if (prompts > 0 && !this.#isAsked) {
      this.#isAsked = true;
      this.giveAnswer();
    }
    if (prompts > 1) {
      this.#refuse();
    }
  }
}
