import { HASH, SPACE, TAB, ZERO, isBlank, isBreak, isBreakOrEnd, isDigit } from './characters';
import type { Cursor } from './cursor';
import { TokenKind, type Token } from './token';

const plus = 0x2b;
const minus = 0x2d;

export function scanBlockScalar(cursor: Cursor, literal: boolean): Token {
  const start = cursor.pos;
  cursor.pos++;
  const { chomping, increment } = scanBlockHeader(cursor, start);
  let indent = increment === 0 ? 0 : Math.max(cursor.indent, 0) + increment;
  let value = '';
  let leadingBreak = '';
  const breaks = scanBlockBreaks(cursor, indent);
  let trailingBreaks = breaks.text;
  indent = breaks.indent;
  let leadingBlank = false;
  let end = cursor.pos;
  let hasText = false;
  while (cursor.column === indent && cursor.code(0) !== 0) {
    const blank = isBlank(cursor.code(0));
    if (!literal && !leadingBlank && !blank && leadingBreak === '\n') {
      value += trailingBreaks === '' ? ' ' : '';
    } else {
      value += leadingBreak;
    }
    value += trailingBreaks;
    leadingBlank = blank;
    const lineEnd = cursor.lineEnd(cursor.pos);
    value += cursor.text.slice(cursor.pos, lineEnd);
    cursor.pos = lineEnd;
    end = lineEnd;
    hasText = true;
    leadingBreak = cursor.readLineBreak();
    trailingBreaks = scanBlockBreaks(cursor, indent).text;
  }
  if (chomping !== minus) {
    value += leadingBreak;
  }
  if (chomping === plus) {
    value += trailingBreaks;
  }
  return { kind: TokenKind.Scalar, start, end: hasText ? end : start + 1, value, suffix: '', plain: false };
}

interface BlockHeader {
  /** The character code of `+` or `-`, else 0. */
  readonly chomping: number;
  readonly increment: number;
}

function scanBlockHeader(cursor: Cursor, start: number): BlockHeader {
  const chompingBefore = scanChomping(cursor);
  let increment = 0;
  if (isDigit(cursor.code(0))) {
    if (cursor.code(0) === ZERO) {
      const problem = 'found an indentation indicator equal to 0';
      cursor.fail(problem, `The indentation must be 1 to 9 (${problem}).`, start, cursor.pos + 1);
    }
    increment = cursor.code(0) - ZERO;
    cursor.pos++;
  }
  const chomping = chompingBefore === 0 && increment > 0 ? scanChomping(cursor) : chompingBefore;
  while (isBlank(cursor.code(0))) {
    cursor.pos++;
  }
  if (cursor.code(0) === HASH) {
    cursor.pos = cursor.lineEnd(cursor.pos);
  }
  if (!isBreakOrEnd(cursor.code(0))) {
    const problem = 'did not find expected comment or line break';
    const message = `The text of a block starts on the next line, or needs quotes if it begins with \`${cursor.text[start] ?? ''}\` (${problem}).`;
    cursor.fail(problem, message, start, cursor.lineEnd(start));
  }
  if (isBreak(cursor.code(0))) {
    cursor.skipLineBreak();
  }
  return { chomping, increment };
}

function scanChomping(cursor: Cursor): number {
  const code = cursor.code(0);
  if (code !== plus && code !== minus) {
    return 0;
  }
  cursor.pos++;
  return code;
}

interface BlockBreaks {
  readonly text: string;
  readonly indent: number;
}

/** Over indentation and empty lines. An `indent` of 0 is found out: the deepest of the leading lines. */
function scanBlockBreaks(cursor: Cursor, indent: number): BlockBreaks {
  let text = '';
  let deepest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.code(0) === SPACE) {
      cursor.pos++;
    }
    deepest = Math.max(deepest, cursor.column);
    if ((indent === 0 || cursor.column < indent) && cursor.code(0) === TAB) {
      const problem = 'found a tab character where an indentation space is expected';
      cursor.fail(problem, `Indent the block with spaces, not tabs (${problem}).`, cursor.pos, cursor.pos + 1);
    }
    if (!isBreak(cursor.code(0))) {
      break;
    }
    text += cursor.readLineBreak();
  }
  return { text, indent: indent === 0 ? Math.max(deepest, cursor.indent + 1, 1) : indent };
}
