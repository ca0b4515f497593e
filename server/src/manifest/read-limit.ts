import { BYTE_ORDER_MARK } from './characters';
import type { YamlProblem } from './token';

/** How far go-yaml's reader gets in a text with characters that it doesn't take, or that confuse it. */
export interface ReadLimit {
  /** Reading at this offset or beyond fails. */
  readonly readable: number;
  readonly error: YamlProblem;
  /** Whether the reader drops a character at the start of a line there. */
  skipsLineStarts(offset: number): boolean;
}

/** Everything but readerc.go's tab, line ends, U+0020 to U+007E, U+0085, U+00A0 to U+D7FF, U+E000 to U+FFFD, U+10000 up. */
const refused =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The reader takes in this many octets at a time, and decodes them all at once. */
const chunkOctets = 512;

/**
 * Most texts have no limit. `malformedAt` is the offset of the first character that stands for octets which are no
 * UTF-8. A refused character only counts once the scanner needs the chunk that holds it, so that one far behind the
 * first document does no harm (readerc.go, go-yaml v2.4.4).
 */
export function findReadLimit(text: string, malformedAt: number | undefined): ReadLimit | undefined {
  const control = refused.exec(text)?.index ?? Infinity;
  const bad = Math.min(control, malformedAt ?? Infinity);
  const doubleMark = text.charCodeAt(0) === BYTE_ORDER_MARK && text.charCodeAt(1) === BYTE_ORDER_MARK;
  if (bad === Infinity && !doubleMark) {
    return undefined;
  }
  // readerc.go looks for a byte order mark at its buffer's start instead of at the current character.
  const firstChunkEnd = doubleMark ? findChunkStart(text, text.length, 1) : 0;
  return {
    readable: bad === Infinity ? Infinity : findChunkStart(text, bad, Infinity),
    error: bad === control ? refuseCharacter(text, bad) : refuseOctets(bad),
    skipsLineStarts: (offset) => offset + 3 < firstChunkEnd,
  };
}

function refuseCharacter(text: string, at: number): YamlProblem {
  const problem = 'control characters are not allowed';
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const message = `The character U+${code} is not allowed in YAML: remove it (${problem}).`;
  return { problem, message, start: at, end: at + 1 };
}

function refuseOctets(at: number): YamlProblem {
  const problem = 'invalid UTF-8';
  const message = `The text is not UTF-8 from here on: save it as UTF-8 (${problem}).`;
  return { problem, message, start: at, end: at + 1 };
}

/** The start of the chunk that holds offset `target`, or the end of chunk number `last` if that comes first. */
function findChunkStart(text: string, target: number, last: number): number {
  let chunkStart = 0;
  let octets = 0;
  let chunks = 0;
  for (let at = 0; at <= target;) {
    const code = text.codePointAt(at) ?? 0;
    const width = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (octets + width > chunkOctets) {
      chunkStart = at;
      octets = 0;
      if (++chunks === last) {
        return chunkStart;
      }
    }
    octets += width;
    at += code < 0x10000 ? 1 : 2;
  }
  return last === Infinity ? chunkStart : text.length;
}
