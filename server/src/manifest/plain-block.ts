import { COLON, DASH, DOT, HASH, LF, SPACE, isWord } from './characters';
import type { Builder, Properties } from './build';

/**
 * The quick way through the YAML that manifests are mostly made of: block mappings and lists, with scalars that are plain
 * or in quotes on one line, `[]`, `{}` and comments. It makes the calls to the builder that scanner and composer would
 * make, in a third of their time, and gives up at the first thing that is anything else, right or wrong. What a text
 * means is decided there and only there: whatever this reads at all, it must read as they do.
 */
export function buildPlainBlock(text: string, builder: Builder): boolean {
  return !unusual.test(text) && new PlainBlockReader(text, builder).read();
}

/** Tabs, other line breaks than line feeds, byte order marks, half characters, and what go-yaml's reader refuses. */
const unusual = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

const noProperties: Properties = { anchor: '', tag: '' };

const enum Collection {
  Mapping,
  Sequence,
  /** A list whose dashes stand in the column of the key that it belongs to. */
  IndentlessSequence,
}

const enum Scanned {
  Unknown,
  Scalar,
  Key,
}

const quotes = { double: 0x22, single: 0x27 } as const;
const backslash = 0x5c;

/** Deeper texts are left to the composer, which knows the bounds of the kubelet. */
const deepest = 500;
/** A key's colon must come this soon (scannerc.go, go-yaml v2.4.4). */
const longestKey = 1024;

/** What may start a plain scalar without any thought. */
const starts = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  starts[code] = isWord(code) || './$(+=~;^\\)'.includes(String.fromCharCode(code)) ? 1 : 0;
}

class PlainBlockReader {
  /** With a final NUL, so that looking at the end needs no bounds check. */
  private readonly text: string;
  private pos = 0;
  private lineStart = 0;
  private readonly kinds: Collection[] = [];
  private readonly columns: number[] = [];
  /** Where an empty value would stand if none follows; -1 where none is awaited. */
  private awaitedAt = -1;
  /** What {@link scan} found. */
  private start = 0;
  private end = 0;
  private plain = true;
  private value = '';

  constructor(
    text: string,
    private readonly builder: Builder,
  ) {
    this.text = `${text}\0`;
  }

  read(): boolean {
    const { text } = this;
    let marked = false;
    for (;;) {
      let pos = this.pos;
      this.lineStart = pos;
      let code = text.charCodeAt(pos);
      while (code === SPACE) {
        code = text.charCodeAt(++pos);
      }
      this.pos = pos;
      if (code === 0) {
        break;
      }
      if (code === LF || code === HASH) {
        this.skipLine();
      } else if (pos === this.lineStart && this.mayBeMarker(code)) {
        if (marked || this.kinds.length > 0 || !text.startsWith('---\n', pos)) {
          return false;
        }
        marked = true;
        this.pos += 4;
      } else if (!this.readLine()) {
        return false;
      }
    }
    if (this.kinds.length === 0) {
      return false;
    }
    this.endAwaited();
    while (this.kinds.length > 0) {
      this.close();
    }
    return true;
  }

  private mayBeMarker(code: number): boolean {
    return (code === DASH || code === DOT) && this.text.charCodeAt(this.pos + 1) === code;
  }

  /** A line with content, which starts at `pos`. */
  private readLine(): boolean {
    const column = this.pos - this.lineStart;
    const isEntry = this.isEntry(this.pos);
    let top = this.kinds.length - 1;
    if (top < 0) {
      return this.open(isEntry, Collection.Sequence);
    }
    if (this.awaitedAt >= 0) {
      const outer = this.columns[top] as number;
      if (column > outer) {
        return this.open(isEntry, Collection.Sequence);
      }
      if (column === outer && isEntry && this.kinds[top] === Collection.Mapping) {
        return this.open(true, Collection.IndentlessSequence);
      }
      this.endAwaited();
    }
    while (top >= 0 && this.isClosedBy(top, column, isEntry)) {
      this.close();
      top--;
    }
    // Text that goes on deeper than its line began, or no deeper than nothing, is for the composer to judge.
    if (top < 0 || this.columns[top] !== column || isEntry !== (this.kinds[top] !== Collection.Mapping)) {
      return false;
    }
    return isEntry ? this.readEntry() : this.scan(this.pos) === Scanned.Key && this.readMember();
  }

  private isClosedBy(depth: number, column: number, isEntry: boolean): boolean {
    const own = this.columns[depth] as number;
    return own > column || (own === column && !isEntry && this.kinds[depth] === Collection.IndentlessSequence);
  }

  private isEntry(pos: number): boolean {
    if (this.text.charCodeAt(pos) !== DASH) {
      return false;
    }
    const next = this.text.charCodeAt(pos + 1);
    return next === SPACE || next === LF || next === 0;
  }

  /** The collection that begins with this line. */
  private open(isEntry: boolean, kind: Collection): boolean {
    if (isEntry) {
      this.openSequence(kind, this.pos);
      return this.readEntry();
    }
    if (this.scan(this.pos) !== Scanned.Key) {
      return false;
    }
    this.openMapping();
    return this.readMember();
  }

  private openSequence(kind: Collection, start: number): void {
    this.awaitedAt = -1;
    this.kinds.push(kind);
    this.columns.push(start - this.lineStart);
    this.builder.openSequence(start, noProperties);
  }

  /** Before the key that was just scanned. */
  private openMapping(): void {
    this.awaitedAt = -1;
    this.kinds.push(Collection.Mapping);
    this.columns.push(this.start - this.lineStart);
    this.builder.openMapping(this.start, noProperties);
  }

  private close(): void {
    this.kinds.pop();
    this.columns.pop();
    this.builder.close();
  }

  private endAwaited(): void {
    if (this.awaitedAt >= 0) {
      this.builder.scalar('', this.awaitedAt, this.awaitedAt, true, noProperties);
      this.awaitedAt = -1;
    }
  }

  /** From the dash at `pos` to the line's end. */
  private readEntry(): boolean {
    for (;;) {
      const dash = this.pos;
      const pos = this.skipSpaces(dash + 1);
      if (this.isLineEnd(pos)) {
        this.awaitedAt = dash + 1;
        this.skipLine();
        return this.kinds.length < deepest;
      }
      if (!this.isEntry(pos)) {
        break;
      }
      this.openSequence(Collection.Sequence, pos);
      if (this.kinds.length > deepest) {
        return false;
      }
    }
    const scanned = this.scan(this.pos);
    if (scanned === Scanned.Key) {
      this.openMapping();
      return this.readMember();
    }
    return this.addScanned(scanned);
  }

  /** From behind the key that was just scanned to the line's end. */
  private readMember(): boolean {
    this.builder.scalar(this.value, this.start, this.end, this.plain, noProperties);
    const colon = this.pos;
    const pos = this.skipSpaces(colon + 1);
    if (this.isLineEnd(pos)) {
      this.awaitedAt = colon + 1;
      this.skipLine();
      return this.kinds.length < deepest;
    }
    return !this.isEntry(pos) && this.addScanned(this.scan(pos));
  }

  private addScanned(scanned: Scanned): boolean {
    const { builder, start, end } = this;
    if (scanned === Scanned.Scalar) {
      builder.scalar(this.value, start, end, this.plain, noProperties);
      this.skipLine();
      return true;
    }
    if (scanned === Scanned.Unknown && this.scanEmptyCollection()) {
      const isList = this.text.charCodeAt(start) === 0x5b;
      if (isList) {
        builder.openSequence(start, noProperties);
      } else {
        builder.openMapping(start, noProperties);
      }
      builder.close(start + 2);
      this.skipLine();
      return true;
    }
    return false;
  }

  /** `[]` or `{}` and nothing else on the line, at `start`. */
  private scanEmptyCollection(): boolean {
    const { text, start } = this;
    if (!text.startsWith('[]', start) && !text.startsWith('{}', start)) {
      return false;
    }
    const pos = this.skipSpaces(start + 2);
    return this.isLineEnd(pos) && (pos > start + 2 || text.charCodeAt(pos) !== HASH);
  }

  /** Reads the scalar at `from`, and leaves `pos` at the colon behind it or at the line's end or comment. */
  private scan(from: number): Scanned {
    const { text } = this;
    this.start = from;
    const first = text.charCodeAt(from);
    let end: number;
    if (first === quotes.double || first === quotes.single) {
      end = this.findQuotedEnd(first);
      if (end < 0) {
        return Scanned.Unknown;
      }
      this.plain = false;
      this.value = text.slice(from + 1, end - 1);
      this.pos = end;
    } else {
      if ((first < 128 && starts[first] !== 1) || this.isEntry(from)) {
        return Scanned.Unknown;
      }
      end = this.findPlainEnd();
      this.plain = true;
      this.value = text.slice(from, end);
    }
    this.end = end;
    const pos = this.skipSpaces(end);
    const code = text.charCodeAt(pos);
    if (code === LF || code === 0 || (code === HASH && pos > end)) {
      return Scanned.Scalar;
    }
    const isKey = code === COLON && this.endsWord(pos + 1) && pos - from <= longestKey;
    return isKey ? Scanned.Key : Scanned.Unknown;
  }

  /** Behind the closing quote; -1 if the text has escapes or goes on in the next line. */
  private findQuotedEnd(quote: number): number {
    const { text } = this;
    let pos = this.start + 1;
    let code = text.charCodeAt(pos);
    while (code !== quote) {
      if (code === LF || code === 0 || (code === backslash && quote === quotes.double)) {
        return -1;
      }
      code = text.charCodeAt(++pos);
    }
    return quote === quotes.single && text.charCodeAt(pos + 1) === quote ? -1 : pos + 1;
  }

  /** Behind the last word on the line, or before a colon that ends one. */
  private findPlainEnd(): number {
    const { text } = this;
    let pos = this.start;
    for (;;) {
      let code = text.charCodeAt(pos);
      while (code !== SPACE && code !== LF && code !== 0 && !(code === COLON && this.endsWord(pos + 1))) {
        code = text.charCodeAt(++pos);
      }
      if (code !== SPACE) {
        return pos;
      }
      const end = pos;
      do {
        code = text.charCodeAt(++pos);
      } while (code === SPACE);
      if (code === LF || code === 0 || code === HASH || (code === COLON && this.endsWord(pos + 1))) {
        return end;
      }
    }
  }

  private endsWord(pos: number): boolean {
    const code = this.text.charCodeAt(pos);
    return code === SPACE || code === LF || code === 0;
  }

  private isLineEnd(pos: number): boolean {
    const code = this.text.charCodeAt(pos);
    return code === LF || code === 0 || code === HASH;
  }

  private skipSpaces(from: number): number {
    let pos = from;
    while (this.text.charCodeAt(pos) === SPACE) {
      pos++;
    }
    this.pos = pos;
    return pos;
  }

  /** To the start of the next line. */
  private skipLine(): void {
    let { pos } = this;
    let code = this.text.charCodeAt(pos);
    while (code !== LF && code !== 0) {
      code = this.text.charCodeAt(++pos);
    }
    this.pos = code === LF ? pos + 1 : pos;
  }
}
