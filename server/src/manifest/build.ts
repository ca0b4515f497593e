import { child, index as itemPath, key as keyPath, type FieldPath } from '../rules/field-path';
import type { AliasTrace } from './alias-trace';
import { isBent } from './bent';
import { jsonOf, judgeKey, keyText, setMember, toValue, type OpenObject } from './members';
import type { BentScalar, DuplicateKey } from './parse';
import { mergeTag, resolvePlain, resolveTagged, type Resolved } from './resolve';
import type { YamlProblem } from './token';
import type { ArrayValue, Member, ObjectValue, Span, Value } from './value';

/** Deeper values than the Pod type could ever hold read as null, so that whoever walks them may recurse. */
const deepestKept = 512;

/** Of a list the members, of a mapping the items. */
const none: never[] = [];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Frame extends OpenObject {
  readonly value: ArrayValue | ObjectValue;
  readonly isObject: boolean;
  readonly items: Value[];
  readonly anchor: Anchor | undefined;
  /** The key whose value is still to come; its span is undefined where none is. */
  key: string;
  keySpan: Span | undefined;
  /** The key is `<<`. */
  isMerge: boolean;
  /** Why JSON can't have this key; it matters only where the mapping is part of the result. */
  keyError: YamlProblem | undefined;
  /** Keys that came by `<<`, which a key of the mapping's own may repeat. */
  merged: Set<string> | undefined;
  end: number;
  height: number;
}

interface Anchor {
  value: Value;
  resolved: Resolved | undefined;
  height: number;
  open: boolean;
  /** The node's number in the alias trace. */
  readonly node: number;
}

export interface Properties {
  readonly anchor: string;
  readonly tag: string;
}

/**
 * Makes the values that go-yaml v2's decoder (decode.go, v2.4.4) and sigs.k8s.io/yaml's conversion to JSON make of a
 * document's nodes, which come in the order of the text. Errors of decoding are kept and stop nothing, so that the
 * rest of the document is still there for an editor.
 */
export class Builder {
  root: Value | undefined;
  /** The first error of decoding: a tag or alias that can't be, a collection as a key. */
  error: YamlProblem | undefined;
  /** An alias without an anchor, which is refused while the text is still being read. */
  aliasError: YamlProblem | undefined;
  readonly duplicateKeys: DuplicateKey[] = [];
  readonly bentScalars: BentScalar[] = [];
  height = 0;

  private readonly frames: Frame[] = [];
  private readonly anchors = new Map<string, Anchor>();
  private readonly badKeys = new Map<ObjectValue, YamlProblem>();
  private hasUnwritableNumber = false;

  /** Where aliases are not followed, each reads as null. */
  constructor(
    private readonly followsAliases: boolean,
    private readonly trace?: AliasTrace,
  ) {}

  openSequence(start: number, { anchor }: Properties): void {
    const items: Value[] = [];
    this.open({ kind: 'array', start, end: start, items }, false, items, none, anchor);
  }

  openMapping(start: number, { anchor }: Properties): void {
    const members: Member[] = [];
    this.open({ kind: 'object', start, end: start, members }, true, none, members, anchor);
  }

  /** `end` is where a closing bracket ends; a block ends with what it holds. */
  close(end?: number): void {
    const frame = this.frames.pop() as Frame;
    const { value, anchor } = frame;
    const { start } = value;
    const valueEnd = end ?? frame.end;
    (value as Mutable<Value>).end = valueEnd;
    if (anchor !== undefined) {
      anchor.open = false;
      anchor.height = frame.height;
      this.trace?.endNode(anchor.node);
    }
    const kept: Value = this.frames.length < deepestKept ? value : { kind: 'null', start, end: valueEnd };
    this.add(kept, start, valueEnd, undefined, frame.height, false);
  }

  scalar(text: string, start: number, end: number, plain: boolean, { anchor, tag }: Properties): void {
    const { trace } = this;
    const frame = this.frames[this.frames.length - 1];
    const isKey = frame?.isObject === true && frame.keySpan === undefined;
    const isMerge = isKey && text === '<<' && (plain || tag === mergeTag);
    const resolved = isMerge ? undefined : this.resolve(text, start, end, plain, tag);
    // Of a `<<` the decoder makes no value.
    const node = isMerge ? trace?.nextNode() : trace?.startNode();
    if (anchor !== '') {
      const value = toValue(resolved, text, start, end);
      this.anchors.set(anchor, { value, resolved, height: 0, open: false, node: node ?? 0 });
      trace?.endNode(node ?? 0);
    }
    if (isKey && resolved === undefined) {
      frame.key = text;
      frame.keySpan = { start, end };
      frame.isMerge = isMerge;
      return;
    }
    this.add(toValue(resolved, text, start, end), start, end, resolved, 0, false);
    if (resolved !== undefined && plain && tag === '' && isBent(text, resolved)) {
      this.bentScalars.push({ path: this.lastPath(isKey), source: text, json: jsonOf(resolved), start, end });
    }
  }

  alias(name: string, start: number, end: number): void {
    const anchor = this.anchors.get(name);
    if (anchor === undefined) {
      const problem = `unknown anchor '${name}' referenced`;
      const message = `There is no \`&${name}\` above this (${problem}).`;
      this.aliasError ??= { problem, message, start, end };
      this.trace?.startNode();
      this.add({ kind: 'null', start, end }, start, end, { type: 'null' }, 0, true);
      return;
    }
    if (anchor.open) {
      const problem = `anchor '${name}' value contains itself`;
      this.keepError(problem, `The value of \`&${name}\` holds itself (${problem}).`, start, end);
    }
    const follows = !anchor.open && this.followsAliases && this.frames.length + anchor.height < 2 * deepestKept;
    this.trace?.aliasNode(anchor.node);
    if (!follows) {
      this.add({ kind: 'null', start, end }, start, end, { type: 'null' }, anchor.height, true);
      return;
    }
    const value = { ...anchor.value, start, end };
    const badKey = value.kind === 'object' ? this.badKeys.get(anchor.value as ObjectValue) : undefined;
    if (value.kind === 'object' && badKey !== undefined) {
      this.badKeys.set(value, badKey);
    }
    this.add(value, start, end, anchor.resolved, anchor.height, true);
  }

  /** The first thing in the finished values that JSON can't express. */
  findUnwritable(): YamlProblem | undefined {
    if (this.root === undefined || (this.badKeys.size === 0 && !this.hasUnwritableNumber)) {
      return undefined;
    }
    const seen = new Set<Value>();
    const pending: Value[] = [this.root];
    for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
      if (seen.has(value)) {
        continue;
      }
      seen.add(value);
      if (value.kind === 'object') {
        const error = this.badKeys.get(value);
        if (error !== undefined) {
          return error;
        }
        pending.push(...value.members.map((member) => member.value));
      } else if (value.kind === 'array') {
        pending.push(...value.items);
      } else if (value.kind === 'number' && /[Nn]/.test(value.literal)) {
        const problem = `json: unsupported value: ${value.literal}`;
        const message = `YAML reads this as a number that JSON doesn't have: put it in quotes (${problem}).`;
        return { problem, message, start: value.start, end: value.end };
      }
    }
    return undefined;
  }

  /** Takes what stands open as it is, after the text broke off. */
  abandon(): void {
    while (this.frames.length > 0) {
      this.close();
    }
  }

  private open(
    value: ArrayValue | ObjectValue,
    isObject: boolean,
    items: Value[],
    members: Member[],
    anchorName: string,
  ): void {
    const node = this.trace?.startNode() ?? 0;
    const { start } = value;
    let anchor: Anchor | undefined;
    if (anchorName !== '') {
      anchor = { value, resolved: undefined, height: 0, open: true, node };
      this.anchors.set(anchorName, anchor);
    }
    this.frames.push({
      value,
      isObject,
      items,
      members,
      anchor,
      key: '',
      keySpan: undefined,
      isMerge: false,
      keyError: undefined,
      places: undefined,
      merged: undefined,
      end: start,
      height: 1,
    });
  }

  private resolve(text: string, start: number, end: number, plain: boolean, tag: string): Resolved | undefined {
    if (tag === '') {
      return plain ? resolvePlain(text) : undefined;
    }
    const resolved = resolveTagged(tag, text);
    if ('problem' in resolved) {
      this.keepError(resolved.problem, resolved.message, start, end);
      return undefined;
    }
    return resolved;
  }

  private keepError(problem: string, message: string, start: number, end: number): void {
    this.error ??= { problem, message, start, end };
  }

  private add(
    value: Value,
    start: number,
    end: number,
    resolved: Resolved | undefined,
    height: number,
    aliased: boolean,
  ): void {
    if (resolved?.type === 'float' && !Number.isFinite(resolved.value)) {
      this.hasUnwritableNumber = true;
    }
    const frame = this.frames[this.frames.length - 1];
    if (frame === undefined) {
      this.root = value;
      this.height = height;
      return;
    }
    if (end > frame.end) {
      frame.end = end;
    }
    if (height >= frame.height) {
      frame.height = height + 1;
    }
    if (!frame.isObject) {
      frame.items.push(value);
    } else if (frame.keySpan === undefined) {
      if (value.kind === 'array' || value.kind === 'object') {
        const problem = 'invalid map key';
        this.keepError(problem, `A list or a mapping can't be a key (${problem}).`, start, end);
      }
      frame.key = keyText(value, resolved);
      frame.keySpan = { start, end };
      frame.keyError = judgeKey(value, resolved);
    } else {
      this.addMember(frame, frame.keySpan, value, aliased);
      frame.keySpan = undefined;
      frame.keyError = undefined;
      frame.isMerge = false;
    }
  }

  private addMember(frame: Frame, keySpan: Span, value: Value, aliased: boolean): void {
    const { key, merged } = frame;
    if (frame.isMerge) {
      this.merge(frame, value, aliased);
    } else if (frame.keyError !== undefined) {
      this.badKeys.set(frame.value as ObjectValue, frame.keyError);
    } else {
      const earlier = setMember(frame, { key, keySpan, value });
      if (earlier !== undefined && merged?.has(key) !== true) {
        this.duplicateKeys.push({ path: this.lastPath(false), key, ...earlier.keySpan });
      }
      merged?.delete(key);
    }
  }

  /** `<<`: what it brings wins over the keys above it, against YAML's own rule. */
  private merge(frame: Frame, value: Value, aliased: boolean): void {
    const sources = value.kind === 'array' && !aliased ? value.items.toReversed() : [value];
    for (const source of sources) {
      if (source.kind === 'null' && !this.followsAliases) {
        continue;
      }
      if (source.kind !== 'object') {
        const problem = 'map merge requires map or sequence of maps as the value';
        this.keepError(problem, `\`<<\` takes a mapping or a list of mappings (${problem}).`, value.start, value.end);
        continue;
      }
      frame.merged ??= new Set();
      for (const member of source.members) {
        setMember(frame, member);
        frame.merged.add(member.key);
      }
      const badKey = this.badKeys.get(source);
      if (badKey !== undefined) {
        this.badKeys.set(frame.value as ObjectValue, badKey);
      }
    }
  }

  /** The path of what was added last, or of the member whose key was. */
  private lastPath(isKey: boolean): FieldPath {
    let path = '';
    for (const [depth, frame] of this.frames.entries()) {
      const isTop = depth === this.frames.length - 1;
      if (!frame.isObject) {
        path = itemPath(path, isTop ? frame.items.length - 1 : frame.items.length);
      } else {
        const isPending = frame.keySpan !== undefined || isKey;
        const name = isPending ? frame.key : isTop ? (frame.members.at(-1)?.key ?? '') : '';
        path = /^[A-Za-z_][\w-]*$/.test(name) ? child(path, name) : keyPath(path, name);
      }
    }
    return path;
  }
}
