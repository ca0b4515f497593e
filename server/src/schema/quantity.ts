/**
 * Kubernetes' resource.Quantity: numbers with a suffix such as `100m`, `1.5Gi`, `2e3`.
 * Follows apimachinery's pkg/api/resource (quantity.go, suffix.go, amount.go, scale_int.go), the same in v0.31 to
 * v0.37, its corners included: `+` and `.` are zero, too small amounts are rounded up to 1n.
 */

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** `value` × 10^`scale`, exactly. */
export interface Quantity {
  readonly value: bigint;
  readonly scale: number;
  readonly format: QuantityFormat;
  /** The text as written, where Kubernetes gives it back unchanged: it is (nearly) canonical. */
  readonly text?: string;
  /**
   * Set where Go keeps an arbitrary-precision decimal, not an int64 with a scale: amounts that leave an int64 then wrap
   * around in `scaledValue` where else they become zero.
   */
  readonly wide?: true;
}

/** What `null` decodes to: Go's zero value, whose format is the empty string and prints like this one. */
export const zeroQuantity: Quantity = { value: 0n, scale: 0, format: 'DecimalSI' };

const maxInt64 = 9223372036854775807n;
const minInt64 = -9223372036854775808n;

const nano = -9;

const decimalExponents: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);

/** Of two. */
const binaryExponents: ReadonlyMap<string, number> = new Map([
  ['Ki', 10],
  ['Mi', 20],
  ['Gi', 30],
  ['Ti', 40],
  ['Pi', 50],
  ['Ei', 60],
]);

const decimalSuffixes = new Map([...decimalExponents].map(([suffix, exponent]) => [exponent, suffix]));
const binarySuffixes = new Map([...binaryExponents].map(([suffix, exponent]) => [exponent, suffix]));

const spaceAround =
  /^[ \u0085\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+|[ \u0085\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+$/g;
const spaceOrSeparatorAround =
  /^[ \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[ \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

const codeOf0 = 48;
const codeOf9 = 57;

function skipDigits(text: string, from: number): number {
  let position = from;
  for (; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code < codeOf0 || code > codeOf9) break;
  }
  return position;
}

/**
 * Reads a quantity as `resource.ParseQuantity` does; undefined where that returns an error. White space around it is
 * the decoder's to trim (`trimQuantity`).
 */
export function parseQuantity(text: string): Quantity | undefined {
  if (text === '') return undefined;
  if (text === '0') return { value: 0n, scale: 0, format: 'DecimalSI', text };

  const negative = text.startsWith('-');
  let position = negative || text.startsWith('+') ? 1 : 0;
  while (text.charCodeAt(position) === codeOf0) position++;
  let end = skipDigits(text, position);
  // A number without digits is zero to Go: `+`, `.`, `Ki`.
  const numerator = end === position ? '0' : text.slice(position, end);
  let fraction = '';
  if (text[end] === '.') {
    position = end + 1;
    end = skipDigits(text, position);
    fraction = text.slice(position, end);
  }
  const suffix = text.slice(end);

  let format: QuantityFormat = 'DecimalSI';
  let exponent = decimalExponents.get(suffix);
  if (exponent === undefined) {
    format = 'BinarySI';
    exponent = binaryExponents.get(suffix);
  }
  if (exponent === undefined) {
    format = 'DecimalExponent';
    exponent = parseExponent(suffix);
  }
  if (exponent === undefined) return undefined;

  const narrow = parseNarrow(text, negative, numerator, fraction, exponent, format);
  if (narrow !== undefined) return narrow;
  // Go's decimal, unlike its fast path, wants a digit.
  if (!/[0-9]/.test(text.slice(0, end))) return undefined;
  return parseWide(negative, numerator, fraction, exponent, format);
}

/**
 * Takes off the white space that `Quantity.UnmarshalJSON` still sees around a text that came through YAML: tabs and
 * line ends have become JSON escapes by then, and stay.
 */
export function trimQuantity(text: string): string {
  return text.replace(spaceAround, '');
}

/** The same for the letters of a JSON manifest, in which line separators stand bare. */
export function trimWrittenQuantity(text: string): string {
  return text.replace(spaceOrSeparatorAround, '');
}

/** `e5`, `E-3`, `e+2`: an int64, of which Go then keeps 32 bits. */
function parseExponent(suffix: string): number | undefined {
  if (suffix[0] !== 'e' && suffix[0] !== 'E') return undefined;
  const negative = suffix[1] === '-';
  let start = negative || suffix[1] === '+' ? 2 : 1;
  if (start === suffix.length || skipDigits(suffix, start) !== suffix.length) return undefined;
  while (suffix.charCodeAt(start) === codeOf0 && start < suffix.length - 1) start++;
  if (suffix.length - start > 19) return undefined;
  const digits = BigInt(suffix.slice(start));
  const exponent = negative ? -digits : digits;
  return exponent > maxInt64 || exponent < minInt64 ? undefined : Number(BigInt.asIntN(32, exponent));
}

/** The fast path, for what surely fits an int64. */
function parseNarrow(
  text: string,
  negative: boolean,
  numerator: string,
  fraction: string,
  exponent: number,
  format: QuantityFormat,
): Quantity | undefined {
  const binary = format === 'BinarySI';
  if (binary && fraction !== '') return undefined;
  const precision = binary ? 14 - numerator.length - (exponent * 3) / 10 : 18 - numerator.length - fraction.length;
  const scale = (binary ? 0 : exponent) - fraction.length;
  if (precision < 0 || scale < nano) return undefined;
  const digits = numerator + fraction;
  const unscaled = BigInt(digits);
  const amount = binary ? unscaled << BigInt(exponent) : unscaled;
  if (amount > maxInt64) return undefined;
  const value = negative ? -amount : amount;
  const keepsText = binary
    ? (unscaled & 7n) !== 0n
    : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
  return keepsText ? { value, scale, format, text } : { value, scale, format };
}

function parseWide(
  negative: boolean,
  numerator: string,
  fraction: string,
  exponent: number,
  format: QuantityFormat,
): Quantity {
  let value = BigInt(numerator + fraction);
  let scale = -fraction.length;
  if (format === 'BinarySI') {
    value <<= BigInt(exponent);
  } else {
    scale += exponent;
  }
  if (scale < nano && value !== 0n) {
    value = divideUp(value, nano - scale);
    scale = nano;
  }
  if (format === 'BinarySI') {
    if (compareAmounts(value, scale, maxInt64, 0) > 0) {
      value = maxInt64;
      scale = 0;
    }
    if (value !== 0n && compareAmounts(value, scale, 1n, 0) < 0) format = 'DecimalSI';
  }
  return { value: negative ? -value : value, scale, format, wide: true };
}

/** `value` / 10^`digits`, away from zero where it isn't exact. A quotient below one never needs the power. */
function divideUp(value: bigint, digits: number): bigint {
  if (value === 0n) return 0n;
  const negative = value < 0n;
  const magnitude = negative ? -value : value;
  let quotient: bigint;
  if (digits >= magnitude.toString().length) {
    quotient = 1n;
  } else {
    const divisor = 10n ** BigInt(digits);
    quotient = (magnitude + divisor - 1n) / divisor;
  }
  return negative ? -quotient : quotient;
}

/** Exponents may be as large as 2^31: numbers of different size are told apart by their digits, never by a power. */
function compareAmounts(left: bigint, leftScale: number, right: bigint, rightScale: number): number {
  const leftSign = left > 0n ? 1 : left < 0n ? -1 : 0;
  const rightSign = right > 0n ? 1 : right < 0n ? -1 : 0;
  if (leftSign !== rightSign) return leftSign < rightSign ? -1 : 1;
  if (leftSign === 0) return 0;
  if (leftScale !== rightScale) {
    const leftSize = digitCount(left) + leftScale;
    const rightSize = digitCount(right) + rightScale;
    if (leftSize !== rightSize) return leftSize < rightSize ? -leftSign : leftSign;
    if (leftScale > rightScale) {
      left *= 10n ** BigInt(leftScale - rightScale);
    } else {
      right *= 10n ** BigInt(rightScale - leftScale);
    }
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

function digitCount(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

/** -1, 0 or 1, as `Quantity.Cmp`. */
export function compareQuantity(left: Quantity, right: Quantity): number {
  return compareAmounts(left.value, left.scale, right.value, right.scale);
}

/** -1, 0 or 1, as `Quantity.Sign`. */
export function quantitySign(quantity: Quantity): number {
  return quantity.value > 0n ? 1 : quantity.value < 0n ? -1 : 0;
}

/**
 * The sum; its format is the first's unless that is zero, as in `Quantity.Add`. Powers beyond what a resource can be
 * (10^4096) are not carried out: the larger stands for the sum.
 */
export function addQuantity(left: Quantity, right: Quantity): Quantity {
  if (left.value === 0n) return withoutText(right);
  if (right.value === 0n) return withoutText(left);
  const scale = Math.min(left.scale, right.scale);
  if (Math.max(left.scale, right.scale) - scale > 4096) return left.scale > right.scale ? left : right;
  const value = left.value * 10n ** BigInt(left.scale - scale) + right.value * 10n ** BigInt(right.scale - scale);
  return { value, scale, format: left.format, ...(left.wide === true || right.wide === true ? { wide: true } : {}) };
}

function withoutText({ value, scale, format, wide }: Quantity): Quantity {
  return wide === true ? { value, scale, format, wide } : { value, scale, format };
}

/** As `Quantity.RoundUp(scale)`: defaulting rounds limits and requests up to thousandths (scale -3). */
export function roundUpQuantity(quantity: Quantity, scale: number): Quantity {
  if (quantity.scale >= scale) return quantity;
  const { format, wide } = quantity;
  return withoutText({ value: divideUp(quantity.value, scale - quantity.scale), scale, format, ...(wide && { wide }) });
}

const directSteps: ReadonlySet<number> = new Set([0, 1, 2, 3, 6, 9]);

/**
 * `Quantity.ScaledValue(scale)`: how often 10^`scale` fits, rounded up, as an int64 that may have overflowed the way
 * Go's does. Scale 0 is `Value()`, -3 is `MilliValue()`. Amounts below zero that are `wide` round otherwise in Go.
 */
export function scaledValue(quantity: Quantity, scale: number): bigint {
  const { value } = quantity;
  const step = quantity.scale - scale;
  if (quantity.wide === true) {
    // Ten to the 64th and above has 64 zero bits at its end.
    if (step >= 64) return 0n;
    return BigInt.asIntN(64, step >= 0 ? value * 10n ** BigInt(step) : divideUp(value, -step));
  }
  if (step < 0) return divideUp(value, -step);
  if (value === 0n) return 0n;
  const scaled = step > 18 ? maxInt64 + 1n : value * 10n ** BigInt(step);
  if (scaled >= minInt64 && scaled <= maxInt64) return scaled;
  return directSteps.has(step) ? BigInt.asIntN(64, scaled) : 0n;
}

/** Go's own canonical text, as it stands in JSON: `1536Mi` for 1.5Gi, `100m` for 0.1. */
export function quantityToString(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text;
  if (quantity.value === 0n) return '0';
  const inside =
    compareAmounts(quantity.value, quantity.scale, -1024n, 0) > 0 &&
    compareAmounts(quantity.value, quantity.scale, 1024n, 0) < 0;
  if (quantity.format === 'BinarySI' && !inside) {
    const integer = exactInteger(quantity);
    if (integer !== undefined) return binaryString(integer);
  }
  return decimalString(quantity);
}

function exactInteger(quantity: Quantity): bigint | undefined {
  if (quantity.scale >= 0) return quantity.value * 10n ** BigInt(quantity.scale);
  const integer = divideUp(quantity.value, -quantity.scale);
  return compareAmounts(integer, 0, quantity.value, quantity.scale) === 0 ? integer : undefined;
}

function binaryString(integer: bigint): string {
  let exponent = 0;
  while (integer % 1024n === 0n) {
    integer /= 1024n;
    exponent += 10;
  }
  return `${integer}${binarySuffixes.get(exponent) ?? ''}`;
}

function decimalString(quantity: Quantity): string {
  let value = quantity.value;
  let exponent = quantity.scale;
  while (value % 10n === 0n) {
    value /= 10n;
    exponent++;
  }
  while (exponent % 3 !== 0) {
    value *= 10n;
    exponent--;
  }
  if (quantity.format === 'DecimalExponent') return exponent === 0 ? `${value}` : `${value}e${exponent}`;
  // Beyond `E` Kubernetes prints the number without any suffix.
  return `${value}${decimalSuffixes.get(exponent) ?? ''}`;
}
