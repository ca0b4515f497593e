import { AliasTrace } from './alias-trace';
import { Builder } from './build';
import { composeDocument } from './compose';
import { findExtraDocuments } from './documents';
import { isJsonText, parseJson } from './json';
import { buildPlainBlock } from './plain-block';
import { findReadLimit } from './read-limit';
import { Scanner } from './scanner';
import type { YamlProblem } from './token';
import type { Span, Value } from './value';

/** Why the kubelet can't read the text. */
export interface TextError extends Span {
  /** YAML is refused when it is turned into JSON, JSON and too deep nesting only when that is decoded. */
  readonly stage: 'yaml' | 'decode';
  readonly message: string;
}

/** A key that an object holds more than once; the kubelet keeps the last without a word. */
export interface DuplicateKey extends Span {
  readonly path: string;
  readonly key: string;
}

/** A plain scalar that YAML 1.1, as go-yaml v2 reads it, turns into something else than its letters say. */
export interface BentScalar extends Span {
  readonly path: string;
  readonly source: string;
  /** What the kubelet reads, as JSON. */
  readonly json: string;
}

/**
 * A manifest's text as the kubelet reads it. Exactly one of `root` and `error` decides the kubelet's `yaml` stage:
 * with `error` set the kubelet refuses the text, and `root` is what could be saved of it for the editor's features.
 */
export interface ParsedText {
  readonly format: 'yaml' | 'json';
  readonly root: Value | undefined;
  readonly error: TextError | undefined;
  /** What follows the first document: the kubelet drops it. */
  readonly extraDocuments: readonly Span[];
  /** Each place whose value is lost; the member that is kept is not told. */
  readonly duplicateKeys: readonly DuplicateKey[];
  readonly bentScalars: readonly BentScalar[];
}

/** encoding/json's and sigs.k8s.io/json's maxNestingDepth. */
export const maxJsonDepth = 10_000;

/**
 * Reads a manifest as the kubelet does: JSON if it starts with a brace (k8s.io/apimachinery/pkg/util/yaml/decoder.go,
 * v0.37: `ToJSON`), else YAML. `malformedAt` is where octets that are no UTF-8 begin, if the text came from such.
 * Never throws; a text without any value has `root` null, as the kubelet sees it.
 */
export function parseText(text: string, malformedAt?: number): ParsedText {
  return isJsonText(text) ? parseJson(text) : parseYaml(text, malformedAt);
}

function parseYaml(text: string, malformedAt: number | undefined): ParsedText {
  const quick = new Builder(true);
  const isPlain = malformedAt === undefined && buildPlainBlock(text, quick);
  const { builder, error, rest } = isPlain
    ? { builder: quick, error: quick.error ?? quick.findUnwritable(), rest: text.length }
    : composeYaml(text, malformedAt);
  const root = builder.root ?? (error === undefined ? { kind: 'null' as const, start: 0, end: 0 } : undefined);
  return {
    format: 'yaml',
    root,
    error: error === undefined ? tooDeep(builder.height, root) : toTextError(error, text),
    extraDocuments: error === undefined ? findExtraDocuments(text, rest) : [],
    duplicateKeys: builder.duplicateKeys,
    bentScalars: builder.bentScalars,
  };
}

/** A first document, read: `rest` is where the kubelet stops looking at the text. */
export interface ReadYaml {
  readonly builder: Builder;
  readonly error: YamlProblem | undefined;
  readonly rest: number;
}

/**
 * With so many aliases no node is decoded more than 64 times, each of them doubling what it stands in; the decoder gives
 * up beyond 100.
 */
const harmlessAliases = 6;

/** Any YAML at all, by the rules of go-yaml v2. */
export function composeYaml(text: string, malformedAt: number | undefined): ReadYaml {
  const limit = findReadLimit(text, malformedAt);
  // A bomb is known before one of its aliases is followed.
  if (countAsterisks(text) > harmlessAliases) {
    const trace = new AliasTrace();
    const builder = new Builder(false, trace);
    const { error, rest } = composeDocument(new Scanner(text, limit), builder);
    if (trace.isExcessive()) {
      const problem = 'document contains excessive aliasing';
      const start = Math.max(text.search(/[\s[{:,]\*/) + 1, 0);
      const message = `Aliases blow this text up beyond all measure (${problem}).`;
      const excess = { problem, message, start, end: start + 1 };
      return { builder, error: builder.aliasError ?? error ?? builder.error ?? excess, rest };
    }
  }
  const builder = new Builder(true);
  const { error, rest } = composeDocument(new Scanner(text, limit), builder);
  return { builder, error: builder.aliasError ?? error ?? builder.error ?? builder.findUnwritable(), rest };
}

function countAsterisks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('*'); at >= 0 && count <= harmlessAliases; at = text.indexOf('*', at + 1)) {
    count++;
  }
  return count;
}

function toTextError({ message, start, end }: YamlProblem, text: string): TextError {
  const from = Math.min(start, text.length);
  return { stage: 'yaml', message, start: from, end: Math.min(Math.max(end, from), text.length) };
}

function tooDeep(height: number, root: Value | undefined): TextError | undefined {
  if (height <= maxJsonDepth || root === undefined) {
    return undefined;
  }
  const message = `The text is nested more than ${maxJsonDepth} levels deep (exceeded max depth).`;
  return { stage: 'decode', message, start: root.start, end: Math.min(root.start + 1, root.end) };
}
