import { Duplex, Readable } from 'node:stream';
import type { CommandChannel } from '../connection';
import type { FieldReader } from './packets';
import { string, uint32 } from './packets';

/** SSH's connection protocol: RFC 4254, section 9. */
export const messages = {
  open: 90,
  openConfirmation: 91,
  openFailure: 92,
  windowAdjust: 93,
  data: 94,
  extendedData: 95,
  eof: 96,
  close: 97,
  request: 98,
  success: 99,
  failure: 100,
} as const;

/** What the host may send before we have to take it, and how much of it at once: as OpenSSH's own client has it. */
export const window = { size: 2 * 1024 * 1024, packet: 32 * 1024 } as const;

export type SendPacket = (type: number, ...fields: readonly Buffer[]) => void;

/** A session on an SSH connection that somebody else keeps: standard input and output as a stream. */
export class SessionChannel extends Duplex implements CommandChannel {
  readonly stderr: Readable;
  /** Taken from the host and not yet given back to its window. */
  private taken = 0;
  private readonly full = { stdout: false, stderr: false };
  private room: number;
  private waiting: (() => void) | undefined;
  private isClosed = false;

  constructor(
    private readonly send: SendPacket,
    private readonly remoteId: number,
    remote: { readonly window: number; readonly packet: number },
  ) {
    super({ allowHalfOpen: true, autoDestroy: false });
    this.room = remote.window;
    this.largest = remote.packet;
    this.stderr = new Readable({
      autoDestroy: false,
      read: () => {
        this.full.stderr = false;
        this.giveBack();
      },
    });
  }

  private readonly largest: number;

  override _read(): void {
    this.full.stdout = false;
    this.giveBack();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.isClosed) {
      // A command that ends before it has read all of its input is no failure.
      done();
      return;
    }
    const size = Math.min(chunk.length, this.room, this.largest);
    if (size > 0) {
      this.room -= size;
      this.send(messages.data, uint32(this.remoteId), string(chunk.subarray(0, size)));
    }
    if (size === chunk.length) {
      done();
    } else if (this.room === 0) {
      this.waiting = () => this._write(chunk.subarray(size), _encoding, done);
    } else {
      this._write(chunk.subarray(size), _encoding, done);
    }
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.isClosed) {
      this.send(messages.eof, uint32(this.remoteId));
    }
    done();
  }

  setWindow(rows: number, columns: number, height: number, width: number): void {
    if (!this.isClosed) {
      this.request('window-change', false, uint32(columns), uint32(rows), uint32(width), uint32(height));
    }
  }

  request(name: string, wantsReply: boolean, ...fields: readonly Buffer[]): void {
    this.send(messages.request, uint32(this.remoteId), string(name), Buffer.from([wantsReply ? 1 : 0]), ...fields);
  }

  /** Gives the command up: it loses its input and output. */
  close(): void {
    this.sendClose();
    this.destroy();
    this.stderr.destroy();
  }

  /** A packet of this channel, all but those that answer its opening. */
  receive(type: number, fields: FieldReader): void {
    switch (type) {
      case messages.windowAdjust: {
        this.room += fields.uint32();
        const { waiting } = this;
        this.waiting = undefined;
        waiting?.();
        break;
      }
      case messages.data:
        this.keep(this, 'stdout', fields.string());
        break;
      case messages.extendedData:
        fields.uint32();
        this.keep(this.stderr, 'stderr', fields.string());
        break;
      case messages.eof:
        this.endOutput();
        break;
      case messages.request:
        this.receiveRequest(fields);
        break;
      case messages.close:
        this.finish();
        break;
      default:
        break;
    }
  }

  private receiveRequest(fields: FieldReader): void {
    const name = fields.string().toString('latin1');
    const wantsReply = fields.byte() !== 0;
    if (name === 'exit-status') {
      this.emit('exit', fields.uint32());
    } else if (name === 'exit-signal') {
      this.emit('exit', null, `SIG${fields.string().toString('latin1')}`);
    } else if (wantsReply) {
      // sshd asks so whether anybody is there (ClientAliveInterval).
      this.send(messages.failure, uint32(this.remoteId));
    }
  }

  private keep(stream: Readable, name: 'stdout' | 'stderr', chunk: Buffer): void {
    this.taken += chunk.length;
    if (stream.destroyed || stream.readableEnded) {
      this.giveBack();
      return;
    }
    if (!stream.push(chunk)) {
      this.full[name] = true;
    }
    this.giveBack();
  }

  /** The host may send more once both outputs were read. */
  private giveBack(): void {
    if (this.taken >= window.size / 2 && !this.full.stdout && !this.full.stderr && !this.isClosed) {
      this.send(messages.windowAdjust, uint32(this.remoteId), uint32(this.taken));
      this.taken = 0;
    }
  }

  private isOutputOver = false;

  private endOutput(): void {
    if (!this.isOutputOver) {
      this.isOutputOver = true;
      this.push(null);
      this.stderr.push(null);
    }
  }

  /** The host has closed the channel: this one is gone once what came was read. */
  private finish(): void {
    this.sendClose();
    this.endOutput();
    const destroyWhenRead = (): void => {
      if (this.readableEnded && (this.stderr.readableEnded || this.stderr.destroyed)) {
        this.destroy();
      }
    };
    this.once('end', destroyWhenRead);
    this.stderr.once('end', destroyWhenRead);
    destroyWhenRead();
    this.waiting?.();
  }

  private sendClose(): void {
    if (!this.isClosed) {
      this.isClosed = true;
      this.send(messages.close, uint32(this.remoteId));
    }
  }
}
