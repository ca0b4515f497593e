import { spawn } from 'node:child_process';
import { userInfo } from 'node:os';
import { onAbort } from './abort';
import type { TransportEnvironment } from './environment';
import { executeRequest } from './execute';
import { quoteCommand } from './quote';
import { RootAccess } from './root-access';
import { followCommand, type CommandEnd, type RunningCommand } from './running-command';
import { startTerminal, type TerminalCommand } from './terminal';
import {
  TransportError,
  type ConnectionState,
  type ExecRequest,
  type ExecResult,
  type NodeTransport,
  type RunningTerminal,
  type TerminalRequest,
  type TerminalSize,
} from './transport';

/** Runs commands on this machine, as its user or, through sudo, as root. */
export class LocalTransport implements NodeTransport {
  readonly label = 'this machine';
  private readonly running = new Set<RunningCommand>();
  private readonly listeners = new Set<(state: ConnectionState) => void>();
  private readonly root: RootAccess;
  private readonly disposal = new AbortController();
  private started = 0;

  constructor(environment: TransportEnvironment) {
    this.root = new RootAccess({
      user: userInfo().username,
      host: this.label,
      environment,
      run: async (argv, stdin, signal) =>
        followCommand(await this.start(argv), { kind: 'text', bytes: Buffer.from(stdin) }, { signal }),
    });
  }

  get state(): ConnectionState {
    return this.disposal.signal.aborted ? { state: 'disposed' } : { state: 'connected', commands: this.running.size };
  }

  get roundTrips(): number {
    return this.started;
  }

  onDidChangeState(listener: (state: ConnectionState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  exec(request: ExecRequest): Promise<ExecResult> {
    return executeRequest(request, (argv) => this.start(argv), this.root);
  }

  openTerminal(request: TerminalRequest): Promise<RunningTerminal> {
    return startTerminal(request, (argv, size) => this.startOnTerminal(argv, size), this.root);
  }

  forgetSecrets(): void {
    this.root.forget();
  }

  dispose(): void {
    this.disposal.abort();
    this.tell();
    this.listeners.clear();
  }

  private tell(): void {
    for (const listener of this.listeners) {
      listener(this.state);
    }
  }

  private async startOnTerminal(argv: readonly string[], size: TerminalSize): Promise<TerminalCommand> {
    return onTerminal(await this.start(['script', '-qefc', quoteCommand(argv), '/dev/null']), size);
  }

  private start(argv: readonly string[]): Promise<RunningCommand> {
    if (this.disposal.signal.aborted) {
      return Promise.reject(new TransportError('cancelled', 'The connection was closed.'));
    }
    if (process.platform === 'win32') {
      return Promise.reject(
        new TransportError('connect', 'A kubelet does not run on Windows with static Pods: name a host to connect to.'),
      );
    }
    this.started += 1;
    const command = startProcess(argv, this.disposal.signal);
    this.running.add(command);
    this.tell();
    const forget = () => {
      this.running.delete(command);
      this.tell();
    };
    command.ended.then(forget, forget);
    return Promise.resolve(command);
  }
}

/**
 * `script` (util-linux, on every Debian and Red Hat) gives a command a terminal without a native module. It takes no
 * size for it, so the size is set on the terminal itself, by name.
 */
function onTerminal(command: RunningCommand, size: TerminalSize): TerminalCommand {
  const resize = ({ columns, rows }: TerminalSize, name: string): void => {
    const stty = spawn('stty', ['-F', name, 'rows', String(rows), 'cols', String(columns)], { stdio: 'ignore' });
    // A terminal that is gone has no size.
    stty.on('error', () => undefined);
  };
  let isFirst = true;
  command.stdout.on('data', (chunk: Buffer) => {
    const [, name, rest] = isFirst ? chunk.toString('latin1').split(String.fromCharCode(0x1e)) : [];
    if (name !== undefined && rest !== undefined) {
      isFirst = false;
      resize(size, name);
    }
  });
  return Object.assign(command, { resize });
}

/** `sh` starts the program, so that one that is missing or not executable ends with 127 or 126 here as over SSH. */
const startProgram = 'exec "$@"';

function startProcess(argv: readonly string[], disposal: AbortSignal): RunningCommand {
  const child = spawn('sh', ['-c', startProgram, 'sh', ...argv], { stdio: 'pipe' });
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    const stop = () => {
      reject(new TransportError('cancelled', 'The connection was closed.'));
    };
    const ignoreDisposal = onAbort(disposal, stop);
    child.on('error', (error) => {
      ignoreDisposal();
      reject(new TransportError('connect', `Could not start sh on this machine: ${error.message}`, { cause: error }));
    });
    child.on('close', (code, signal) => {
      ignoreDisposal();
      resolve({ exitCode: code ?? undefined, signal: signal ?? undefined });
    });
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    // As over SSH, the command is not killed: it loses its pipes, and this process does not wait for it.
    abandon() {
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
    },
  };
}
