import type { Duplex, Readable } from 'node:stream';
import type { Client, ClientChannel, ExecOptions } from 'ssh2';
import { sanitizeHostText } from '../host-text';
import { TransportError, type TerminalSize } from '../transport';
import { explainLoss } from './errors';

/** The host would not open a channel: mostly its MaxSessions is reached. */
export class ChannelRefused extends Error {
  constructor(cause: Error) {
    super(sanitizeHostText(cause.message), { cause });
    this.name = 'ChannelRefused';
  }
}

const closeMilliseconds = 1000;

export interface Closable {
  close(): void;
}

/** A command's input and output; 'exit' tells its exit code or signal, 'close' comes last. */
export interface CommandChannel extends Duplex {
  readonly stderr: Readable;
  setWindow(rows: number, columns: number, height: number, width: number): void;
  /** Lets go of the command. */
  close(): void;
}

/** One authenticated connection, until it is lost or closed. */
export interface RemoteConnection extends Closable {
  readonly label: string;
  /** Why it is over; undefined while it stands. */
  readonly lost: TransportError | undefined;
  /** Called once, when the connection is over. The returned function takes the listener back: true where it still stood. */
  onLost(listener: (error: TransportError) => void): () => boolean;
  /**
   * Starts a command line on a channel of its own and resolves with what `adopt` makes of the channel. `adopt` is called
   * at once, not a microtask later: a short command's exit may already be in the bytes that are being read.
   * Rejects with ChannelRefused where the host would not open one more channel, and with TransportError where the
   * connection is over. With a size it runs on a terminal.
   */
  openCommand<T>(commandLine: string, adopt: (channel: CommandChannel) => T, size?: TerminalSize): Promise<T>;
}

/** That a connection is over, told once to each who wants to know. */
export class ConnectionEnd {
  private reason: TransportError | undefined;
  private readonly listeners = new Set<(error: TransportError) => void>();

  get error(): TransportError | undefined {
    return this.reason;
  }

  onEnd(listener: (error: TransportError) => void): () => boolean {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** False where it was over before. */
  end(error: TransportError): boolean {
    if (this.reason !== undefined) {
      return false;
    }
    this.reason = error;
    for (const listener of [...this.listeners]) {
      this.listeners.delete(listener);
      listener(error);
    }
    return true;
  }
}

const keepChannel = (channel: ClientChannel) => channel;

/** A connection by ssh2. */
export class SshConnection implements RemoteConnection {
  private readonly ended = new ConnectionEnd();

  /** `via`: the hops below this connection, closed with it. */
  constructor(
    readonly label: string,
    private readonly client: Client,
    private readonly via: readonly Closable[],
  ) {
    client.on('error', (error) => {
      this.finish(explainLoss(label, error));
    });
    // Over a stream that is no socket, 'close' may never follow 'end'.
    const finish = () => {
      this.finish(new TransportError('connect', `The connection to ${label} was lost.`));
    };
    client.on('end', finish);
    client.on('close', finish);
  }

  get lost(): TransportError | undefined {
    return this.ended.error;
  }

  onLost(listener: (error: TransportError) => void): () => boolean {
    return this.ended.onEnd(listener);
  }

  openCommand<T>(commandLine: string, adopt: (channel: CommandChannel) => T, size?: TerminalSize): Promise<T> {
    return this.open(adopt, (done) => {
      const options: ExecOptions =
        size === undefined ? {} : { pty: { term: 'xterm-256color', cols: size.columns, rows: size.rows } };
      this.client.exec(commandLine, options, done);
    });
  }

  /** A stream to a port that this host can reach. Rejects as `openCommand` does. */
  forward(host: string, port: number): Promise<ClientChannel> {
    return this.open(keepChannel, (done) => {
      this.client.forwardOut('127.0.0.1', 0, host, port, done);
    });
  }

  close(): void {
    this.finish(new TransportError('cancelled', 'The connection was closed.'));
  }

  private open<T>(
    adopt: (channel: ClientChannel) => T,
    start: (done: (error: Error | undefined, channel: ClientChannel) => void) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.ended.error !== undefined) {
        reject(this.ended.error);
        return;
      }
      try {
        start((error, channel) => {
          if (error === undefined) {
            resolve(adopt(channel));
          } else {
            reject(this.ended.error ?? new ChannelRefused(error));
          }
        });
      } catch (error) {
        // ssh2 throws 'Not connected' where it knows of the loss before it has told us.
        const loss = explainLoss(this.label, error as Error);
        this.finish(loss);
        reject(loss);
      }
    });
  }

  private finish(error: TransportError): void {
    if (!this.ended.end(error)) {
      return;
    }
    this.client.end();
    for (const closable of this.via) {
      closable.close();
    }
    // A host that is gone never confirms the end; its socket would keep this process alive.
    setTimeout(() => this.client.destroy(), closeMilliseconds).unref();
  }
}
