import { parseText } from '../manifest/parse';
import type { Span } from '../manifest/value';
import type { Target } from '../rules/rule';
import { podTypeOf, type FieldFact, type PodType } from '../schema/facts';
import { describeFacts, describeType } from './describe-field';
import type { FieldPlace } from './field-text';
import { findStop, type Expected } from './type-walk';

export interface Completion {
  readonly label: string;
  readonly kind: 'field' | 'value';
  /** Replaces `replace`; lines after the first are relative to the line's indentation. */
  readonly newText: string;
  readonly detail: string;
  readonly documentation: string;
  readonly required: boolean;
  /** Of a field: where Kubernetes' text on it is found. */
  readonly place?: FieldPlace;
}

export interface Completions {
  readonly replace: Span;
  readonly items: readonly Completion[];
}

/** Stands in the text for what is being typed; no manifest holds it. */
const placeholder = 'staticPodsPlaceholder';

/**
 * What may be typed at the offset: fields that the object does not have yet, or a field's constants. The line is read
 * again with a placeholder where the cursor is, so that half a line does not break the document.
 */
export function complete(text: string, offset: number, target: Target): Completions | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const lineEnd = newline === -1 ? text.length : newline;
  const before = text.slice(lineStart, offset);
  const podType = podTypeOf(target.minor);

  const atKey = /^([ ]*(?:- +)*)([\w./-]*)$/.exec(before);
  if (atKey !== null) {
    const [, lead = '', typed = ''] = atKey;
    const rest = /^[\w./-]*/.exec(text.slice(offset, lineEnd))?.[0] ?? '';
    const replace = { start: offset - typed.length, end: offset + rest.length };
    const asKey = expectedAt(text, lineStart, lineEnd, `${lead}${placeholder}: x`, podType);
    const items =
      asKey?.expected.kind === 'object'
        ? fieldItems(asKey.expected.type, asKey.present, podType, target.minor, text.slice(replace.end, lineEnd))
        : constantItems(expectedAt(text, lineStart, lineEnd, `${lead}${placeholder}`, podType)?.expected, podType);
    return items.length === 0 ? undefined : { replace, items };
  }
  const atValue = /^([ ]*(?:- +)*[\w./-]+: +)["']?([\w./-]*)$/.exec(before);
  if (atValue !== null) {
    const [, lead = '', typed = ''] = atValue;
    const items = constantItems(
      expectedAt(text, lineStart, lineEnd, `${lead}${placeholder}`, podType)?.expected,
      podType,
    );
    return items.length === 0 ? undefined : { replace: { start: offset - typed.length, end: offset }, items };
  }
  return undefined;
}

interface Here {
  readonly expected: Expected;
  readonly present: ReadonlySet<string>;
}

/** What the type expects where the placeholder ends up: of the object for a key, of the value for a value. */
function expectedAt(
  text: string,
  lineStart: number,
  lineEnd: number,
  line: string,
  podType: PodType,
): Here | undefined {
  const { root } = parseText(text.slice(0, lineStart) + line + text.slice(lineEnd));
  if (root === undefined) {
    return undefined;
  }
  const stop = findStop(
    root,
    podType,
    ({ value }) =>
      (value.kind === 'object' && value.members.some(({ key }) => key === placeholder)) ||
      (value.kind === 'string' && value.value === placeholder),
  );
  if (stop === undefined) {
    return undefined;
  }
  const members = stop.value.kind === 'object' ? stop.value.members : [];
  return { expected: stop.expected, present: new Set(members.map(({ key }) => key)) };
}

function fieldItems(
  type: string,
  present: ReadonlySet<string>,
  podType: PodType,
  minor: number,
  after: string,
): Completion[] {
  return [...podType.fields(type).values()]
    .filter(({ name }) => !present.has(name))
    .map((field) => ({
      label: field.name,
      kind: 'field',
      newText: /^\s*:/.test(after) ? field.name : `${field.name}${afterKey(field)}`,
      detail: describeType(field, podType),
      documentation: describeFacts(field, minor).join(' '),
      required: field.required === true,
      place: { owner: type, field: field.name, type: field.type },
    }));
}

function afterKey(field: FieldFact): string {
  if (field.shape === 'list') {
    return ':\n  - ';
  }
  return field.shape === 'map' || /^[A-Z]/.test(field.type) ? ':\n  ' : ': ';
}

function constantItems(expected: Expected | undefined, podType: PodType): Completion[] {
  if (expected === undefined || (expected.kind !== 'leaf' && expected.kind !== 'list')) {
    return [];
  }
  const { field } = expected;
  const constants = field.named === undefined ? undefined : podType.constants(field.named);
  const values = constants?.values ?? (field.type === 'bool' ? ['true', 'false'] : []);
  return values
    .filter((value) => value !== '')
    .map((value) => ({
      label: value,
      kind: 'value',
      newText: value,
      detail: field.name,
      documentation: '',
      required: false,
    }));
}
