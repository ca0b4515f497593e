import { formatJsonFloat, isUint64Only, parseGoFloat, parseGoInteger } from './go-number';

/** What go-yaml v2 takes a scalar for (resolve.go, v2.4.4). `json` is the JSON that it becomes. */
export type Resolved =
  | { readonly type: 'null' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly json: string; readonly unsigned: boolean }
  /** `value` may be infinite or NaN, which JSON can't hold. */
  | { readonly type: 'float'; readonly json: string; readonly value: number }
  | { readonly type: 'string'; readonly value: string };

/** What a scalar's first character says it may be; 0 is a string. */
const hint = { word: 1, number: 2, point: 3 } as const;

const hints = new Uint8Array(128);
for (const character of 'yYnNtTfFoO~') {
  hints[character.charCodeAt(0)] = hint.word;
}
for (const character of '0123456789+-') {
  hints[character.charCodeAt(0)] = hint.number;
}
hints['.'.charCodeAt(0)] = hint.point;

const words = new Map<string, Resolved>();

function addWords(resolved: Resolved, ...spellings: readonly string[]): void {
  for (const spelling of spellings) {
    words.set(spelling, resolved);
  }
}

const isTrue: Resolved = { type: 'bool', value: true };
const isFalse: Resolved = { type: 'bool', value: false };
addWords(isTrue, 'y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON');
addWords(isFalse, 'n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF');
addWords({ type: 'null' }, '', '~', 'null', 'Null', 'NULL');
addWords({ type: 'float', json: 'NaN', value: NaN }, '.nan', '.NaN', '.NAN');
addWords({ type: 'float', json: '+Inf', value: Infinity }, '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF');
addWords({ type: 'float', json: '-Inf', value: -Infinity }, '-.inf', '-.Inf', '-.INF');

const yamlFloat = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** What strconv.ParseFloat takes of a text that begins with a point: underscores only between digits. */
const dottedFloat = /^\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?$/;

/** The usual number: its JSON is its text, and it fits an int64. */
const plainDecimal = /^(?:0|[1-9][0-9]{0,17})$/;

/** A plain scalar without a tag; undefined where it is the string that it looks like. */
export function resolvePlain(text: string): Exclude<Resolved, { type: 'string' }> | undefined {
  const code = text.charCodeAt(0);
  const first = text === '' ? hint.word : code < 128 ? hints[code] : 0;
  if (first === 0) {
    return undefined;
  }
  const word = words.get(text);
  if (word !== undefined && word.type !== 'string') {
    return word;
  }
  if (first === hint.number) {
    return resolveNumber(text);
  }
  return first === hint.point && dottedFloat.test(text) ? toFloat(text) : undefined;
}

function resolveNumber(text: string): Exclude<Resolved, { type: 'string' }> | undefined {
  if (plainDecimal.test(text)) {
    return { type: 'int', json: text, unsigned: false };
  }
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const integer = parseGoInteger(plain);
  if (integer !== undefined) {
    return { type: 'int', json: String(integer), unsigned: isUint64Only(integer) };
  }
  return yamlFloat.test(plain) ? toFloat(plain) : undefined;
}

function toFloat(text: string): Exclude<Resolved, { type: 'string' }> | undefined {
  const value = parseGoFloat(text.replaceAll('_', ''));
  return value === undefined ? undefined : { type: 'float', json: formatJsonFloat(value), value };
}

const tagPrefix = 'tag:yaml.org,2002:';
const resolvedTags: ReadonlyMap<string, Resolved['type'] | 'timestamp'> = new Map([
  [`${tagPrefix}str`, 'string'],
  [`${tagPrefix}bool`, 'bool'],
  [`${tagPrefix}int`, 'int'],
  [`${tagPrefix}float`, 'float'],
  [`${tagPrefix}null`, 'null'],
  [`${tagPrefix}timestamp`, 'timestamp'],
] as const);

export const mergeTag = `${tagPrefix}merge`;

/** Text for what a tag demands and the scalar is not. */
export interface TagRefusal {
  readonly problem: string;
  readonly message: string;
}

/** A scalar with a tag, quoted or not: an unknown tag makes it a string. */
export function resolveTagged(tag: string, text: string): Resolved | TagRefusal {
  if (tag === `${tagPrefix}binary`) {
    const bytes = decodeBase64(text);
    if (bytes === undefined) {
      const problem = '!!binary value contains invalid base64 data';
      return { problem, message: `The tag !!binary wants base64 (${problem}).` };
    }
    return { type: 'string', value: decodeGoString(bytes) };
  }
  const wanted = resolvedTags.get(tag);
  if (wanted === undefined || wanted === 'string') {
    return { type: 'string', value: text };
  }
  const found = resolvePlain(text) ?? { type: 'string', value: text };
  if (found.type === wanted) {
    return found;
  }
  if (wanted === 'float' && found.type === 'int' && !found.unsigned) {
    const value = Number(found.json);
    return { type: 'float', json: formatJsonFloat(value), value };
  }
  if (wanted === 'timestamp' && isTimestamp(text)) {
    return { type: 'string', value: text };
  }
  const foundTag = found.type === 'string' ? 'str' : found.type;
  const problem = `cannot decode !!${foundTag} \`${text}\` as a !!${wanted}`;
  return { problem, message: `The value is not what its tag says (${problem}).` };
}

/** resolve.go's parseTimestamp: four forms of time.Parse. */
function isTimestamp(text: string): boolean {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d))|\x20+(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/.exec(
      text,
    );
  if (match === null) {
    return false;
  }
  const [year = 0, month = 0, day = 0, ...rest] = match
    .slice(1)
    .map((digits: string | undefined) => Number(digits ?? 0));
  const [
    hour = 0,
    minute = 0,
    second = 0,
    zoneHour = 0,
    zoneMinute = 0,
    spaceHour = 0,
    spaceMinute = 0,
    spaceSecond = 0,
  ] = rest;
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    Math.max(hour, spaceHour) < 24 &&
    Math.max(minute, second, zoneMinute, spaceMinute, spaceSecond) < 60 &&
    zoneHour <= 24
  );
}

export function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** base64.StdEncoding: line breaks are skipped, padding is needed, spare bits don't matter. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const packed = text.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(packed)) {
    return undefined;
  }
  const digits = packed.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = (bits >> held) & 0xff;
    }
  }
  return bytes;
}

/** UTF-8 as Go reads it into JSON: every single wrong octet becomes U+FFFD. */
function decodeGoString(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const width = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
    const character = width === 0 ? undefined : decodeStrictly(bytes.subarray(at, at + width));
    text += character ?? '\ufffd';
    at += character === undefined ? 1 : width;
  }
  return text;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
