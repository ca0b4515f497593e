import { isDeepStrictEqual } from 'node:util';
import {
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parse,
  parseDocument,
  type Document,
  type Pair,
  type YAMLMap,
} from 'yaml';

/** As a kubelet's configuration file is read: duplicate keys are for the kubelet to complain of. */
const reading = { version: '1.1', uniqueKeys: false, logLevel: 'error' } as const;

export interface ConfiguredValue {
  /** As text; a value that is no scalar as JSON. '' for null. */
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

/** The file can't be read as a configuration, or can't be changed without touching more than was asked. */
export class ConfigurationEditError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConfigurationEditError';
  }
}

/** A top-level field of a configuration file; undefined where it is not there. */
export function findTopLevel(text: string, key: string): ConfiguredValue | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...reading, lineCounter: lines });
  const map = isMap(document.contents) ? document.contents : undefined;
  const own = map === undefined ? undefined : findPair(map, key);
  // What an anchor's fields bring along counts where the map has no field of its own.
  const pair = own ?? (map === undefined ? undefined : findMerge(map, document, key));
  const start = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
  if (pair === undefined || start === undefined) {
    return undefined;
  }
  const all = own === undefined ? (document.toJS() as Record<string, unknown>) : {};
  const value: unknown = own === undefined ? all[key] : isNode(own.value) ? own.value.toJS(document) : undefined;
  const told = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value ?? null);
  return { value: told === 'null' ? '' : told, line: lines.linePos(start).line };
}

/**
 * The text with one top-level field set, or taken out (undefined); every other byte stays. JSON and flow style are
 * understood too. Throws ConfigurationEditError.
 */
export function setTopLevel(text: string, key: string, value: unknown): string {
  const document = parseDocument(text, reading);
  const [error] = document.errors;
  if (error !== undefined) {
    const isSeveral = error.code === 'MULTIPLE_DOCS';
    throw new ConfigurationEditError(
      isSeveral
        ? 'it holds several documents, of which the kubelet reads one: leave only that'
        : `it is no YAML: ${error.message.split('\n')[0] ?? ''}`,
    );
  }
  if (!isMap(document.contents) && !isNothing(document)) {
    throw new ConfigurationEditError('it holds no fields: it must be a KubeletConfiguration');
  }
  const edited = edit(text, document, key, value);
  const before = (parse(text, reading) ?? {}) as Record<string, unknown>;
  const expected = Object.fromEntries([
    ...Object.entries(before).filter(([name]) => name !== key),
    ...(value === undefined ? [] : [[key, value] as const]),
  ]);
  if (!isDeepStrictEqual(readBack(edited), expected)) {
    throw new ConfigurationEditError(
      `\`${key}\` can't be changed there without changing something else: edit the file by hand`,
    );
  }
  return edited;
}

/** A text without a document, or with one that says nothing. */
function isNothing({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && contents.source === '');
}

/** Undefined for what is no YAML any more. */
function readBack(text: string): unknown {
  const document = parseDocument(text, reading);
  return document.errors.length > 0 ? undefined : ((document.toJS() as unknown) ?? {});
}

function edit(text: string, document: Document, key: string, value: unknown): string {
  const map = isMap(document.contents) ? document.contents : null;
  const pairs = map === null ? [] : map.items.filter((pair) => isScalar(pair.key) && pair.key.value === key);
  const [last] = pairs.slice(-1);
  if (value === undefined) {
    // From the end, so that the offsets of the others stay true.
    return [...pairs].reverse().reduce((rest, pair) => removePair(rest, pair, map?.flow === true), text);
  }
  const written = formatValue(value, map?.flow === true && text.trimStart().startsWith('{'));
  return last === undefined ? addPair(text, document, key, written) : replaceValue(text, last, written);
}

function replaceValue(text: string, pair: Pair, written: string): string {
  const range = isNode(pair.value) ? pair.value.range : undefined;
  const keyEnd = endOfKey(text, pair);
  // An empty value has a place, but none behind the colon's space.
  if (range == null || range[0] === range[1]) {
    return `${text.slice(0, keyEnd)} ${written}${text.slice(keyEnd)}`;
  }
  const isBlock = /\n/.test(text.slice(keyEnd, range[0]));
  const from = isBlock ? keyEnd : range[0];
  // A block collection's range ends with its last line's end.
  const end = text.slice(0, range[1]).replace(/\s+$/, '').length;
  return `${text.slice(0, from)}${isBlock ? ' ' : ''}${written}${text.slice(end)}`;
}

/** Behind the colon. */
function endOfKey(text: string, pair: Pair): number {
  const end = isNode(pair.key) ? (pair.key.range?.[1] ?? 0) : 0;
  return text.indexOf(':', end) + 1;
}

function addPair(text: string, document: Document, key: string, written: string): string {
  const map = isMap(document.contents) ? document.contents : null;
  const start = map?.range?.[0];
  if (map?.flow === true && start !== undefined) {
    const open = start + 1;
    const space = /^\s*/.exec(text.slice(open))?.[0] ?? '';
    const quoted = text.trimStart().startsWith('{') ? JSON.stringify(key) : key;
    const comma = map.items.length === 0 ? '' : ',';
    return `${text.slice(0, open)}${space}${quoted}: ${written}${comma}${map.items.length === 0 ? '' : space || ' '}${text.slice(open + space.length)}`;
  }
  const [first] = map?.items ?? [];
  const keyStart = isNode(first?.key) ? (first.key.range?.[0] ?? 0) : 0;
  const indent = ' '.repeat(keyStart - (text.lastIndexOf('\n', keyStart - 1) + 1));
  // A document's end.
  const after = map?.range?.[1] ?? 0;
  const mark = /^\.\.\.(\s|$)/m.exec(text.slice(after));
  const end = mark === null || map === null ? text.length : after + mark.index;
  const head = text.slice(0, end);
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const newline = head === '' || head.endsWith('\n') ? '' : lineEnd;
  return `${head}${newline}${indent}${key}: ${written}${lineEnd}${text.slice(end)}`;
}

function removePair(text: string, pair: Pair, flow: boolean): string {
  const start = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
  const valueEnd = isNode(pair.value) ? (pair.value.range?.[1] ?? 0) : 0;
  const end = Math.max(text.slice(0, Math.max(valueEnd, endOfKey(text, pair))).trimEnd().length, endOfKey(text, pair));
  if (flow) {
    const comma = /^\s*,\s*/.exec(text.slice(end))?.[0];
    if (comma !== undefined) {
      return text.slice(0, start) + text.slice(end + comma.length);
    }
    const before = /,\s*$/.exec(text.slice(0, start));
    return text.slice(0, before?.index ?? start) + text.slice(end);
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  return text.slice(0, lineStart) + (lineEnd === -1 ? '' : text.slice(lineEnd + 1));
}

function findPair(map: YAMLMap, key: string): Pair | undefined {
  return map.items.filter((pair) => isScalar(pair.key) && pair.key.value === key).at(-1);
}

/** The `<<` of a map that has a field by it. */
function findMerge(map: YAMLMap, document: Document, key: string): Pair | undefined {
  const all: unknown = document.errors.length > 0 ? {} : document.toJS();
  return typeof all === 'object' && all !== null && key in all
    ? map.items.find((pair) => isScalar(pair.key) && pair.key.source === '<<')
    : undefined;
}

/** Plain where both YAML versions read it back as the same text; else as JSON, which is YAML too. */
function formatValue(value: unknown, json: boolean): string {
  if (json || typeof value !== 'string') {
    return JSON.stringify(value);
  }
  const isPlain =
    /^[\w/.][\w/.:@%+=,~?&-]*$/.test(value) &&
    !value.endsWith(':') &&
    (['1.1', '1.2'] as const).every((version) => parse(value, { version, logLevel: 'silent' }) === value);
  return isPlain ? value : JSON.stringify(value);
}
