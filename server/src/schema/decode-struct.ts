import { child, index as itemPath, key as keyPath, type FieldPath } from '../rules/field-path';
import type { Member, ObjectValue, Span, Value } from '../manifest/value';
import type { TypeMismatch, UnknownField } from './decode';
import { fieldHistory, type LeafKind } from './facts';
import { decodeLeaf, describe, zeroOf } from './leaf';
import { findHome, fitsOne, type OpenStruct } from './misplaced';
import type { ShapeField, StructShape } from './shape';

/** What a struct, list or map decodes to: plain JSON values. */
export type Decoded = Record<string, unknown>;

/**
 * Decodes values into the types of one Kubernetes version as sigs.k8s.io/json does it for the API machinery: names are
 * case-sensitive, null is the zero value, and what the type doesn't know is dropped, whatever it holds.
 */
export class StructDecoder {
  readonly mismatches: TypeMismatch[] = [];
  readonly unknownFields: UnknownField[] = [];
  /** Integers that a JavaScript number rounds, exactly: `path=value`. */
  readonly wideIntegers: string[] = [];
  private readonly open: OpenStruct[] = [];
  /** Lists that were decoded into, with what Go's array still holds behind their ends. */
  private readonly arrays = new WeakMap<readonly unknown[], readonly unknown[]>();

  constructor(private readonly minor: number) {}

  /** Undefined, and told, where the value is no object. */
  struct(
    value: Value,
    shape: StructShape,
    path: FieldPath,
    keySpan: Span | undefined,
    before?: Decoded,
  ): Decoded | undefined {
    if (value.kind !== 'object') {
      this.mismatch(
        path,
        value,
        keySpan,
        `takes an object with fields such as ${examples(shape)}, not ${describe(value)}`,
      );
      return undefined;
    }
    return this.members(value, shape, path, before);
  }

  /** `onto`: what is there already and decoded into. */
  members(value: ObjectValue, shape: StructShape, path: FieldPath, onto?: Decoded): Decoded {
    const decoded: Decoded = onto ?? {};
    const { fields } = shape;
    this.open.push({ shape, path });
    for (const member of value.members) {
      const field = fields.get(member.key);
      if (field === undefined) {
        this.unknown(member, shape, path);
      } else if (member.written !== undefined) {
        this.repeated(field, member, member.written, path, decoded);
      } else if (member.value.kind !== 'null') {
        const result = this.field(field, member, path, onto?.[field.name]);
        if (result !== undefined) {
          decoded[field.name] = result;
        }
      } else if (onto !== undefined) {
        this.overwriteByNull(field, decoded);
      }
    }
    this.open.pop();
    return decoded;
  }

  /** JSON's equal keys. */
  private repeated(
    field: ShapeField,
    { key, keySpan }: Member,
    written: readonly Value[],
    path: FieldPath,
    decoded: Decoded,
  ): void {
    for (const value of written) {
      if (value.kind === 'null') {
        this.overwriteByNull(field, decoded);
        continue;
      }
      const result = this.field(field, { key, keySpan, value }, path, decoded[field.name]);
      if (result !== undefined) {
        decoded[field.name] = result;
      }
    }
  }

  /** What has no nil in Go stays as it is, but for types that unmarshal themselves. */
  private overwriteByNull({ name, shape, leaf, fact }: ShapeField, decoded: Decoded): void {
    const resets = leaf !== undefined && resetByNull.has(leaf);
    const becomesZero = leaf === 'intOrString' && typeof decoded[name] === 'string';
    if (shape !== 'one' || fact.pointer === true || resets || becomesZero) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a field's name, of an object of ours
      delete decoded[name];
    }
  }

  private field(field: ShapeField, { value, keySpan }: Member, parent: FieldPath, before: unknown): unknown {
    const quick = field.shape === 'one' ? decodeQuickly(field, value) : undefined;
    if (quick !== undefined) {
      return quick;
    }
    const path = child(parent, field.name);
    switch (field.shape) {
      case 'one':
        return this.element(field, value, path, keySpan, before);
      case 'list':
        return this.list(field, value, path, keySpan, before);
      case 'map':
        return this.map(field, value, path, keySpan, before);
    }
  }

  private element(
    field: ShapeField,
    value: Value,
    path: FieldPath,
    keySpan: Span | undefined,
    before: unknown,
  ): unknown {
    if (field.struct !== undefined) {
      return this.struct(value, field.struct, path, keySpan, before as Decoded | undefined);
    }
    const result = decodeLeaf(field.leaf as LeafKind, value);
    if (result.mismatch !== undefined) {
      this.mismatch(path, value, keySpan, result.mismatch);
      return undefined;
    }
    if (typeof result.value === 'number' && value.kind === 'number' && !Number.isSafeInteger(result.value)) {
      this.wideIntegers.push(`${path}=${value.literal}`);
    }
    return result.value;
  }

  private list(
    field: ShapeField,
    value: Value,
    path: FieldPath,
    keySpan: Span,
    before: unknown,
  ): unknown[] | undefined {
    if (value.kind !== 'array') {
      this.refuseList(path, value, keySpan, value.kind === 'object' && fitsOne(field, value));
      return undefined;
    }
    if (before === undefined) {
      return value.items.map((item, i) => this.item(field, item, path, i, undefined, undefined));
    }
    const earlier = before as readonly unknown[];
    const array = this.arrays.get(earlier) ?? earlier;
    const items = value.items.map((item, i) => this.item(field, item, path, i, undefined, array[i]));
    if (items.length > 0) {
      this.arrays.set(items, [...items, ...array.slice(items.length)]);
    }
    return items;
  }

  private map(field: ShapeField, value: Value, path: FieldPath, keySpan: Span, before: unknown): Decoded | undefined {
    if (value.kind !== 'object') {
      this.mismatch(path, value, keySpan, `takes an object with keys of your choice, not ${describe(value)}`);
      return undefined;
    }
    const decoded = (before as Decoded | undefined) ?? {};
    for (const { key, keySpan: at, value: last, written = [last] } of value.members) {
      for (const one of written) {
        const item = this.item(field, one, path, key, at, undefined);
        setOwn(decoded, key, item);
      }
    }
    return decoded;
  }

  /** An item or a map's value stays in its place even where it is null or does not decode. */
  private item(
    field: ShapeField,
    value: Value,
    parent: FieldPath,
    at: number | string,
    keySpan: Span | undefined,
    before: unknown,
  ): unknown {
    let decoded: unknown;
    if (value.kind !== 'null') {
      decoded = decodeQuickly(field, value);
      if (decoded === undefined) {
        const path = typeof at === 'number' ? itemPath(parent, at) : keyPath(parent, at);
        decoded = this.element(field, value, path, keySpan, before);
      }
    }
    return decoded ?? before ?? (field.leaf === undefined ? {} : zeroOf(field.leaf));
  }

  refuseList(path: FieldPath, value: Value, keySpan: Span, isItem: boolean): void {
    const hint = isItem ? ': put `- ` before its first key' : '';
    this.mismatch(path, value, keySpan, `takes a list, not ${describe(value)}${hint}`);
  }

  private unknown({ key, keySpan, value }: Member, shape: StructShape, parent: FieldPath): void {
    const history = fieldHistory(shape.type, key);
    const since = history.map((fact) => fact.since).find((first) => first !== undefined && first > this.minor);
    const until = history.map((fact) => fact.until).findLast((last) => last !== undefined && last < this.minor);
    const belongs = history.length > 0 ? undefined : findHome(key, value, this.open);
    this.unknownFields.push({
      path: child(parent, key),
      key,
      known: shape.names,
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
      ...(belongs === undefined ? {} : { belongs }),
      ...keySpan,
    });
  }

  private mismatch(path: FieldPath, value: Value, keySpan: Span | undefined, what: string): void {
    // An underline over a whole block says less than one under its key.
    const isBlock = value.kind === 'object' || value.kind === 'array';
    const { start, end } = isBlock && keySpan !== undefined ? keySpan : value;
    this.mismatches.push({ path, message: `\`${path}\` ${what}.`, start, end });
  }
}

const resetByNull: ReadonlySet<LeafKind> = new Set(['quantity', 'time', 'microTime', 'raw']);

/** The usual leaf, for which no path has to be put together; undefined for everything else. */
function decodeQuickly({ leaf }: ShapeField, value: Value): string | boolean | undefined {
  if (value.kind === 'string') {
    return leaf === 'string' ? value.value : undefined;
  }
  return value.kind === 'boolean' && leaf === 'bool' ? value.value : undefined;
}

/** Sets a key of any name, `__proto__` too. */
function setOwn(target: Decoded, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

function examples(shape: StructShape): string {
  const fields = [...shape.fields.values()];
  const required = fields.filter(({ fact }) => fact.required === true);
  return (required.length > 0 ? required : fields)
    .slice(0, 3)
    .map(({ name }) => `\`${name}\``)
    .join(', ');
}
