import type { Member, ObjectValue, Span, Value } from '../manifest/value';
import type { TypeMismatch } from './decode';
import { describe } from './leaf';
import { isKnownKind, unversionedKinds } from './kinds';

/** `apiVersion` and `kind` as the decoder looks at them before anything else. */
export interface TypeMeta {
  readonly apiVersion: string | undefined;
  readonly kind: string | undefined;
  /** `v1` for the group of Pods, `__internal` for the one nobody means, else undefined. */
  readonly version: string | undefined;
  readonly mismatches: readonly TypeMismatch[];
  /** The decoder refuses it, but it looks like a Pod whose apiVersion or kind is miswritten. */
  readonly isGuessed: boolean;
}

/** apimachinery's SimpleMetaFactory.Interpret and the registry of kinds after it (v0.31 to v0.37). */
export function readTypeMeta(root: Value, minor: number, format: 'yaml' | 'json'): TypeMeta {
  if (root.kind !== 'object') {
    const what = root.kind === 'null' ? 'nothing' : describe(root);
    const end = Math.min(root.end, root.start + 1);
    const message = `A manifest is an object with \`apiVersion\`, \`kind\` and \`metadata\`: this is ${what}.`;
    const mismatch = { path: 'kind', message, start: root.start, end: Math.max(end, root.start) };
    return { apiVersion: undefined, kind: undefined, version: undefined, mismatches: [mismatch], isGuessed: false };
  }
  const kind = readName(root, 'kind', format);
  const apiVersion = readName(root, 'apiVersion', format);
  const wrong = [kind.mismatch, apiVersion.mismatch].filter((mismatch) => mismatch !== undefined);
  const isGuessed = looksLikePod(root);
  if (wrong.length > 0) {
    return { apiVersion: apiVersion.value, kind: kind.value, version: undefined, mismatches: wrong, isGuessed };
  }
  const { version, mismatch } = judge(root, minor, apiVersion, kind);
  const mismatches = mismatch === undefined ? [] : [mismatch];
  return { apiVersion: apiVersion.value, kind: kind.value, version, mismatches, isGuessed };
}

interface Name {
  readonly value: string | undefined;
  readonly span: Span;
  readonly mismatch: TypeMismatch | undefined;
}

/** encoding/json, unlike the decoder that comes after it, takes a key in any case, and of several the last. */
function readName(root: ObjectValue, name: string, format: 'yaml' | 'json'): Name {
  const folded = name.toLowerCase();
  const candidates = root.members
    .filter(({ key }) => key === name || (key.length === name.length && foldCase(key) === folded))
    .flatMap((member) => (member.written ?? [member.value]).map((value) => ({ ...member, value })));
  // YAML became JSON with its keys in order.
  candidates.sort((a, b) => (format === 'json' ? a.value.start - b.value.start : a.key < b.key ? -1 : 1));
  let value: string | undefined;
  let span: Span = startOf(root);
  for (const member of candidates) {
    if (member.value.kind === 'string') {
      value = member.value.value;
      span = member.value;
    } else if (member.value.kind !== 'null') {
      return { value, span, mismatch: refuse(name, member) };
    }
  }
  return { value, span, mismatch: undefined };
}

function foldCase(key: string): string {
  return key.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase();
}

function refuse(name: string, { value, keySpan }: Member): TypeMismatch {
  const { start, end } = value.kind === 'object' || value.kind === 'array' ? keySpan : value;
  return { path: name, message: `\`${name}\` takes text, not ${describe(value)}.`, start, end };
}

function judge(
  root: ObjectValue,
  minor: number,
  apiVersion: Name,
  kind: Name,
): { readonly version: string | undefined; readonly mismatch: TypeMismatch | undefined } {
  const parts = (apiVersion.value ?? '').split('/');
  const [group = '', version = ''] = parts.length === 1 ? ['', parts[0]] : parts;
  if (parts.length > 2) {
    const message = `\`apiVersion\` is a version or a group and a version, such as \`v1\`, not \`${apiVersion.value ?? ''}\`. A static Pod is \`v1\`.`;
    return { version: undefined, mismatch: { path: 'apiVersion', message, ...spanOf(apiVersion.span) } };
  }
  if (!kind.value) {
    const message = '`kind` is missing: a static Pod is `kind: Pod`.';
    return { version: undefined, mismatch: { path: 'kind', message, ...startOf(root) } };
  }
  if (version === '') {
    const message = '`apiVersion` is missing: a static Pod is `apiVersion: v1`.';
    return { version: undefined, mismatch: { path: 'apiVersion', message, ...startOf(root) } };
  }
  if (unversionedKinds.has(kind.value)) {
    return { version: 'v1', mismatch: undefined };
  }
  const known = isKnownKind(kind.value, minor);
  if (group === '' && (version === 'v1' || version === '__internal') && known) {
    return { version, mismatch: undefined };
  }
  if (group === '' && version === 'v1') {
    const message = `The kubelet knows no kind \`${kind.value}\` of \`v1\`: a static Pod is \`kind: Pod\`.`;
    return { version: undefined, mismatch: { path: 'kind', message, ...spanOf(kind.span) } };
  }
  const message = `The kubelet knows no kind \`${kind.value}\` of \`${apiVersion.value ?? ''}\`: a static Pod is \`apiVersion: v1\`, \`kind: Pod\`.`;
  const isPod = kind.value === 'Pod';
  return {
    version: undefined,
    mismatch: { path: isPod ? 'apiVersion' : 'kind', message, ...spanOf(isPod ? apiVersion.span : kind.span) },
  };
}

function looksLikePod(root: ObjectValue): boolean {
  const spec = root.members.find(({ key }) => key === 'spec')?.value;
  return spec?.kind === 'object' && spec.members.some(({ key }) => key === 'containers' || key === 'initContainers');
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** The first key: what is missing is missing at the top. */
function startOf(root: ObjectValue): Span {
  return spanOf(root.members[0]?.keySpan ?? { start: root.start, end: Math.min(root.start + 1, root.end) });
}
