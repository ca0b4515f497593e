import {
  COLON,
  HASH,
  LF,
  SPACE,
  TAB,
  isBlank,
  isBlankBreakOrEnd,
  isBlankOrBreak,
  isBreak,
  isBreakOrEnd,
  isFlowIndicator,
  isHex,
} from './characters';
import type { Cursor } from './cursor';
import { TokenKind, type Token } from './token';

/** Text that line folding puts together: what was read, and white space that counts only if more text follows. */
class FoldedText {
  text = '';
  private spaces = '';
  private firstBreak = '';
  private moreBreaks = '';
  broken = false;

  addSpace(cursor: Cursor): void {
    if (!this.broken) {
      this.spaces += cursor.text[cursor.pos] ?? '';
    }
    cursor.pos++;
  }

  addBreak(cursor: Cursor): void {
    if (this.broken) {
      this.moreBreaks += cursor.readLineBreak();
    } else {
      this.spaces = '';
      this.firstBreak = cursor.readLineBreak();
      this.broken = true;
    }
  }

  /** One break becomes a space, more become all but the first. */
  join(): void {
    if (!this.broken) {
      this.text += this.spaces;
    } else if (this.firstBreak === '\n') {
      this.text += this.moreBreaks === '' ? ' ' : this.moreBreaks;
    } else {
      this.text += this.firstBreak + this.moreBreaks;
    }
    this.spaces = '';
    this.firstBreak = '';
    this.moreBreaks = '';
    this.broken = false;
  }
}

export function scanPlainScalar(cursor: Cursor): Token {
  const { text } = cursor;
  const start = cursor.pos;
  const indent = cursor.indent + 1;
  const flow = cursor.flowLevel > 0;
  let end = start;
  // Until a line is folded in, the value is a slice of the text.
  let folded: FoldedText | undefined;
  for (;;) {
    if (cursor.atDocumentIndicator() || cursor.code(0) === HASH) {
      break;
    }
    const wordStart = cursor.pos;
    const wordEnd = findWordEnd(text, wordStart, flow);
    if (wordEnd > wordStart) {
      if (folded !== undefined) {
        folded.join();
        folded.text += text.slice(wordStart, wordEnd);
      }
      end = wordEnd;
      cursor.pos = wordEnd;
    }
    let code = text.charCodeAt(cursor.pos);
    if (!isBlankOrBreak(code)) {
      break;
    }
    if (folded === undefined) {
      let next = cursor.pos;
      while (isBlank(text.charCodeAt(next))) {
        next++;
      }
      if (!isBreak(text.charCodeAt(next))) {
        cursor.pos = next;
        continue;
      }
      if (!flow && skipToDedent(cursor, next, indent)) {
        break;
      }
      folded = new FoldedText();
      folded.text = text.slice(start, end);
    }
    while (isBlankOrBreak(code)) {
      if (isBreak(code)) {
        folded.addBreak(cursor);
      } else if (folded.broken && code === TAB && cursor.column < indent) {
        const problem = 'found a tab character that violates indentation';
        cursor.fail(problem, `Indent with spaces, not tabs (${problem}).`, cursor.pos, cursor.pos + 1);
      } else {
        folded.addSpace(cursor);
      }
      code = text.charCodeAt(cursor.pos);
    }
    if (!flow && cursor.column < indent) {
      break;
    }
  }
  if (folded?.broken === true) {
    cursor.simpleKeyAllowed = true;
  }
  const value = folded === undefined ? text.slice(start, end) : folded.text;
  return { kind: TokenKind.Scalar, start, end, value, suffix: '', plain: true };
}

/**
 * The usual end of a plain scalar: line feeds, then less indentation than a further line of it would have. Goes there
 * if it is so; anything else is left to be folded.
 */
function skipToDedent(cursor: Cursor, from: number, indent: number): boolean {
  const { text } = cursor;
  let lineStart = from;
  let pos = from;
  while (text.charCodeAt(pos) === LF) {
    lineStart = ++pos;
    while (text.charCodeAt(pos) === SPACE) {
      pos++;
    }
  }
  const code = text.charCodeAt(pos);
  if (lineStart === from || pos - lineStart >= indent || code === TAB || isBreak(code)) {
    return false;
  }
  cursor.pos = pos;
  cursor.lineStart = lineStart;
  cursor.simpleKeyAllowed = true;
  return true;
}

function findWordEnd(text: string, from: number, flow: boolean): number {
  let pos = from;
  let code = text.charCodeAt(pos);
  while (!isBlankBreakOrEnd(code)) {
    if (code === COLON ? isBlankBreakOrEnd(text.charCodeAt(pos + 1)) : flow && isFlowIndicator(code)) {
      break;
    }
    code = text.charCodeAt(++pos);
  }
  return pos;
}

const singleQuote = 0x27;
const doubleQuote = 0x22;
const backslash = 0x5c;

export function scanQuotedScalar(cursor: Cursor, single: boolean): Token {
  const start = cursor.pos;
  const quote = single ? singleQuote : doubleQuote;
  cursor.pos++;
  const value = scanSimpleQuoted(cursor, quote) ?? scanFoldedQuoted(cursor, start, quote);
  return { kind: TokenKind.Scalar, start, end: cursor.pos, value, suffix: '', plain: false };
}

/** The usual case, on one line and without escapes; undefined, with nothing read, if it isn't. */
function scanSimpleQuoted(cursor: Cursor, quote: number): string | undefined {
  const { text } = cursor;
  let pos = cursor.pos;
  let code = text.charCodeAt(pos);
  while (code !== quote && code !== backslash && !isBreakOrEnd(code)) {
    code = text.charCodeAt(++pos);
  }
  if (code !== quote || (quote === singleQuote && text.charCodeAt(pos + 1) === quote)) {
    return undefined;
  }
  const value = text.slice(cursor.pos, pos);
  cursor.pos = pos + 1;
  return value;
}

function scanFoldedQuoted(cursor: Cursor, start: number, quote: number): string {
  const folded = new FoldedText();
  for (;;) {
    if (cursor.atDocumentIndicator()) {
      const problem = 'found unexpected document indicator';
      cursor.fail(problem, `The quoted text is not closed before the document ends (${problem}).`, start, start + 1);
    }
    if (cursor.code(0) === 0) {
      const problem = 'found unexpected end of stream';
      cursor.fail(problem, `The quoted text is not closed (${problem}).`, start, cursor.lineEnd(start));
    }
    let afterEscapedBreak = false;
    let code = cursor.code(0);
    let chunkStart = cursor.pos;
    while (!isBlankBreakOrEnd(code)) {
      if (code === quote) {
        if (quote === doubleQuote || cursor.code(1) !== singleQuote) {
          break;
        }
        folded.text += cursor.text.slice(chunkStart, cursor.pos + 1);
        cursor.pos += 2;
        chunkStart = cursor.pos;
      } else if (code === backslash && quote === doubleQuote) {
        folded.text += cursor.text.slice(chunkStart, cursor.pos);
        if (isBreak(cursor.code(1))) {
          cursor.pos++;
          cursor.skipLineBreak();
          chunkStart = cursor.pos;
          afterEscapedBreak = true;
          break;
        }
        folded.text += scanEscape(cursor);
        chunkStart = cursor.pos;
      } else {
        cursor.pos++;
      }
      code = cursor.code(0);
    }
    folded.text += cursor.text.slice(chunkStart, cursor.pos);
    code = cursor.code(0);
    if (code === quote) {
      cursor.pos++;
      return folded.text;
    }
    // An escaped break is no space, but what follows it is the start of a line.
    folded.broken = afterEscapedBreak;
    while (isBlankOrBreak(code)) {
      if (isBreak(code)) {
        folded.addBreak(cursor);
      } else {
        folded.addSpace(cursor);
      }
      code = cursor.code(0);
    }
    folded.join();
  }
}

const escapes = new Map<string, string>([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);

const hexLengths = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

function scanEscape(cursor: Cursor): string {
  const escapeStart = cursor.pos;
  const letter = cursor.text[escapeStart + 1] ?? '';
  const fixed = escapes.get(letter);
  if (fixed !== undefined) {
    cursor.pos += 2;
    return fixed;
  }
  const length = hexLengths.get(letter);
  if (length === undefined) {
    const problem = 'found unknown escape character';
    const message = `Double quotes don't know the escape \`\\${letter}\`: write \`\\\\\` for a backslash, or use single quotes (${problem}).`;
    cursor.fail(problem, message, escapeStart, escapeStart + 2);
  }
  cursor.pos += 2;
  for (let i = 0; i < length; i++) {
    if (!isHex(cursor.code(i))) {
      const problem = 'did not find expected hexdecimal number';
      cursor.fail(
        problem,
        `The escape \`\\${letter}\` needs ${length} hexadecimal digits (${problem}).`,
        escapeStart,
        cursor.pos + i,
      );
    }
  }
  const value = Number.parseInt(cursor.text.slice(cursor.pos, cursor.pos + length), 16);
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    const problem = 'found invalid Unicode character escape code';
    cursor.fail(problem, `This is no Unicode character (${problem}).`, escapeStart, cursor.pos + length);
  }
  cursor.pos += length;
  return String.fromCodePoint(value);
}
