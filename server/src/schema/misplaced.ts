import type { Value } from '../manifest/value';
import { child, type FieldPath } from '../rules/field-path';
import { makeStructures } from './generated/structures';
import { isFieldName } from './facts';
import { decodeLeaf } from './leaf';
import type { ShapeField, StructShape } from './shape';

/**
 * Where a value that is in the wrong place would be right: the work of the validators that ajv compiles from the Pod
 * type's facts. They judge structure as a JSON Schema does, field names included, and are asked only about what the
 * decoder has found to be wrong.
 */
let structures: ReturnType<typeof makeStructures> | undefined;

/** A struct on the way to the value, from the root on. */
export interface OpenStruct {
  readonly shape: StructShape;
  readonly path: FieldPath;
}

/** A field that so many structs have that its name says nothing about where it belongs. */
const commonNames = new Set([
  'name',
  'namespace',
  'kind',
  'type',
  'key',
  'value',
  'path',
  'items',
  'optional',
  'readOnly',
]);

/**
 * The field of this name that takes the value as it is: of the structs around the unknown one or of those right inside
 * them, the innermost first. Undefined if there is none, or more than one at the same level.
 */
export function findHome(key: string, value: Value, open: readonly OpenStruct[]): FieldPath | undefined {
  if (commonNames.has(key) || value.kind === 'null' || !isFieldName(key)) {
    return undefined;
  }
  for (const { shape, path } of open.toReversed()) {
    const homes: FieldPath[] = [];
    addHome(homes, shape, path, key, value);
    for (const { name, shape: kind, struct } of shape.fields.values()) {
      if (kind === 'one' && struct !== undefined) {
        addHome(homes, struct, child(path, name), key, value);
      }
    }
    if (homes.length > 0) {
      return homes.length === 1 ? homes[0] : undefined;
    }
  }
  return undefined;
}

function addHome(homes: FieldPath[], shape: StructShape, path: FieldPath, key: string, value: Value): void {
  const field = shape.fields.get(key);
  if (field !== undefined && fits(field, value)) {
    homes.push(child(path, key));
  }
}

function fits(field: ShapeField, value: Value): boolean {
  switch (field.shape) {
    case 'one':
      return fitsOne(field, value);
    case 'list':
      return value.kind === 'array' && value.items.every((item) => fitsOne(field, item));
    case 'map':
      return value.kind === 'object' && value.members.every((member) => fitsOne(field, member.value));
  }
}

/** Whether a value could be one item of a list, or what the field holds. */
export function fitsOne({ leaf, struct }: ShapeField, value: Value): boolean {
  if (value.kind === 'null') {
    return true;
  }
  if (leaf !== undefined) {
    return decodeLeaf(leaf, value).mismatch === undefined;
  }
  structures ??= makeStructures();
  const validate = struct === undefined ? undefined : structures[struct.type];
  return validate?.(toPlain(value)) === true;
}

/** Plain JSON without nulls, which fit everywhere. */
function toPlain(value: Value): unknown {
  switch (value.kind) {
    case 'null':
      return undefined;
    case 'boolean':
    case 'string':
      return value.value;
    case 'number':
      return Number(value.literal);
    case 'array':
      return value.items.filter((item) => item.kind !== 'null').map(toPlain);
    case 'object': {
      const members = value.members.filter((member) => member.value.kind !== 'null');
      return Object.fromEntries(members.map((member) => [member.key, toPlain(member.value)]));
    }
  }
}
