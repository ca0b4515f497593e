import { connect as connectSocket, type Socket } from 'node:net';
import { onAbort } from '../../abort';
import { cancelled } from '../../running-command';
import { TransportError, type TerminalSize } from '../../transport';
import {
  ChannelRefused,
  ConnectionEnd,
  type Closable,
  type CommandChannel,
  type RemoteConnection,
} from '../connection';
import { explainLoss } from '../errors';
import { messages, SessionChannel, window } from './channel';
import { FieldReader, message, MessageReader, string, uint32 } from './packets';

/** openssh-portable, PROTOCOL.mux: the words between ssh and the ssh that keeps a connection for it. */
const mux = { hello: 0x0000_0001, proxy: 0x1000_000f, proxyTaken: 0x8000_000f, version: 4 } as const;

/** A connection that an `ssh` of this machine keeps, over its control socket in proxy mode: SSH's channels in the clear. */
export class MultiplexedConnection implements RemoteConnection {
  private readonly ended = new ConnectionEnd();
  private readonly channels = new Map<number, SessionChannel>();
  private readonly opening = new Map<number, Opening>();
  private next = 0;

  private constructor(
    readonly label: string,
    private readonly socket: Socket,
    private readonly master: Closable,
  ) {}

  /** Rejects with TransportError where the socket's other end does not speak so: it is older than OpenSSH 7.4. */
  static async open(
    label: string,
    path: string,
    master: Closable,
    signal: AbortSignal,
  ): Promise<MultiplexedConnection> {
    const socket = connectSocket(path);
    const connection = new MultiplexedConnection(label, socket, master);
    const reader = new MessageReader();
    let isProxied = false;
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error): void => {
        reject(error);
        connection.lose(error);
      };
      const ignoreAbort = onAbort(signal, () => fail(cancelled()));
      socket.on('error', fail);
      socket.on('close', () => fail(new Error('the program that kept it has ended')));
      socket.on('data', (chunk: Buffer) => {
        try {
          for (const bytes of reader.take(chunk)) {
            if (isProxied) {
              connection.receive(bytes);
            } else if (answerHello(socket, new FieldReader(bytes)) === 'proxied') {
              isProxied = true;
              ignoreAbort();
              resolve();
            }
          }
        } catch (error) {
          fail(error as Error);
        }
      });
      socket.write(message(uint32(mux.hello), uint32(mux.version)));
    });
    return connection;
  }

  get lost(): TransportError | undefined {
    return this.ended.error;
  }

  onLost(listener: (error: TransportError) => void): () => boolean {
    return this.ended.onEnd(listener);
  }

  openCommand<T>(commandLine: string, adopt: (channel: CommandChannel) => T, size?: TerminalSize): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.ended.error !== undefined) {
        reject(this.ended.error);
        return;
      }
      const id = this.next;
      this.next += 1;
      this.opening.set(id, {
        confirm: (channel) => {
          // The answers come in this order.
          const answers = [
            ...(size === undefined ? [] : [() => undefined]),
            () => {
              this.opening.delete(id);
              resolve(adopt(channel));
            },
          ];
          if (size !== undefined) {
            const { columns, rows } = size;
            channel.request(
              'pty-req',
              true,
              ...[string('xterm-256color'), uint32(columns), uint32(rows), uint32(0), uint32(0), string('')],
            );
          }
          channel.request('exec', true, string(commandLine));
          return answers;
        },
        refuse: (reason) => {
          this.opening.delete(id);
          reject(this.ended.error ?? new ChannelRefused(new Error(reason)));
        },
        answers: [],
      });
      this.send(messages.open, string('session'), uint32(id), uint32(window.size), uint32(window.packet));
    });
  }

  close(): void {
    this.finish(new TransportError('cancelled', 'The connection was closed.'));
  }

  private receive(bytes: Buffer): void {
    const fields = new FieldReader(bytes);
    fields.byte();
    const type = fields.byte();
    if (type < messages.openConfirmation || type > messages.failure) {
      return;
    }
    const id = fields.uint32();
    const opening = this.opening.get(id);
    switch (type) {
      case messages.openConfirmation: {
        const remoteId = fields.uint32();
        const channel = new SessionChannel(this.send, remoteId, { window: fields.uint32(), packet: fields.uint32() });
        channel.once('close', () => this.channels.delete(id));
        this.channels.set(id, channel);
        opening?.answers.push(...opening.confirm(channel));
        break;
      }
      case messages.openFailure:
        fields.uint32();
        opening?.refuse(fields.string().toString('utf8'));
        break;
      case messages.success:
        opening?.answers.shift()?.();
        break;
      case messages.failure:
        opening?.refuse('the host runs no command');
        this.channels.get(id)?.close();
        break;
      case messages.close:
        opening?.refuse('the host closed the channel');
        this.channels.get(id)?.receive(type, fields);
        break;
      default:
        this.channels.get(id)?.receive(type, fields);
    }
  }

  private readonly send = (type: number, ...fields: readonly Buffer[]): void => {
    if (!this.socket.destroyed) {
      this.socket.write(message(Buffer.from([0, type]), ...fields));
    }
  };

  private lose(error: Error): void {
    this.finish(error instanceof TransportError ? error : explainLoss(this.label, error));
  }

  private finish(error: TransportError): void {
    if (!this.ended.end(error)) {
      return;
    }
    for (const opening of [...this.opening.values()]) {
      opening.refuse(error.message);
    }
    for (const channel of [...this.channels.values()]) {
      channel.close();
    }
    this.socket.destroy();
    this.master.close();
  }
}

interface Opening {
  /** Sends what the command needs; gives what its answers are for. */
  confirm(channel: SessionChannel): readonly (() => void)[];
  refuse(reason: string): void;
  readonly answers: (() => void)[];
}

function answerHello(socket: Socket, fields: FieldReader): 'proxied' | 'greeted' {
  const type = fields.uint32();
  if (type === mux.hello) {
    const version = fields.uint32();
    if (version !== mux.version) {
      throw new TransportError('connect', `The ssh of this machine shares connections in version ${String(version)}.`);
    }
    socket.write(message(uint32(mux.proxy), uint32(0)));
    return 'greeted';
  }
  if (type !== mux.proxyTaken) {
    throw new TransportError('connect', 'The ssh of this machine is too old to share its connections: 7.4 is needed.');
  }
  return 'proxied';
}
