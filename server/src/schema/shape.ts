import { podTypeOf, type FieldFact, type LeafKind, isLeafKind } from './facts';

/** A member of a struct, ready for the decoder. */
export interface ShapeField {
  readonly name: string;
  readonly fact: FieldFact;
  readonly shape: 'one' | 'list' | 'map';
  readonly leaf: LeafKind | undefined;
  /** The struct of the value, or of each element; undefined for a leaf. */
  readonly struct: StructShape | undefined;
}

/** A Go struct as JSON knows it. */
export class StructShape {
  private map: ReadonlyMap<string, ShapeField> | undefined;
  private keys: readonly string[] | undefined;

  constructor(
    readonly type: string,
    private readonly collect: (type: string) => ReadonlyMap<string, ShapeField>,
  ) {}

  get fields(): ReadonlyMap<string, ShapeField> {
    return (this.map ??= this.collect(this.type));
  }

  get names(): readonly string[] {
    return (this.keys ??= [...this.fields.keys()]);
  }
}

const shapesByMinor = new Map<number, (type: string) => StructShape>();

/** The structs of one Kubernetes minor version, made when they are first asked for; the facts are constant. */
export function structShapes(minor: number): (type: string) => StructShape {
  const podType = podTypeOf(minor);
  let shapes = shapesByMinor.get(podType.minor);
  if (shapes === undefined) {
    const byType = new Map<string, StructShape>();
    const shapeOf = (type: string): StructShape => {
      let shape = byType.get(type);
      if (shape === undefined) {
        shape = new StructShape(type, collect);
        byType.set(type, shape);
      }
      return shape;
    };
    const collect = (type: string): ReadonlyMap<string, ShapeField> =>
      new Map([...podType.fields(type)].map(([name, fact]) => [name, toField(fact, shapeOf)]));
    shapes = shapeOf;
    shapesByMinor.set(podType.minor, shapes);
  }
  return shapes;
}

function toField(fact: FieldFact, shapeOf: (type: string) => StructShape): ShapeField {
  const leaf = isLeafKind(fact.type) ? fact.type : undefined;
  return {
    name: fact.name,
    fact,
    shape: fact.shape ?? 'one',
    leaf,
    struct: leaf === undefined ? shapeOf(fact.type) : undefined,
  };
}
