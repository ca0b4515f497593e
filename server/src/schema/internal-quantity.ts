import { parseQuantity, type Quantity, type QuantityFormat } from './quantity';

/**
 * A quantity that no text gives back exactly, such as a sum or what rounding made of a number too large for a suffix, stands in a Pod as text with this mark until the Pod is
 * handed out: equal amounts that Go holds differently have different config hashes.
 */
const mark = '\0';

export function fromInternal({ value, scale, format, text, wide }: Quantity): string {
  return text ?? `${mark}${value}/${scale}/${format}/${wide === true ? 'wide' : ''}`;
}

/** What a null in a resource list decodes to: zero, and unlike any written zero without a format. */
export const nullQuantity = `${mark}0/0//`;

/** Reads a quantity of a decoded Pod: plain text or a marked one. */
export function toInternal(text: string): Quantity | undefined {
  if (!text.startsWith(mark)) {
    return parseQuantity(text);
  }
  const [value = '0', scale = '0', format = '', wide = ''] = text.slice(1).split('/');
  return {
    value: BigInt(value),
    scale: Number(scale),
    format: format as QuantityFormat,
    ...(wide === '' ? {} : { wide: true as const }),
  };
}
