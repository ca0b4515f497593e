import { locate } from '../manifest/locate';
import { parseText } from '../manifest/parse';
import type { Span, Value } from '../manifest/value';
import type { Finding, PlaceReport, Rule } from '../rules/rule';

/** What a rule reports, as a finding at its place in the text. */
export function placeFinding(rule: Rule, place: PlaceReport, root: Value | undefined, text: string): Finding {
  const span = place.span ?? (root === undefined ? { start: 0, end: 0 } : spanOf(root, place.path, place.part));
  const stage = place.refuses === false ? undefined : (place.stage ?? rule.stage);
  return {
    rule: rule.id,
    severity: place.severity ?? rule.severity,
    message: place.message,
    path: place.path,
    start: Math.max(0, Math.min(span.start, text.length)),
    end: Math.max(0, Math.min(span.end, text.length)),
    ...(stage === undefined ? {} : { kubelet: { stage } }),
    ...(place.details === undefined ? {} : { details: place.details }),
  };
}

/** Where a field path is in a text, as a finding about it would be placed. */
export function placeOf(text: string, path: string): Span {
  const { root } = parseText(text);
  return root === undefined || path === '' ? { start: 0, end: 0 } : spanOf(root, path);
}

/** Where a field path is in the text; for a field that is not there, the nearest key above it. */
export function spanOf(root: Value, path: string, part: PlaceReport['part'] = 'value'): Span {
  const place = locate(root, path);
  const { value, keySpan } = place;
  if (!place.found) {
    return keySpan ?? firstLine(value ?? root);
  }
  if (keySpan !== undefined && (part === 'key' || value === undefined)) {
    return keySpan;
  }
  if (value === undefined) {
    return firstLine(root);
  }
  if (part === 'member' && keySpan !== undefined) {
    return { start: keySpan.start, end: Math.max(keySpan.end, value.end) };
  }
  // A block of many lines is told by its key; an underline over half the file helps nobody.
  if (value.kind === 'object' || value.kind === 'array') {
    return keySpan ?? firstLine(value);
  }
  return value.start === value.end && keySpan !== undefined ? keySpan : { start: value.start, end: value.end };
}

/** What a reader takes for the start of an object or array: its first key, or its first scalar. */
function firstLine(value: Value): Span {
  if (value.kind === 'object') {
    return value.members[0]?.keySpan ?? value;
  }
  if (value.kind === 'array') {
    const item = value.items[0];
    return item === undefined ? value : firstLine(item);
  }
  return value;
}
