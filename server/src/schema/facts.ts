import podFacts from './pod-facts.json';

/**
 * Kubernetes minor versions, both inclusive: `since` 34 and `until` 36 is 1.34, 1.35 and 1.36. Absent where they would
 * name the oldest or the newest release that the facts were read from.
 */
export interface FactSpan {
  readonly since?: number;
  readonly until?: number;
}

/**
 * The JSON forms that have no members of their own. `quantity`, `intOrString`, `time`, `microTime` and `duration` are
 * apimachinery's types with their own unmarshalling; `bytes` is base64 text; `raw` is any JSON.
 */
const LEAF_KINDS = [
  'string',
  'bool',
  'int32',
  'int64',
  'float64',
  'quantity',
  'intOrString',
  'time',
  'microTime',
  'duration',
  'bytes',
  'raw',
] as const;

export type LeafKind = (typeof LEAF_KINDS)[number];

/** One JSON member of a type of the Pod, from the Go source of k8s.io/api. */
export interface FieldFact extends FactSpan {
  readonly name: string;
  /** A {@link LeafKind}, else the name of a type that {@link PodType.fields} knows: of the element where `shape` is set. */
  readonly type: string;
  /** A JSON array, or a JSON object with free keys; absent for one value. */
  readonly shape?: 'list' | 'map';
  /** The Go name of a leaf with a type of its own, as it stands in the decoder's errors (`v1.Protocol`): of a list its element's, of a map the map's own. Also the key of its constants. */
  readonly named?: string;
  /** The embedded Go struct that brings the member, such as VolumeSource; the JSON knows no difference. */
  readonly inline?: string;
  /** A Go pointer: `null` and an absent member are one, and differ from the zero value. */
  readonly pointer?: boolean;
  /** What the API documentation calls required. The decoder asks for nothing, and validation asks for more and less. */
  readonly required?: boolean;
  /** The API's documented default, where the source carries it as a marker. */
  readonly default?: string | number | boolean;
  /** The feature gate that the newest release names at the member. */
  readonly gate?: string;
  readonly deprecated?: boolean;
}

export interface ConstantFact extends FactSpan {
  readonly value: string;
}

/** The constants of a Go string type. */
export interface ConstantsFact {
  /** The source marks the type as an enumeration: no other value is meant. Validation is the judge all the same. */
  readonly closed?: boolean;
  readonly values: readonly ConstantFact[];
}

/** The shape of pod-facts.json, which `npm run facts` writes. */
export interface FactsFile {
  /** Full releases, oldest first, one a minor: `1.31.14`. */
  readonly releases: readonly string[];
  readonly types: Readonly<Record<string, readonly FieldFact[]>>;
  readonly enums: Readonly<Record<string, ConstantsFact>>;
}

// The compiler infers a union of some hundred literal shapes from the JSON; the Go tool's own test holds the file to
// this interface, and so does test/unit/schema/facts.test.ts.
const facts = podFacts as unknown as FactsFile;

const leafKinds: ReadonlySet<string> = new Set(LEAF_KINDS);

export function isLeafKind(type: string): type is LeafKind {
  return leafKinds.has(type);
}

/** The minor versions that the facts cover, oldest first: 31 … 37. */
export const KUBERNETES_MINORS: readonly number[] = facts.releases.map((release) => Number(release.split('.')[1]));

export function holdsIn(span: FactSpan, minor: number): boolean {
  return (span.since ?? 0) <= minor && minor <= (span.until ?? Infinity);
}

/** The Pod type as one Kubernetes minor version has it. */
export interface PodType {
  readonly minor: number;
  /** The members of a type by JSON name, in the Go struct's order; empty for a type that this version lacks. */
  fields(type: string): ReadonlyMap<string, FieldFact>;
  /** The constants of a Go string type in this version; undefined for a type that has none. */
  constants(named: string): { readonly closed: boolean; readonly values: readonly string[] } | undefined;
}

/** Takes any minor: one that the facts do not cover is read as the nearest that they do. */
export function podTypeOf(minor: number): PodType {
  const nearest = Math.min(Math.max(minor, KUBERNETES_MINORS[0] ?? minor), KUBERNETES_MINORS.at(-1) ?? minor);
  const byType = new Map<string, ReadonlyMap<string, FieldFact>>();
  return {
    minor: nearest,
    fields(type) {
      let fields = byType.get(type);
      if (fields === undefined) {
        const all = Object.hasOwn(facts.types, type) ? (facts.types[type] ?? []) : [];
        fields = new Map(all.filter((field) => holdsIn(field, nearest)).map((field) => [field.name, field]));
        byType.set(type, fields);
      }
      return fields;
    },
    constants(named) {
      const fact = Object.hasOwn(facts.enums, named) ? facts.enums[named] : undefined;
      if (fact === undefined) return undefined;
      const values = fact.values.filter((value) => holdsIn(value, nearest)).map(({ value }) => value);
      return { closed: fact.closed === true, values };
    },
  };
}

/** What the facts say of a member in every version: more than one entry where its Go type changed, none if no version has it. */
export function fieldHistory(type: string, name: string): readonly FieldFact[] {
  if (!isFieldName(name)) {
    return [];
  }
  const all = Object.hasOwn(facts.types, type) ? (facts.types[type] ?? []) : [];
  return all.filter((field) => field.name === name);
}

let fieldNames: ReadonlySet<string> | undefined;

/** Whether a type of any version has a member of this name. */
export function isFieldName(name: string): boolean {
  fieldNames ??= new Set(Object.values(facts.types).flatMap((fields) => fields.map((field) => field.name)));
  return fieldNames.has(name);
}
