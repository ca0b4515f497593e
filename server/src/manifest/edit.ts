import { splitPath } from '../rules/field-path';
import type { ArrayValue, ObjectValue, Span, Value } from './value';

/**
 * Edits of a manifest's text by field path, in block and flow YAML and in JSON. Every function gives the edits of one
 * change; they don't overlap. None are given where the place is not in the text as such (it came by an alias or a
 * merge key) or where an anchor would go that is used elsewhere: then there is no edit that keeps the rest as it is.
 */
export interface Edit extends Span {
  readonly newText: string;
}

/** What a replaced value may be: as JSON, without numbers that YAML would write another way. */
export type Replacement = string | number | boolean | { readonly [key: string]: Replacement };

/** One step from the root towards a value: the entry's own span begins at its key, or at the item itself. */
interface Step {
  readonly container: ObjectValue | ArrayValue;
  readonly entry: Entry;
}

interface Entry extends Span {
  readonly keySpan: Span | undefined;
  readonly value: Value;
}

/** Takes a field away with its value; of an object that has nothing else `{}` is left. */
export function removeMember(text: string, root: Value, path: string): Edit[] {
  return removeLast(text, trace(text, root, path), 'object');
}

/** Takes an item out of its list; the last one takes the list's own field with it. */
export function removeItem(text: string, root: Value, path: string): Edit[] {
  return removeLast(text, trace(text, root, path), 'array');
}

/** Gives a field another name, in the quotes that the old one had. */
export function renameKey(text: string, root: Value, path: string, newKey: string): Edit[] {
  const span = trace(text, root, path)?.at(-1)?.entry.keySpan;
  if (span === undefined) {
    return [];
  }
  const quote = text[span.start];
  const newText = quote === '"' ? JSON.stringify(newKey) : quote === "'" ? `'${newKey}'` : newKey;
  return [{ start: span.start, end: span.end, newText }];
}

/** Gives a field or an item another value, written in the style of its place. */
export function replaceValue(text: string, root: Value, path: string, replacement: Replacement): Edit[] {
  const steps = trace(text, root, path);
  const step = steps?.at(-1);
  if (steps === undefined || step === undefined || dropsAnchor(text, step.entry)) {
    return [];
  }
  const { keySpan, value } = step.entry;
  if (isFlow(text, steps) || keySpan === undefined) {
    return [{ start: value.start, end: value.end, newText: writeFlow(replacement) }];
  }
  const colon = text.indexOf(':', keySpan.end);
  const ownLine = value.end > value.start && lineStart(text, value.start) > colon;
  // A comment behind the key stays there when the value has lines of its own.
  const start = ownLine ? lineEnd(text, colon) : colon + 1;
  const end = Math.max(colon + 1, step.entry.end);
  if (typeof replacement !== 'object') {
    return [{ start: colon + 1, end, newText: ` ${writeScalar(replacement)}` }];
  }
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = ' '.repeat(keySpan.start - lineStart(text, keySpan.start) + 2);
  return [{ start, end, newText: writeBlock(replacement, indent, eol) }];
}

function removeLast(text: string, steps: readonly Step[] | undefined, kind: 'object' | 'array'): Edit[] {
  const step = steps?.at(-1);
  if (steps === undefined || step?.container.kind !== kind) {
    return [];
  }
  const edit = removeEntry(text, steps);
  return edit === undefined || dropsAnchor(text, edit) ? [] : [edit];
}

function removeEntry(text: string, steps: readonly Step[]): Edit | undefined {
  const step = steps.at(-1);
  if (step === undefined) {
    return undefined;
  }
  const { container, entry } = step;
  const siblings = entriesOf(text, container);
  const position = siblings?.findIndex((sibling) => sibling.start === entry.start) ?? -1;
  if (siblings === undefined || position < 0) {
    return undefined;
  }
  if (siblings.length === 1) {
    return container.kind === 'array' ? removeEntry(text, steps.slice(0, -1)) : emptyObject(text, steps, entry);
  }
  const before = siblings[position - 1];
  const after = siblings[position + 1];
  if (isFlow(text, [step])) {
    if (after !== undefined) {
      return { start: entry.start, end: after.start, newText: '' };
    }
    return before === undefined ? undefined : { start: before.end, end: entry.end, newText: '' };
  }
  const start = container.kind === 'array' ? dashBefore(text, entry.start) : entry.start;
  const next = after === undefined || container.kind === 'object' ? after?.start : dashBefore(text, after.start);
  const rest = /[^\r\n]*/y;
  rest.lastIndex = entry.end;
  if (start === undefined || !/^[ \t]*(#.*)?$/.test(rest.exec(text)?.[0] ?? '')) {
    return undefined;
  }
  return removeLines(text, start, entry.end, next);
}

/** Whole lines where the entry has them; behind the dash of an item the next entry takes its place. */
function removeLines(text: string, start: number, end: number, next: number | undefined): Edit | undefined {
  const line = lineStart(text, start);
  const prefix = text.slice(line, start);
  if (/^[ \t]*$/.test(prefix)) {
    return { start: line, end: nextLine(text, end), newText: '' };
  }
  if (next === undefined || !/^[ \t-]*$/.test(prefix)) {
    return undefined;
  }
  if (text.slice(end, next).includes('#')) {
    // The comments between stay: a dash may stand alone on its line.
    return { start: line + prefix.trimEnd().length, end: lineEnd(text, end), newText: '' };
  }
  return { start, end: next, newText: '' };
}

/** The only member goes: `key: {}`, so that the key keeps an object. */
function emptyObject(text: string, steps: readonly Step[], entry: Entry): Edit {
  const step = steps.at(-1);
  if (step !== undefined && isFlow(text, [step])) {
    return { start: step.container.start + 1, end: step.container.end - 1, newText: '' };
  }
  const key = steps.at(-2)?.entry.keySpan;
  const colon = key === undefined ? -1 : text.indexOf(':', key.end);
  const alone = colon >= 0 && /^:\s*$/.test(text.slice(colon, entry.start));
  return alone
    ? { start: colon + 1, end: entry.end, newText: ' {}' }
    : { start: entry.start, end: entry.end, newText: '{}' };
}

/** The steps to a value, or undefined where one of them is not in the text at its place. */
function trace(text: string, root: Value, path: string): Step[] | undefined {
  const steps: Step[] = [];
  let value = root;
  for (const name of splitPath(path)) {
    if (value.kind !== 'object' && value.kind !== 'array') {
      return undefined;
    }
    const container: ObjectValue | ArrayValue = value;
    const child =
      container.kind === 'array'
        ? container.items[Number(name)]
        : container.members.find((member) => member.key === String(name))?.value;
    const entry = entriesOf(text, container)?.find((candidate) => candidate.value === child);
    if (child === undefined || entry === undefined) {
      return undefined;
    }
    steps.push({ container, entry });
    value = child;
  }
  return steps;
}

/** A container's entries in the order of the text; undefined where one does not stand inside it. */
function entriesOf(text: string, container: ObjectValue | ArrayValue): Entry[] | undefined {
  const entries: Entry[] =
    container.kind === 'array'
      ? container.items.map((value) => entryOf(text, undefined, value))
      : container.members.map((member) => entryOf(text, member.keySpan, member.value));
  entries.sort((a, b) => a.start - b.start);
  let reached = container.start;
  for (const entry of entries) {
    const { keySpan, value } = entry;
    const apart = keySpan !== undefined && value.end > value.start && value.start < keySpan.end;
    if (entry.start < reached || entry.end > container.end || apart) {
      return undefined;
    }
    reached = entry.end;
  }
  return entries;
}

function entryOf(text: string, keySpan: Span | undefined, value: Value): Entry {
  const start = keySpan?.start ?? value.start;
  let end = Math.max(keySpan?.end ?? start, value.end);
  // A block's span may reach to the line behind it.
  const least = keySpan?.end ?? start;
  while (end > least && /\s/.test(text[end - 1] ?? '')) {
    end--;
  }
  if (keySpan !== undefined && end === keySpan.end) {
    // No value: the colon belongs to the key.
    const colon = /[ \t]*:/y;
    colon.lastIndex = end;
    end += colon.exec(text)?.[0].length ?? 0;
  }
  return { start, end, keySpan, value };
}

/** Whether one of the containers on the way is written with brackets, as all are in JSON. */
function isFlow(text: string, steps: readonly Step[]): boolean {
  return steps.some(({ container }) => {
    const first = text[container.start];
    return container.kind === 'array' ? first === '[' : first === '{';
  });
}

function dashBefore(text: string, position: number): number | undefined {
  let at = position - 1;
  while (at >= 0 && /\s/.test(text[at] ?? '')) {
    at--;
  }
  return text[at] === '-' && /^\s?$/.test(text[at - 1] ?? '') ? at : undefined;
}

/** Whether a span holds an anchor that an alias outside it needs. */
function dropsAnchor(text: string, { start, end }: Span): boolean {
  for (const [, name] of text.slice(start, end).matchAll(/&([^\s,[\]{}]+)/g)) {
    if (text.slice(0, start).includes(`*${name}`) || text.slice(end).includes(`*${name}`)) {
      return true;
    }
  }
  return false;
}

function lineStart(text: string, position: number): number {
  return Math.max(text.lastIndexOf('\n', position - 1), text.lastIndexOf('\r', position - 1)) + 1;
}

function lineEnd(text: string, position: number): number {
  const rest = /[^\r\n]*/y;
  rest.lastIndex = position;
  return position + (rest.exec(text)?.[0].length ?? 0);
}

function nextLine(text: string, position: number): number {
  const end = lineEnd(text, position);
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
}

function writeFlow(replacement: Replacement): string {
  if (typeof replacement !== 'object') {
    return JSON.stringify(replacement);
  }
  const members = Object.entries(replacement).map(([key, value]) => `${JSON.stringify(key)}: ${writeFlow(value)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** Lines that each begin with a line break: they follow a key. */
function writeBlock(replacement: { readonly [key: string]: Replacement }, indent: string, eol: string): string {
  const lines = Object.entries(replacement).map(([key, value]) =>
    typeof value === 'object'
      ? `${eol}${indent}${key}:${writeBlock(value, `${indent}  `, eol)}`
      : `${eol}${indent}${key}: ${writeScalar(value)}`,
  );
  return lines.length === 0 ? ' {}' : lines.join('');
}

/** Plain where no YAML reads it as anything but this string; else in quotes, which JSON's are. */
function writeScalar(value: string | number | boolean): string {
  const plain = typeof value === 'string' && /^[A-Za-z/][\w/.-]*$/.test(value);
  return plain && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(value) ? value : JSON.stringify(value);
}
