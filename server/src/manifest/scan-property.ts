import { HASH, isBlank, isBlankBreakOrEnd, isBreak, isBreakOrEnd, isDigit, isHex, isUri, isWord } from './characters';
import type { Cursor } from './cursor';
import { leastOfWidth } from './octets';
import { TokenKind, type Token } from './token';

/** Directives, anchors, aliases and tags, by scannerc.go (go-yaml v2.4.4). */

const exclamation = 0x21;
const percent = 0x25;
const dot = 0x2e;

/** Besides white space, what may stand right behind the name of an anchor or alias. */
const afterAnchor = new Set(Array.from('?:,]}%@`', (character) => character.charCodeAt(0)));

export function scanAnchor(cursor: Cursor, kind: TokenKind.Anchor | TokenKind.Alias): Token {
  const start = cursor.pos;
  cursor.pos++;
  const value = scanWord(cursor);
  const next = cursor.code(0);
  if (value === '' || !(isBlankBreakOrEnd(next) || afterAnchor.has(next))) {
    const problem = 'did not find expected alphabetic or numeric character';
    const indicator = cursor.text[start] ?? '';
    const message = `\`${indicator}\` starts an ${kind === TokenKind.Anchor ? 'anchor' : 'alias'}: put the text in quotes if it is none (${problem}).`;
    cursor.fail(problem, message, start, cursor.pos + 1);
  }
  return { kind, start, end: cursor.pos, value, suffix: '', plain: false };
}

function scanWord(cursor: Cursor): string {
  const start = cursor.pos;
  while (isWord(cursor.code(0))) {
    cursor.pos++;
  }
  return cursor.text.slice(start, cursor.pos);
}

export function scanDirective(cursor: Cursor): Token {
  const start = cursor.pos;
  cursor.pos++;
  const name = scanWord(cursor);
  if (name === '') {
    failDirective(cursor, start, 'could not find expected directive name');
  }
  if (!isBlankBreakOrEnd(cursor.code(0))) {
    failDirective(cursor, start, 'found unexpected non-alphabetical character');
  }
  let token: Token;
  if (name === 'YAML') {
    const value = scanVersion(cursor, start);
    token = { kind: TokenKind.VersionDirective, start, end: cursor.pos, value, suffix: '', plain: false };
  } else if (name === 'TAG') {
    token = scanTagDirective(cursor, start);
  } else {
    failDirective(cursor, start, 'found unknown directive name');
  }
  skipBlanks(cursor);
  if (cursor.code(0) === HASH) {
    cursor.pos = cursor.lineEnd(cursor.pos);
  }
  if (!isBreakOrEnd(cursor.code(0))) {
    failDirective(cursor, start, 'did not find expected comment or line break');
  }
  if (isBreak(cursor.code(0))) {
    cursor.skipLineBreak();
  }
  return token;
}

function failDirective(cursor: Cursor, start: number, problem: string): never {
  const message = `A line that starts with \`%\` is a directive, and only \`%YAML 1.1\` and \`%TAG\` are known (${problem}).`;
  cursor.fail(problem, message, start, cursor.lineEnd(start));
}

function skipBlanks(cursor: Cursor): void {
  while (isBlank(cursor.code(0))) {
    cursor.pos++;
  }
}

/** `major.minor`, without leading zeros. */
function scanVersion(cursor: Cursor, start: number): string {
  skipBlanks(cursor);
  const major = scanVersionNumber(cursor, start);
  if (cursor.code(0) !== dot) {
    failDirective(cursor, start, "did not find expected digit or '.' character");
  }
  cursor.pos++;
  const minor = scanVersionNumber(cursor, start);
  return `${major}.${minor}`;
}

function scanVersionNumber(cursor: Cursor, start: number): number {
  const from = cursor.pos;
  while (isDigit(cursor.code(0))) {
    cursor.pos++;
    if (cursor.pos - from > 2) {
      failDirective(cursor, start, 'found extremely long version number');
    }
  }
  if (cursor.pos === from) {
    failDirective(cursor, start, 'did not find expected version number');
  }
  return Number(cursor.text.slice(from, cursor.pos));
}

function scanTagDirective(cursor: Cursor, start: number): Token {
  skipBlanks(cursor);
  const handle = scanTagHandle(cursor, start, true);
  if (!isBlank(cursor.code(0))) {
    failDirective(cursor, start, 'did not find expected whitespace');
  }
  skipBlanks(cursor);
  const prefix = scanTagUri(cursor, start, '', true);
  if (!isBlankBreakOrEnd(cursor.code(0))) {
    failDirective(cursor, start, 'did not find expected whitespace or line break');
  }
  return { kind: TokenKind.TagDirective, start, end: cursor.pos, value: handle, suffix: prefix, plain: false };
}

export function scanTag(cursor: Cursor): Token {
  const start = cursor.pos;
  let handle = '';
  let suffix: string;
  if (cursor.code(1) === 0x3c) {
    cursor.pos += 2;
    suffix = scanTagUri(cursor, start, '', false);
    if (cursor.code(0) !== 0x3e) {
      failTag(cursor, start, "did not find the expected '>'");
    }
    cursor.pos++;
  } else {
    handle = scanTagHandle(cursor, start, false);
    if (handle.length > 1 && handle.endsWith('!')) {
      suffix = scanTagUri(cursor, start, '', false);
    } else {
      suffix = scanTagUri(cursor, start, handle, false);
      handle = '!';
      if (suffix === '') {
        handle = '';
        suffix = '!';
      }
    }
  }
  if (!isBlankBreakOrEnd(cursor.code(0))) {
    failTag(cursor, start, 'did not find expected whitespace or line break');
  }
  return { kind: TokenKind.Tag, start, end: cursor.pos, value: handle, suffix, plain: false };
}

function failTag(cursor: Cursor, start: number, problem: string): never {
  const message = `\`!\` starts a tag: put the text in quotes if it is none (${problem}).`;
  cursor.fail(problem, message, start, cursor.pos + 1);
}

function scanTagHandle(cursor: Cursor, start: number, directive: boolean): string {
  const from = cursor.pos;
  if (cursor.code(0) !== exclamation) {
    (directive ? failDirective : failTag)(cursor, start, "did not find expected '!'");
  }
  cursor.pos++;
  scanWord(cursor);
  if (cursor.code(0) === exclamation) {
    cursor.pos++;
  } else if (directive && cursor.pos - from > 1) {
    failDirective(cursor, start, "did not find expected '!'");
  }
  return cursor.text.slice(from, cursor.pos);
}

/** A tag's or prefix' characters, percent escapes decoded. `head` is what turned out not to be a handle. */
function scanTagUri(cursor: Cursor, start: number, head: string, directive: boolean): string {
  let uri = head.slice(1);
  let some = head !== '';
  while (isUri(cursor.code(0))) {
    some = true;
    if (cursor.code(0) === percent) {
      uri += scanUriEscape(cursor, start, directive);
    } else {
      uri += cursor.text[cursor.pos] ?? '';
      cursor.pos++;
    }
  }
  if (!some) {
    (directive ? failDirective : failTag)(cursor, start, 'did not find expected tag URI');
  }
  return uri;
}

/** One character in escaped UTF-8 octets. Go keeps the octets: those that are no UTF-8 equal no other spelling. */
function scanUriEscape(cursor: Cursor, start: number, directive: boolean): string {
  const fail = directive ? failDirective : failTag;
  let width = 0;
  let character = 0;
  for (let i = 0; i === 0 || i < width; i++) {
    if (cursor.code(0) !== percent || !isHex(cursor.code(1)) || !isHex(cursor.code(2))) {
      fail(cursor, start, 'did not find URI escaped octet');
    }
    const octet = Number.parseInt(cursor.text.slice(cursor.pos + 1, cursor.pos + 3), 16);
    if (i === 0) {
      width =
        octet < 0x80
          ? 1
          : octet >= 0xc0 && octet < 0xe0
            ? 2
            : octet >= 0xe0 && octet < 0xf0
              ? 3
              : octet >= 0xf0 && octet < 0xf8
                ? 4
                : 0;
      if (width === 0) {
        fail(cursor, start, 'found an incorrect leading UTF-8 octet');
      }
      character = width === 1 ? octet : octet & (0xff >> (width + 1));
    } else {
      if ((octet & 0xc0) !== 0x80) {
        fail(cursor, start, 'found an incorrect trailing UTF-8 octet');
      }
      character = (character << 6) | (octet & 0x3f);
    }
    cursor.pos += 3;
  }
  const isOverlong = character < (leastOfWidth[width] ?? 0);
  return isOverlong || character > 0x10ffff ? '\ufffd' : String.fromCodePoint(character);
}
