import { daysIn, decodeBase64 } from '../manifest/resolve';
import type { ObjectValue, Value } from '../manifest/value';
import type { LeafKind } from './facts';
import { nullQuantity } from './internal-quantity';
import { parseQuantity, trimQuantity, trimWrittenQuantity } from './quantity';

/** A decoded leaf, or why the value is none. */
export type LeafResult =
  | { readonly value: unknown; readonly mismatch?: undefined }
  /** What the field takes, to stand behind its name: "takes text, not the number 5: put it in quotes". */
  | { readonly mismatch: string };

const int32Range = [-2147483648n, 2147483647n] as const;
const int64Range = [-9223372036854775808n, 9223372036854775807n] as const;

/** What Go has where nothing was decoded: of an item or a map's value that is null or doesn't fit. */
export function zeroOf(leaf: LeafKind): unknown {
  switch (leaf) {
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'intOrString':
      return 0;
    case 'quantity':
      return nullQuantity;
    case 'raw':
      return null;
    case 'string':
    case 'time':
    case 'microTime':
    case 'duration':
    case 'bytes':
      return '';
  }
}

/** encoding/json: base64 text, or a list of octets. */
function decodeBytes(value: Value): LeafResult {
  if (value.kind === 'string' && decodeBase64(value.value) !== undefined) {
    return { value: value.value };
  }
  if (value.kind === 'array' && value.items.every(isOctet)) {
    return { value: '' };
  }
  return { mismatch: `takes base64 text, not ${describe(value)}` };
}

function isOctet(value: Value): boolean {
  return value.kind === 'null' || (value.kind === 'number' && /^\d{1,3}$/.test(value.literal) && +value.literal < 256);
}

/** Decodes a value that is not null, as sigs.k8s.io/json and the types' own unmarshalling do. */
export function decodeLeaf(leaf: LeafKind, value: Value): LeafResult {
  switch (leaf) {
    case 'bytes':
      return decodeBytes(value);
    case 'string':
    case 'duration':
      return value.kind === 'string'
        ? { value: value.value }
        : { mismatch: `takes text, not ${describe(value)}${quoteHint(value)}` };
    case 'bool':
      return value.kind === 'boolean'
        ? { value: value.value }
        : { mismatch: `takes true or false, not ${describe(value)}` };
    case 'int32':
      return decodeInteger(value, int32Range);
    case 'int64':
      return decodeInteger(value, int64Range);
    case 'float64':
      return value.kind === 'number'
        ? { value: Number(value.literal) }
        : { mismatch: `takes a number, not ${describe(value)}` };
    case 'intOrString':
      if (value.kind === 'string') {
        return { value: value.value };
      }
      return value.kind === 'number'
        ? decodeInteger(value, int32Range)
        : { mismatch: `takes a number or text, not ${describe(value)}` };
    case 'quantity':
      return decodeQuantity(value);
    case 'time':
      return decodeTime(value);
    case 'microTime':
      // The layout has six digits, and time.Parse takes no more and no fewer.
      return decodeTime(value, /:\d\d[.,]\d{6}(?!\d)/);
    case 'raw':
      return { value: toJson(value) };
  }
}

function decodeInteger(value: Value, [least, most]: readonly [bigint, bigint]): LeafResult {
  if (value.kind !== 'number') {
    const isNumber = value.kind === 'string' && /^-?\d+$/.test(value.value);
    return { mismatch: `takes a whole number, not ${describe(value)}${isNumber ? ': remove the quotes' : ''}` };
  }
  if (!/^-?\d+$/.test(value.literal)) {
    return { mismatch: `takes a whole number, not ${value.literal}` };
  }
  if (value.literal.length < 10) {
    return { value: Number(value.literal) };
  }
  const integer = BigInt(value.literal);
  return integer < least || integer > most
    ? { mismatch: `takes a whole number from ${least} to ${most}, not ${value.literal}` }
    : { value: Number(integer) };
}

function decodeQuantity(value: Value): LeafResult {
  const trimmed = quantityText(value);
  return trimmed === undefined || parseQuantity(trimmed) === undefined
    ? { mismatch: `takes a quantity such as 100m, 2 or 1.5Gi, not ${describe(value)}` }
    : { value: trimmed };
}

/** `Quantity.UnmarshalJSON` takes the quotes off, and no escape. */
function quantityText(value: Value): string | undefined {
  if (value.kind === 'string') {
    return value.written === undefined ? trimQuantity(value.value) : trimWrittenQuantity(value.written);
  }
  return value.kind === 'number' ? value.literal : undefined;
}

function decodeTime(value: Value, fraction?: RegExp): LeafResult {
  if (value.kind === 'string' && isRfc3339(value.value) && fraction?.test(value.value) !== false) {
    return { value: value.value };
  }
  const digits = fraction === undefined ? '' : '.000000';
  return { mismatch: `takes a time such as 2024-01-31T15:04:05${digits}Z, not ${describe(value)}` };
}

/** What time.Parse takes by the layout RFC3339: fractions too, and an hour of one digit. */
function isRfc3339(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d))$/.exec(text);
  if (match === null) {
    return false;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = match
    .slice(1)
    .map((digits: string | undefined) => Number(digits ?? 0));
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    zoneHour <= 24 &&
    zoneMinute <= 60
  );
}

/** A value in a message: `the number 5`, `a list`. */
export function describe(value: Value): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(value.value);
    case 'number':
      return `the number ${value.literal}`;
    case 'string':
      return value.value.length > 40 ? 'this text' : `the text ${JSON.stringify(value.value)}`;
    case 'array':
      return 'a list';
    case 'object':
      return 'an object';
  }
}

function quoteHint(value: Value): string {
  return value.kind === 'number' || value.kind === 'boolean' ? ': put it in quotes' : '';
}

/** The JSON that a raw field keeps: as it is written, or as encoding/json writes what was YAML. */
function toJson(value: Value): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.literal;
    case 'string':
      return quote(value.value);
    case 'array':
      return value.written ?? `[${value.items.map(toJson).join(',')}]`;
    case 'object':
      return value.written ?? `{${membersToJson(value)}}`;
  }
}

function membersToJson({ members }: ObjectValue): string {
  return members
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, value }) => `${quote(key)}:${toJson(value)}`)
    .join(',');
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
