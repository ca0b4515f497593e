/**
 * An address as Kubernetes reads one in its older fields (k8s.io/utils/net, `ParseIPSloppy`): zeros may lead the
 * parts of it. `clear` where Go's netip reads it too and it is no IPv4 address within IPv6: what 1.36 asks for
 * (gate StrictIPCIDRValidation).
 */
export interface Address {
  readonly clear: boolean;
}

function parseAddress(text: string): Address | undefined {
  const mark = /[.:]/.exec(text)?.[0];
  if (mark === '.') {
    const numbers = parseIPv4(text);
    return numbers && { clear: !leadingZero.test(text) };
  }
  return mark === ':' ? parseIPv6(text) : undefined;
}

const leadingZero = /(?:^|\.)0\d/;

function parseIPv4(text: string): number[] | undefined {
  const parts = text.split('.');
  const numbers = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : 256));
  return parts.length === 4 && numbers.every((number) => number <= 255) ? numbers : undefined;
}

function parseIPv6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  let clear = true;
  const groups: number[][] = [];
  for (const [position, half] of halves.entries()) {
    const words: number[] = [];
    const parts = half === '' && halves.length === 2 ? [] : half.split(':');
    for (const [at, part] of parts.entries()) {
      const last = position === halves.length - 1 && at === parts.length - 1;
      if (last && part.includes('.')) {
        const numbers = parseIPv4(part);
        if (numbers === undefined) {
          return undefined;
        }
        clear &&= !leadingZero.test(part);
        const [a = 0, b = 0, c = 0, d = 0] = numbers;
        words.push(a * 256 + b, c * 256 + d);
      } else {
        const word = /^[\da-f]+$/i.test(part) ? Number.parseInt(part, 16) : 0x10000;
        if (word > 0xffff) {
          return undefined;
        }
        clear &&= part.length <= 4;
        words.push(word);
      }
    }
    groups.push(words);
  }
  const [left = [], right = []] = groups;
  const missing = 8 - left.length - right.length;
  // `::` stands for one group of zeros at least.
  if (halves.length === 2 ? missing < 1 : missing !== 0) {
    return undefined;
  }
  const words = [...left, ...new Array<number>(missing).fill(0), ...right];
  const mapped = words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;
  return { clear: clear && !mapped };
}

/** For a field since before Kubernetes was strict about addresses (`IsValidIPForLegacyField`). */
export function addressProblem(text: string, minor: number): string | undefined {
  const address = parseAddress(text);
  if (address === undefined) return 'must be an IP address, as in `10.9.8.7` or `2001:db8::1`; correct it';
  if (minor < 36 || address.clear) return undefined;
  return 'is an IP address that programs read differently: it has leading zeros or is IPv4 within IPv6; write it plainly';
}
