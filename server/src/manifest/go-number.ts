/** Numbers as Go prints and reads them, where JavaScript differs. */

const maxUint64 = 18446744073709551615n;
const maxInt64 = 9223372036854775807n;
const minInt64 = -9223372036854775808n;

/**
 * strconv.ParseInt(text, 0, 64) and, where that fails, ParseUint: decimal, or by prefix 0x, 0o, 0b, or octal by a
 * leading 0. Where those fail too, go-yaml hands what follows `0b` to ParseInt, which takes a sign there. Without
 * underscores. undefined where none takes it.
 */
export function parseGoInteger(text: string): bigint | undefined {
  const match = /^([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]([0-7]+)|0[bB]([01]+)|0([0-7]*)|([1-9][0-9]*))$/.exec(text);
  if (match === null) {
    const [, sign, digits] = /^0b([+-])([01]+)$/.exec(text) ?? [];
    return digits === undefined ? undefined : parseGoInteger(`${sign ?? ''}0b${digits}`);
  }
  const [, sign, hex, octal, binary, plainOctal, decimal] = match;
  const magnitude = BigInt(
    hex !== undefined
      ? `0x${hex}`
      : octal !== undefined
        ? `0o${octal}`
        : binary !== undefined
          ? `0b${binary}`
          : plainOctal !== undefined
            ? `0o0${plainOctal}`
            : (decimal ?? '0'),
  );
  const value = sign === '-' ? -magnitude : magnitude;
  const isInt64 = value >= minInt64 && value <= maxInt64;
  return isInt64 || (sign === '' && value <= maxUint64) ? value : undefined;
}

export function isUint64Only(value: bigint): boolean {
  return value > maxInt64;
}

/** strconv.ParseFloat of decimal text without underscores; undefined where it is out of range. */
export function parseGoFloat(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** As encoding/json writes a float64, which is JavaScript's own form but for the sign of zero. */
export function formatJsonFloat(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** strconv.FormatFloat(value, 'g', -1, 32), with YAML's names for what is no number: a float as a key of a mapping. */
export function formatFloatKey(value: number): string {
  if (Number.isNaN(value)) {
    return '.nan';
  }
  const single = Math.fround(value);
  if (!Number.isFinite(single)) {
    return single > 0 ? '.inf' : '-.inf';
  }
  if (single === 0) {
    return Object.is(single, -0) ? '-0' : '0';
  }
  let text = single.toExponential(0);
  for (let digits = 1; Math.fround(Number(text)) !== single && digits < 9; digits++) {
    text = single.toExponential(digits);
  }
  const [mantissa = '', exponentText = '0'] = text.split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 6) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return toPlainDecimal(mantissa, exponent);
}

function toPlainDecimal(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) {
    return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  }
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
