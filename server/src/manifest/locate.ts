import type { FieldPath } from '../rules/field-path';
import type { Member, Span, Value } from './value';

/** A field's place in the text. */
export interface Place {
  /** The field's value; where the field is missing, that of its nearest ancestor in the text. */
  readonly value?: Value;
  /** The key of `value`, unless it is an array's item or the root. */
  readonly keySpan?: Span;
  /** Whether the field itself is in the text. Defaulting makes fields that are not. */
  readonly found: boolean;
}

/**
 * Finds the field at `path` in a manifest's values. Names are matched against the keys that are there, longest first,
 * since a map's key may hold dots and brackets and Kubernetes writes it unquoted.
 */
export function locate(root: Value | undefined, path: FieldPath): Place {
  if (root === undefined) {
    return { found: false };
  }
  let value = root;
  let keySpan: Span | undefined;
  let at = 0;
  while (at < path.length) {
    const step = stepInto(value, path, at);
    if (step === undefined) {
      break;
    }
    value = step.value;
    keySpan = step.keySpan;
    at = step.end;
  }
  const found = at >= path.length;
  return keySpan === undefined ? { value, found } : { value, keySpan, found };
}

interface Step {
  readonly value: Value;
  readonly keySpan?: Span;
  readonly end: number;
}

function stepInto(value: Value, path: FieldPath, at: number): Step | undefined {
  if (value.kind === 'array') {
    const close = path.indexOf(']', at);
    if (path[at] !== '[' || close < 0) {
      return undefined;
    }
    const digits = path.slice(at + 1, close);
    const item = /^\d+$/.test(digits) ? value.items[Number(digits)] : undefined;
    return item === undefined ? undefined : { value: item, end: close + 1 };
  }
  if (value.kind !== 'object') {
    return undefined;
  }
  let best: Member | undefined;
  let bestEnd = -1;
  for (const member of value.members) {
    const end = endOfKey(member.key, path, at);
    if (end > bestEnd) {
      best = member;
      bestEnd = end;
    }
  }
  return best === undefined ? undefined : { value: best.value, keySpan: best.keySpan, end: bestEnd };
}

/** Where the step that starts at `at` ends if it names `key`, else -1. */
function endOfKey(key: string, path: FieldPath, at: number): number {
  if (path[at] === '[') {
    const close = at + 1 + key.length;
    return path.startsWith(key, at + 1) && path[close] === ']' ? close + 1 : -1;
  }
  const start = path[at] === '.' ? at + 1 : at;
  const end = start + key.length;
  const follows = path[end];
  const whole = key !== '' && path.startsWith(key, start);
  return whole && (follows === undefined || follows === '.' || follows === '[') ? end : -1;
}
