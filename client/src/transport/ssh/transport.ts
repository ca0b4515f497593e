import type { TransportEnvironment } from '../environment';
import { executeRequest, isEndedWithStdin, orCancelled } from '../execute';
import { quoteCommand } from '../quote';
import { RootAccess } from '../root-access';
import { cancelled, followCommand, type CommandEnd, type RunningCommand } from '../running-command';
import { SharedAttempt } from '../shared-attempt';
import { startTerminal, type TerminalCommand } from '../terminal';
import {
  TransportError,
  type ConnectionState,
  type ExecRequest,
  type ExecResult,
  type NodeTarget,
  type NodeTransport,
  type RunningTerminal,
  type TerminalRequest,
  type TerminalSize,
} from '../transport';
import { ChannelSlots, type SlotKind } from './channel-slots';
import { resolveHostConfig, type HostConfig } from './config';
import { connect } from './connect';
import { ChannelRefused, type CommandChannel, type RemoteConnection } from './connection';
import { describeHost, NeedsOpenSsh } from './errors';
import { forgetUnlockedKeys } from './identities';
import { connectByOpenSsh } from './openssh/connect';

/** What lives and dies with one connection. */
interface Session {
  readonly connection: RemoteConnection;
  readonly root: RootAccess;
  readonly slots: ChannelSlots;
}

/** Runs commands on another machine: one connection, a channel for each command. Connects at the first command. */
export class SshTransport implements NodeTransport {
  private readonly sessions: SharedAttempt<Session>;
  private readonly listeners = new Set<(state: ConnectionState) => void>();
  private readonly disposal = new AbortController();
  private current: ConnectionState = { state: 'idle' };
  private session: Session | undefined;
  private shownLabel: string;
  private needsOpenSsh = false;
  private running = 0;
  private sent = 0;

  constructor(
    private readonly target: NodeTarget,
    private readonly environment: TransportEnvironment,
  ) {
    this.shownLabel = target.host ?? target.name;
    this.sessions = new SharedAttempt((signal) => this.connect(signal));
  }

  /** `user@host:port` once ssh_config was read, at the first command. */
  get label(): string {
    return this.shownLabel;
  }

  get state(): ConnectionState {
    return this.current;
  }

  get roundTrips(): number {
    return this.sent;
  }

  onDidChangeState(listener: (state: ConnectionState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async exec(request: ExecRequest): Promise<ExecResult> {
    if (request.signal?.aborted === true) {
      throw cancelled();
    }
    const session = await orCancelled(this.sessions.join(request.signal), request.signal);
    const kind: SlotKind = isEndedWithStdin(request) && request.onStdout !== undefined ? 'following' : 'short';
    return executeRequest(request, (argv) => this.start(session, argv, kind, request.signal), session.root);
  }

  async openTerminal(request: TerminalRequest): Promise<RunningTerminal> {
    const session = await orCancelled(this.sessions.join(request.signal), request.signal);
    const start = async (argv: readonly string[], size: TerminalSize): Promise<TerminalCommand> => {
      const command = await this.start(session, argv, 'following', request.signal, size);
      return Object.assign(command, {
        resize: ({ columns, rows }: TerminalSize) => command.channel.setWindow(rows, columns, 0, 0),
      });
    };
    return startTerminal(request, start, session.root);
  }

  forgetSecrets(): void {
    forgetUnlockedKeys(this.environment);
    this.session?.root.forget();
  }

  dispose(): void {
    if (this.disposal.signal.aborted) {
      return;
    }
    this.disposal.abort();
    this.change({ state: 'disposed' });
    this.listeners.clear();
    this.session?.connection.close();
  }

  private async connect(signal: AbortSignal): Promise<Session> {
    const stop = AbortSignal.any([signal, this.disposal.signal]);
    try {
      stop.throwIfAborted();
      this.change({ state: 'connecting' });
      const config = await resolveHostConfig(this.target, this.environment);
      this.shownLabel = describeHost(config);
      const connection = await this.reach(config, stop);
      if (stop.aborted) {
        connection.close();
      }
      stop.throwIfAborted();
      return this.adopt(connection, config);
    } catch (error) {
      const failure = toTransportError(error, stop);
      this.change(stop.aborted ? { state: 'idle' } : { state: 'failed', error: failure });
      this.environment.log?.(`${this.label}: ${failure.message}`);
      throw failure;
    }
  }

  /** By ssh2; by OpenSSH where that is wanted, or has turned out to be needed. */
  private async reach(config: HostConfig, signal: AbortSignal): Promise<RemoteConnection> {
    const { environment, target } = this;
    if (!this.needsOpenSsh && !(environment.sshClient === 'openssh' && config.hasOpenSsh)) {
      try {
        return await connect(config, environment, signal);
      } catch (error) {
        if (!(error instanceof NeedsOpenSsh)) {
          throw error;
        }
        environment.log?.(error.message);
        this.needsOpenSsh = true;
      }
    }
    return connectByOpenSsh(config, target, environment, signal);
  }

  private adopt(connection: RemoteConnection, config: HostConfig): Session {
    const session: Session = {
      connection,
      slots: new ChannelSlots(),
      root: new RootAccess({
        user: config.user,
        host: `${config.alias}:${String(config.port)}`,
        environment: this.environment,
        run: async (argv, stdin, signal) =>
          followCommand(
            await this.start(session, argv, 'short', signal),
            { kind: 'text', bytes: Buffer.from(stdin) },
            { signal },
          ),
      }),
    };
    connection.onLost((error) => {
      this.session = undefined;
      this.sessions.forget();
      this.change({ state: 'lost', error });
      this.environment.log?.(error.message);
    });
    if (connection.lost !== undefined) {
      throw connection.lost;
    }
    this.session = session;
    this.environment.log?.(`Connected to ${this.label}.`);
    this.change({ state: 'connected', commands: 0 });
    return session;
  }

  private async start(
    session: Session,
    argv: readonly string[],
    kind: SlotKind,
    signal: AbortSignal | undefined,
    size?: TerminalSize,
  ): Promise<ChannelCommand> {
    const commandLine = quoteCommand(argv);
    const { connection, slots } = session;
    const opened = slots.use(kind, signal, (release) => {
      this.sent += 1;
      return connection.openCommand(
        commandLine,
        (channel) => {
          this.count(1);
          return watchChannel(channel, connection, () => {
            release();
            this.count(-1);
          });
        },
        size,
      );
    });
    try {
      return await orCancelled(opened, signal);
    } catch (error) {
      throw error instanceof ChannelRefused
        ? new TransportError(
            'connect',
            `${this.label} lets you log in but runs no command: ${error.message}. ` +
              'Check MaxSessions, ForceCommand and the login shell there.',
            { cause: error },
          )
        : error;
    }
  }

  private count(change: 1 | -1): void {
    this.running += change;
    if (this.current.state === 'connected') {
      this.change({ state: 'connected', commands: this.running });
    }
  }

  private change(state: ConnectionState): void {
    if (this.current.state === 'disposed') {
      return;
    }
    this.current = state;
    for (const listener of this.listeners) {
      listener(state);
    }
  }
}

interface ChannelCommand extends RunningCommand {
  readonly channel: CommandChannel;
}

/** `closed` is called once, when the channel is gone, however that came. */
function watchChannel(channel: CommandChannel, connection: RemoteConnection, closed: () => void): ChannelCommand {
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    let end: CommandEnd | undefined;
    const forgetLoss = connection.onLost((error) => {
      closed();
      reject(
        new TransportError(error.kind, `${error.message} The command that ran may have done its work or not.`, {
          cause: error,
        }),
      );
    });
    channel.on('exit', (exitCode: number | null, signal?: string) => {
      end = { exitCode: exitCode ?? undefined, signal };
    });
    channel.on('close', () => {
      if (!forgetLoss()) {
        return;
      }
      closed();
      if (end === undefined) {
        reject(
          new TransportError(
            'connect',
            `${connection.label} closed the channel without telling how the command ended.`,
          ),
        );
      } else {
        resolve(end);
      }
    });
  });
  // Rejects unheard where the command was abandoned before.
  ended.catch(() => undefined);
  return {
    channel,
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    ended,
    abandon() {
      channel.close();
    },
  };
}

function toTransportError(error: unknown, stop: AbortSignal): TransportError {
  if (stop.aborted) {
    return cancelled();
  }
  return error instanceof TransportError
    ? error
    : new TransportError('connect', (error as Error).message, { cause: error });
}
