import { BYTE_ORDER_MARK, CR, DASH, DOT, LF, isBlankBreakOrEnd, isBreak, isBreakOrEnd } from './characters';
import type { ReadLimit } from './read-limit';
import { YamlError } from './token';

/** Where the scanner is in a text, and what it knows there: all that reading a scalar, anchor or tag takes. */
export class Cursor {
  /** With a final NUL, so that looking at the end needs no bounds check. */
  readonly text: string;
  pos = 0;
  lineStart = 0;
  flowLevel = 0;
  /** The column of the innermost block collection, -1 outside of any. */
  indent = -1;
  simpleKeyAllowed = true;

  constructor(
    text: string,
    protected readonly limit: ReadLimit | undefined,
  ) {
    const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
    this.text = `${limit === undefined ? text : text.slice(0, limit.readable)}\0`;
    this.pos = start;
    this.lineStart = start;
  }

  code(offset: number): number {
    return this.text.charCodeAt(this.pos + offset);
  }

  get column(): number {
    return this.pos - this.lineStart;
  }

  fail(problem: string, message: string, start = this.pos, end = start): never {
    // Beyond the limit stands a character that go-yaml refuses to read, and it reads ahead.
    this.checkReadable(this.pos);
    const last = this.text.length - 1;
    throw new YamlError({
      problem,
      message,
      start: Math.min(start, last),
      end: Math.min(Math.max(start, end), last),
    });
  }

  /** The end of the line that `offset` is on, without its break. */
  lineEnd(offset: number): number {
    let end = offset;
    while (!isBreakOrEnd(this.text.charCodeAt(end))) {
      end++;
    }
    return end;
  }

  skipLineBreak(): void {
    const crlf = this.code(0) === CR && this.code(1) === LF;
    this.pos += crlf ? 2 : 1;
    this.lineStart = this.pos;
  }

  /** Reads a line break as YAML normalizes it; '' where there is none. */
  readLineBreak(): string {
    const code = this.code(0);
    if (!isBreak(code)) {
      return '';
    }
    this.skipLineBreak();
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  /** `---` or `...` at the start of a line. */
  atDocumentIndicator(): boolean {
    if (this.pos !== this.lineStart) {
      return false;
    }
    const code = this.code(0);
    return (
      (code === DASH || code === DOT) &&
      this.code(1) === code &&
      this.code(2) === code &&
      isBlankBreakOrEnd(this.code(3))
    );
  }

  checkReadable(offset: number): void {
    if (this.limit !== undefined && offset >= this.limit.readable) {
      throw new YamlError(this.limit.error);
    }
  }
}
