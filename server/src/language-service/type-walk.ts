import type { Span, Value } from '../manifest/value';
import { child, index, key as mapKey, type FieldPath } from '../rules/field-path';
import { isLeafKind, type FieldFact, type PodType } from '../schema/facts';

/** What the Pod type expects at a place. `object` with a type name of the facts; `map` and `list` of what stands in `field`. */
export type Expected =
  | { readonly kind: 'object'; readonly type: string }
  | { readonly kind: 'map' | 'list' | 'leaf'; readonly field: FieldFact }
  | { readonly kind: 'unknown' };

/** A value on the way from the root to a place, with the field that it is the value of. */
export interface Stop {
  readonly path: FieldPath;
  readonly value: Value;
  readonly expected: Expected;
  /** Of an object's member. */
  readonly keySpan: Span | undefined;
  readonly field: FieldFact | undefined;
}

const root: Expected = { kind: 'object', type: 'Pod' };

/** The values around `offset`, outermost first; the last is the innermost, or a key under the offset and its value. */
export function walkTo(value: Value, offset: number, podType: PodType): Stop[] {
  const stops: Stop[] = [];
  let stop: Stop | undefined = { path: '', value, expected: root, keySpan: undefined, field: undefined };
  while (stop !== undefined) {
    stops.push(stop);
    stop = childStops(stop, podType).find(
      ({ keySpan, value: inner }) =>
        (keySpan ?? inner).start <= offset && offset <= Math.max(inner.end, keySpan?.end ?? 0),
    );
  }
  return stops;
}

/** The first stop of the whole tree that satisfies the condition, in the text's order. */
export function findStop(value: Value, podType: PodType, condition: (stop: Stop) => boolean): Stop | undefined {
  const waiting: Stop[] = [{ path: '', value, expected: root, keySpan: undefined, field: undefined }];
  for (let stop = waiting.pop(); stop !== undefined; stop = waiting.pop()) {
    if (condition(stop)) {
      return stop;
    }
    waiting.push(...childStops(stop, podType).reverse());
  }
  return undefined;
}

function childStops({ path, value, expected }: Stop, podType: PodType): Stop[] {
  if (value.kind === 'array') {
    const item: Expected = expected.kind === 'list' ? elementOf(expected.field) : { kind: 'unknown' };
    const field = expected.kind === 'list' ? expected.field : undefined;
    return value.items.map((inner, position) => ({
      path: index(path, position),
      value: inner,
      expected: item,
      keySpan: undefined,
      field,
    }));
  }
  if (value.kind !== 'object') {
    return [];
  }
  return value.members.map((member) => {
    if (expected.kind === 'map') {
      const memberPath = mapKey(path, member.key);
      const { field } = expected;
      return { path: memberPath, value: member.value, expected: elementOf(field), keySpan: member.keySpan, field };
    }
    const field = expected.kind === 'object' ? podType.fields(expected.type).get(member.key) : undefined;
    return {
      path: child(path, member.key),
      value: member.value,
      expected: field === undefined ? { kind: 'unknown' } : expectedOf(field),
      keySpan: member.keySpan,
      field,
    };
  });
}

function expectedOf(field: FieldFact): Expected {
  return field.shape === undefined ? elementOf(field) : { kind: field.shape, field };
}

function elementOf(field: FieldFact): Expected {
  return isLeafKind(field.type) ? { kind: 'leaf', field } : { kind: 'object', type: field.type };
}
