import type { DecodedPod } from './decode';
import type { LeafKind } from './facts';
import { toInternal } from './internal-quantity';
import { roundUpQuantity, type Quantity } from './quantity';
import { structShapes, type ShapeField, type StructShape } from './shape';

/**
 * A text that two manifests share exactly if the kubelet of that version gives their Pods the same config hash, node
 * and path being the same: then nothing changes for the kubelet.
 *
 * The hash is over a dump of the decoded and defaulted Pod (pkg/util/hash/hash.go, v1.31 to v1.37), which tells an
 * absent list from an empty one and a quantity's spelling, but writes strings without quotes, so that the arguments
 * `a b` and `a`, `b` are one. A Pod with a UID of its own is never looked at further.
 */
export function canonicalForm({ hashed, wideIntegers }: DecodedPod, minor: number): string {
  const uid = hashed.metadata?.uid;
  if (uid) {
    return `uid ${uid}`;
  }
  // Conversion to the internal version clears both, and `/v1` is `v1`.
  const untyped = { ...hashed, apiVersion: undefined, kind: undefined };
  return [dumpStruct(untyped, structShapes(minor)('Pod')), ...wideIntegers.toSorted()].join(separator);
}

const nil = '<nil>';

/** No text of a manifest holds it, but for JSON's escapes. */
const separator = '\u0001';

function dumpStruct(value: Readonly<Record<string, unknown>>, shape: StructShape): string {
  const fields: string[] = [];
  for (const field of shape.fields.values()) {
    fields.push(dumpField(value[field.name], field));
  }
  return `{${fields.join(separator)}}`;
}

function dumpField(value: unknown, field: ShapeField): string {
  switch (field.shape) {
    case 'list':
      return value === undefined ? nil : `[${(value as unknown[]).map((item) => dumpOne(item, field)).join(' ')}]`;
    case 'map':
      return value === undefined ? nil : `map[${dumpEntries(value as Readonly<Record<string, unknown>>, field)}]`;
    case 'one':
      return value === undefined && field.fact.pointer === true ? nil : dumpOne(value, field);
  }
}

function dumpEntries(map: Readonly<Record<string, unknown>>, field: ShapeField): string {
  return Object.keys(map)
    .sort()
    .map((key) => `${key}:${field.leaf === 'quantity' ? dumpResource(map[key]) : dumpOne(map[key], field)}`)
    .join(' ');
}

function dumpOne(value: unknown, { leaf, struct }: ShapeField): string {
  return struct !== undefined
    ? dumpStruct((value ?? {}) as Readonly<Record<string, unknown>>, struct)
    : dumpLeaf(value, leaf as LeafKind);
}

function dumpLeaf(value: unknown, leaf: LeafKind): string {
  switch (leaf) {
    case 'bool':
      return value === true ? 'true' : 'false';
    case 'int32':
    case 'int64':
    case 'float64':
      return typeof value === 'number' ? String(value) : '0';
    case 'intOrString':
      return typeof value === 'string' ? `1 0 ${value}` : `0 ${dumpLeaf(value, 'int32')} `;
    case 'quantity':
      return dumpQuantity(typeof value === 'string' ? toInternal(value) : undefined);
    case 'time':
    case 'microTime':
      return typeof value === 'string' ? dumpTime(value) : nil;
    case 'raw':
    case 'string':
    case 'bytes':
    case 'duration':
      return typeof value === 'string' ? value : '';
  }
}

function dumpQuantity(quantity: Quantity | undefined): string {
  if (quantity === undefined) {
    return '0 0   ';
  }
  const { value, scale, format, text, wide } = quantity;
  return `${value} ${scale} ${format} ${text ?? ''} ${wide === true ? 'wide' : ''}`;
}

/** Of ten, that is carried out. */
const largestPower = 4096;

/** An entry of a resource list, which defaulting rounds up to thousandths. */
function dumpResource(value: unknown): string {
  const quantity = typeof value === 'string' ? toInternal(value) : undefined;
  if (quantity === undefined) {
    return dumpQuantity(undefined);
  }
  const rounded = roundUpQuantity(quantity, -3);
  // Rounding brings every arbitrary-precision decimal to three places, round or not. A kubelet carries out any power, and
  // is lost to the world over the largest.
  return dumpQuantity(
    rounded.wide === true && rounded.scale > -3 && rounded.scale < largestPower
      ? { ...rounded, value: rounded.value * 10n ** BigInt(rounded.scale + 3), scale: -3 }
      : rounded,
  );
}

/** The instant: zones don't count, since Kubernetes turns all into the node's. */
function dumpTime(text: string): string {
  const match = /^(.*?)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text);
  const [, seconds = '', fraction = '', sign = '+', hours = 0, minutes = 0] = match ?? [];
  const padded = seconds.replace(/T(\d):/, 'T0$1:');
  // JavaScript knows no zone of 24 hours or 60 minutes, which Go takes.
  const ahead = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return `${Date.parse(`${padded}Z`) - ahead}.${fraction.slice(0, 9).replace(/0+$/, '')}`;
}
