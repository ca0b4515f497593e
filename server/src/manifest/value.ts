/**
 * The tree of values that the kubelet sees in a manifest, after YAML became JSON
 * (pkg/kubelet/config/common.go, v1.37: `ToJSON`), each with its place in the text.
 *
 * Kinds are JSON's, because JSON is what the kubelet decodes into a Pod. Offsets are
 * UTF-16 code units from the start of the text; `end` is exclusive.
 */
export type Value = NullValue | BooleanValue | NumberValue | StringValue | ArrayValue | ObjectValue;

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface NullValue extends Span {
  readonly kind: 'null';
}

export interface BooleanValue extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** `literal` is the JSON number that the kubelet's decoder reads, so 017 in YAML has the literal "15". */
export interface NumberValue extends Span {
  readonly kind: 'number';
  readonly literal: string;
}

export interface StringValue extends Span {
  readonly kind: 'string';
  readonly value: string;
  /** JSON's own letters between the quotes, where escapes or white space make them matter: Go reads quantities from these. */
  readonly written?: string;
}

export interface ArrayValue extends Span {
  readonly kind: 'array';
  readonly items: readonly Value[];
  /** JSON only: the text from bracket to bracket, which raw fields keep as it is. */
  readonly written?: string;
}

/** Of several members with one key only the last is here, as the kubelet keeps it; in JSON, merged with those before. */
export interface ObjectValue extends Span {
  readonly kind: 'object';
  readonly members: readonly Member[];
  /** JSON only, as in an array. */
  readonly written?: string;
}

export interface Member {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Value;
  /** JSON only: all values under this key, where there are several. Go decodes one after the other into the same place. */
  readonly written?: readonly Value[];
}
