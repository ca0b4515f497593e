/** A manifest file's content. */
export interface OctetText {
  readonly text: string;
  /** The offset in `text` where octets began that are no character of the encoding: each reads as U+FFFD. */
  readonly malformedAt?: number;
}

/**
 * Turns a file's octets into text as the kubelet's YAML reader takes them (readerc.go, go-yaml v2.4.4): UTF-16 after its
 * byte order mark, else UTF-8. The mark stays in the text, for it keeps a brace behind it from being JSON.
 */
export function readOctets(octets: Uint8Array): OctetText {
  const [first, second] = octets;
  if (first === 0xff && second === 0xfe) {
    return decode(octets, 'utf-16le', findMalformedUtf16(octets, 1));
  }
  if (first === 0xfe && second === 0xff) {
    return decode(octets, 'utf-16be', findMalformedUtf16(octets, 0));
  }
  return decode(octets, 'utf-8', findMalformedUtf8(octets));
}

function decode(octets: Uint8Array, encoding: string, malformed: number | undefined): OctetText {
  const toText = (part: Uint8Array): string => new TextDecoder(encoding, { ignoreBOM: true }).decode(part);
  const text = toText(octets);
  return malformed === undefined ? { text } : { text, malformedAt: toText(octets.subarray(0, malformed)).length };
}

/** The octet where the first character starts that is none. */
function findMalformedUtf8(octets: Uint8Array): number | undefined {
  for (let at = 0; at < octets.length;) {
    const width = utf8Width(octets, at);
    if (width === 0) {
      return at;
    }
    at += width;
  }
  return undefined;
}

/** The first character that needs so many octets. */
export const leastOfWidth: readonly number[] = [0, 0, 0x80, 0x800, 0x10000];

/** How many octets the character there has; 0 for none: too long a form, half a surrogate pair, an end that is missing. */
function utf8Width(octets: Uint8Array, at: number): number {
  const lead = octets[at] ?? 0;
  if (lead < 0x80) {
    return 1;
  }
  const width = lead >= 0xf8 ? 0 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
  if (width === 0) {
    return 0;
  }
  let character = lead & (0xff >> (width + 1));
  for (let i = 1; i < width; i++) {
    const octet = octets[at + i] ?? 0;
    if ((octet & 0xc0) !== 0x80) {
      return 0;
    }
    character = (character << 6) | (octet & 0x3f);
  }
  const isSurrogate = character >= 0xd800 && character <= 0xdfff;
  return character < (leastOfWidth[width] ?? 0) || isSurrogate || character > 0x10ffff ? 0 : width;
}

/** `high` is where a unit has its higher octet. */
function findMalformedUtf16(octets: Uint8Array, high: 0 | 1): number | undefined {
  const surrogate = (at: number): number => (octets[at + high] ?? 0) & 0xfc;
  for (let at = 0; at < octets.length; at += 2) {
    const kind = surrogate(at);
    if (at + 1 === octets.length || kind === 0xdc) {
      return at;
    }
    if (kind === 0xd8) {
      if (surrogate(at + 2) !== 0xdc || at + 3 >= octets.length) {
        return at;
      }
      at += 2;
    }
  }
  return undefined;
}
