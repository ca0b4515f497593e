import type { ParsedText } from '../manifest/parse';
import type { ObjectValue, Span, Value } from '../manifest/value';
import { index as itemPath, type FieldPath } from '../rules/field-path';
import type { Target } from '../rules/rule';
import { readTypeMeta } from './type-meta';
import { StructDecoder } from './decode-struct';
import { setDefaults, type Mutable, type NewPod } from './default';
import { isKnownKind, podStatusResult } from './kinds';
import type { Pod } from './pod-types';
import { structShapes } from './shape';
import { toStaticPod } from './static-pod';

/** A value whose type the Pod type does not take: json: cannot unmarshal … */
export interface TypeMismatch extends Span {
  readonly path: string;
  readonly message: string;
}

/** A field that the kubelet of the target version drops without a word. */
export interface UnknownField extends Span {
  readonly path: string;
  readonly key: string;
  /** Fields that the type has at this place in the target version. */
  readonly known: readonly string[];
  /** Where the field exists in another version: the first minor that has it, or the last that had it. */
  readonly since?: number;
  readonly until?: number;
  /** The field nearby that takes the value as it is: `spec.hostNetwork` for one that slipped into a container. */
  readonly belongs?: FieldPath;
}

/** One Pod of a manifest. */
export interface DecodedPod {
  /** Where it is in the manifest: '' or `items[0]`. */
  readonly path: FieldPath;
  /** As the kubelet validates it: defaulted, with the node's name as a suffix. */
  readonly pod: Pod;
  /** As the kubelet's config hash covers it, before its own defaults; `canonicalForm` reads it. */
  readonly hashed: Pod;
  /** The integers of `hashed` beyond what a number holds exactly, in order: `spec.terminationGracePeriodSeconds=9223…`. */
  readonly wideIntegers: readonly string[];
  readonly nameMissing: boolean;
}

export interface DecodedManifest {
  readonly apiVersion: string | undefined;
  readonly kind: string | undefined;
  /** Stage `decode`: the kubelet stops at the first; all that can be told are here. Empty when it decodes. */
  readonly mismatches: readonly TypeMismatch[];
  readonly unknownFields: readonly UnknownField[];
  /** Stage `kind`: it decodes, but not into what the kubelet takes from this source. */
  readonly kindRefused: boolean;
  /** Stage `name`: a Pod that decodes, without `metadata.name`. */
  readonly nameMissing: boolean;
  /**
   * Decoded and defaulted; undefined where the kind does not allow one. Where `mismatches` is not empty it is the
   * sound rest, without the values that do not decode: references are still found in it, validation is not run. Of a
   * PodList the first.
   */
  readonly pod: Pod | undefined;
  /** All Pods: more or fewer than one only in a PodList from a URL. */
  readonly pods: readonly DecodedPod[];
}

/**
 * Decodes a manifest's values as the kubelet of the target version does (pkg/kubelet/config/common.go, v1.31 to v1.37:
 * the universal decoder, defaulting, conversion, then the kubelet's own defaults). Never throws.
 */
export function decodeManifest(root: Value, target: Target, format: ParsedText['format'] = 'yaml'): DecodedManifest {
  const meta = readTypeMeta(root, target.minor, format);
  const { apiVersion, kind } = meta;
  const decoder = new StructDecoder(target.minor);
  const what = meta.version === 'v1' && kind !== undefined && isKnownKind(kind, target.minor) ? kind : undefined;
  const none = { apiVersion, kind, kindRefused: false, nameMissing: false, pod: undefined, pods: [] };
  // An object of an unknown kind that looks like a Pod is still read as one, for what can be said of its fields.
  const object = root.kind === 'object' ? root : undefined;
  if (meta.version === '__internal') {
    // Kubernetes' own Go structs: nothing of a manifest has a place in them, so that not even a Pod has a name.
    return { ...none, mismatches: [], unknownFields: [], kindRefused: kind !== 'Pod', nameMissing: kind === 'Pod' };
  }
  if (object === undefined || (what === undefined && !meta.isGuessed)) {
    return { ...none, mismatches: meta.mismatches, unknownFields: [] };
  }
  const isList = what === 'PodList' && target.source === 'http';
  if (what !== undefined && what !== 'Pod' && !isList) {
    decodeOther(object, what, target, decoder);
    return { ...none, mismatches: decoder.mismatches, unknownFields: [], kindRefused: true };
  }
  const pods = isList ? decodePodList(object, target, decoder) : [decodePod(object, '', target, decoder)];
  return {
    apiVersion,
    kind,
    mismatches: [...meta.mismatches, ...decoder.mismatches],
    unknownFields: decoder.unknownFields,
    kindRefused: false,
    nameMissing: meta.mismatches.length === 0 && pods.some(({ nameMissing }) => nameMissing),
    pod: pods[0]?.pod,
    pods,
  };
}

function decodePod(value: ObjectValue, path: FieldPath, target: Target, decoder: StructDecoder): DecodedPod {
  const before = decoder.wideIntegers.length;
  const decoded = decoder.members(value, structShapes(target.minor)('Pod'), path) as Mutable<Pod>;
  const { metadata = {}, spec = {}, status = {} } = decoded;
  const hashed: NewPod = { ...decoded, metadata, spec, status };
  setDefaults(hashed, target.minor);
  const wideIntegers = keepPresent(decoder.wideIntegers.slice(before), path, hashed);
  return { path, pod: toStaticPod(hashed, target), hashed, wideIntegers, nameMissing: !hashed.metadata.name };
}

/** Those that no equal key behind them and no default has replaced. */
function keepPresent(integers: readonly string[], path: FieldPath, pod: Pod): readonly string[] {
  if (integers.length === 0) {
    return integers;
  }
  const last = new Map(integers.map((integer) => integer.slice(path.length).split('=') as [string, string]));
  return [...last].filter(([at, literal]) => valueAt(pod, at) === Number(literal)).map((pair) => pair.join('='));
}

function valueAt(pod: Pod, path: FieldPath): unknown {
  const names = path.split(/[.[\]]+/).filter((name) => name !== '');
  return names.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], pod);
}

function decodePodList(value: ObjectValue, target: Target, decoder: StructDecoder): DecodedPod[] {
  const shapeOf = structShapes(target.minor);
  decoder.members(withoutItems(value), shapeOf('PodList'), '');
  const items = value.members.find(({ key }) => key === 'items');
  if (items === undefined || items.value.kind === 'null') {
    return [];
  }
  if (items.value.kind !== 'array') {
    decoder.refuseList('items', items.value, items.keySpan, false);
    return [];
  }
  const empty: ObjectValue = { kind: 'object', start: items.value.start, end: items.value.end, members: [] };
  return items.value.items.map((item, i) => {
    const path = itemPath('items', i);
    if (item.kind !== 'object' && item.kind !== 'null') {
      decoder.struct(item, shapeOf('Pod'), path, undefined);
    }
    return decodePod(item.kind === 'object' ? item : empty, path, target, decoder);
  });
}

function withoutItems(value: ObjectValue): ObjectValue {
  return { ...value, members: value.members.filter(({ key }) => key !== 'items') };
}

/** What is refused for its kind must decode first. */
function decodeOther(value: ObjectValue, kind: string, target: Target, decoder: StructDecoder): void {
  const shapeOf = structShapes(target.minor);
  if (kind === podStatusResult) {
    const members = value.members.filter(({ key }) => key !== 'spec');
    decoder.members({ ...value, members }, shapeOf('Pod'), '');
  } else {
    decoder.members(value, shapeOf(kind), '');
  }
}
