import type { Pod } from '../../../server/src/schema/pod-types';
import { toInternal } from '../../../server/src/schema/internal-quantity';
import { quantityToString } from '../../../server/src/schema/quantity';
import { structShapes, type ShapeField, type StructShape } from '../../../server/src/schema/shape';

const hashAnnotation = 'kubernetes.io/config.hash';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A Pod without what Go leaves out of JSON or writes though it says nothing: empty lists, zero values that are no
 * pointers; and without the UID and the hash, which the kubelet sets. Quantities in Go's spelling, times as instants of whole seconds, fields in the facts' order.
 */
export function normalizePod(pod: Pod, minor: number): unknown {
  const metadata = { ...pod.metadata, uid: '', annotations: { ...pod.metadata?.annotations, [hashAnnotation]: '' } };
  return normalizeStruct({ ...pod, apiVersion: '', kind: '', metadata }, structShapes(minor)('Pod'));
}

function normalizeStruct(value: Fields, shape: StructShape): Fields {
  const fields: Record<string, unknown> = {};
  for (const field of shape.fields.values()) {
    const normal = normalizeField(value[field.name], field);
    if (normal !== undefined) {
      fields[field.name] = normal;
    }
  }
  return fields;
}

function normalizeField(value: unknown, field: ShapeField): unknown {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : value.map((item) => normalizeOne(item, field));
  }
  if (field.shape === 'map') {
    const entries = Object.entries(value as Fields).sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.length === 0
      ? undefined
      : Object.fromEntries(entries.map(([key, item]) => [key, normalizeOne(item, field)]));
  }
  const normal = normalizeOne(value, field);
  return field.fact.pointer !== true && isZero(normal) ? undefined : normal;
}

function normalizeOne(value: unknown, { leaf, struct }: ShapeField): unknown {
  if (struct !== undefined) {
    return normalizeStruct((value ?? {}) as Fields, struct);
  }
  if (leaf === 'quantity' && typeof value === 'string') {
    const quantity = toInternal(value);
    return quantity === undefined ? value : quantityToString(quantity);
  }
  // Ours is the JSON itself; the kubelet's Pod was printed.
  if (leaf === 'raw' && typeof value === 'string') {
    return JSON.parse(value);
  }
  return leaf === 'time' && typeof value === 'string' ? Math.floor(Date.parse(value) / 1000) : value;
}

function isZero(value: unknown): boolean {
  const isEmptyStruct = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false || value === '0' || isEmptyStruct;
}
