/** More is no message that OpenSSH sends: its largest packet is 256 KiB. */
const longest = 1 << 20;

/** Cuts a stream into its messages: each stands behind its length. */
export class MessageReader {
  private rest: Buffer = Buffer.alloc(0);

  /** The messages that are complete now. Throws where a length can be none. */
  take(chunk: Buffer): Buffer[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const messages: Buffer[] = [];
    while (this.rest.length >= 4) {
      const end = 4 + this.rest.readUInt32BE(0);
      if (end > longest) {
        throw new Error(`a message of ${String(end)} bytes`);
      }
      if (this.rest.length < end) {
        break;
      }
      messages.push(this.rest.subarray(4, end));
      this.rest = this.rest.subarray(end);
    }
    return messages;
  }
}

/** Reads the fields of one message (RFC 4251, section 5). Throws RangeError where it is too short. */
export class FieldReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  byte(): number {
    this.at += 1;
    return this.bytes.readUInt8(this.at - 1);
  }

  uint32(): number {
    this.at += 4;
    return this.bytes.readUInt32BE(this.at - 4);
  }

  string(): Buffer {
    const length = this.uint32();
    if (this.at + length > this.bytes.length) {
      throw new RangeError('a string longer than its message');
    }
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** A message as it goes over a stream. */
export function message(...fields: readonly Buffer[]): Buffer {
  return string(Buffer.concat(fields));
}
