/** Character classes of go-yaml v2 (yamlprivateh.go, v2.4.4), on UTF-16 code units. 0 stands for the text's end. */

export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const HASH = 0x23;
export const DASH = 0x2d;
export const DOT = 0x2e;
export const ZERO = 0x30;
export const COLON = 0x3a;
export const BYTE_ORDER_MARK = 0xfeff;

const BLANK = 1;
const BREAK = 2;
const END = 4;
const WORD = 8;
const HEX = 16;
const FLOW_INDICATOR = 32;
const URI = 64;

const classes = new Uint8Array(128);

function mark(characters: string, bit: number): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    classes[code] = (classes[code] ?? 0) | bit;
  }
}

const digits = '0123456789';
const letters = 'abcdefghijklmnopqrstuvwxyz';
mark(' \t', BLANK);
mark('\n\r', BREAK);
mark('\0', END);
mark(`${digits}${letters}${letters.toUpperCase()}_-`, WORD | URI);
mark(`${digits}abcdefABCDEF`, HEX);
mark(',?[]{}', FLOW_INDICATOR);
mark(";/?:@&=+$,.!~*'()[]%", URI);

const isUnicodeBreak = (code: number): boolean => code === 0x85 || code === 0x2028 || code === 0x2029;

/** A space or a tab. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

export function isBreak(code: number): boolean {
  return code < 128 ? ((classes[code] ?? 0) & BREAK) !== 0 : isUnicodeBreak(code);
}

export function isBreakOrEnd(code: number): boolean {
  return code < 128 ? ((classes[code] ?? 0) & (BREAK | END)) !== 0 : isUnicodeBreak(code);
}

export function isBlankOrBreak(code: number): boolean {
  return code < 128 ? ((classes[code] ?? 0) & (BLANK | BREAK)) !== 0 : isUnicodeBreak(code);
}

export function isBlankBreakOrEnd(code: number): boolean {
  return code < 128 ? ((classes[code] ?? 0) & (BLANK | BREAK | END)) !== 0 : isUnicodeBreak(code);
}

/** What ends a word of a plain scalar in any context, or may end it: a colon, or in a flow collection its indicators. */
export function isFlowIndicator(code: number): boolean {
  return code < 128 && ((classes[code] ?? 0) & FLOW_INDICATOR) !== 0;
}

/** Letters, digits, `_` and `-`: names of anchors, directives and tag handles. */
export function isWord(code: number): boolean {
  return code < 128 && ((classes[code] ?? 0) & WORD) !== 0;
}

export function isDigit(code: number): boolean {
  return code >= ZERO && code <= 0x39;
}

export function isHex(code: number): boolean {
  return code < 128 && ((classes[code] ?? 0) & HEX) !== 0;
}

export function isUri(code: number): boolean {
  return code < 128 && ((classes[code] ?? 0) & URI) !== 0;
}
