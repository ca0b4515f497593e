import type { NodePlan, PlannedManifest } from './plan';

/** How a manifest on a node stands to the one in the folder. */
export type DriftCell =
  | 'same'
  /** Another text, and no change for the kubelet. */
  | 'reworded'
  /** As some earlier deploy left it, or somebody else put it there. */
  | 'differs'
  /** This product put it there, and somebody changed it since. */
  | 'changed there'
  | 'missing'
  /** This product put it there, and somebody took it away since. */
  | 'taken away'
  | 'refused'
  /** On the node and not in the folder. */
  | 'only there';

/** Manifests by nodes. */
export interface DriftMatrix {
  /** In the order of the folder, then what is only on nodes. */
  readonly files: readonly string[];
  readonly nodes: readonly {
    readonly name: string;
    /** Undefined: the node told nothing. A file that is not in it is neither there nor wanted. */
    readonly cells: ReadonlyMap<string, DriftCell> | undefined;
  }[];
}

/** Of plans for the same folder; `plan` is undefined where a node could not be looked at. */
export function compareNodes(
  plans: readonly { readonly name: string; readonly plan: NodePlan | undefined }[],
): DriftMatrix {
  const nodes = plans.map(({ name, plan }) => ({ name, cells: plan === undefined ? undefined : cellsOf(plan) }));
  const wanted = plans.flatMap(({ plan }) =>
    (plan?.manifests ?? []).filter(({ action }) => action !== 'remove').map(({ name }) => name),
  );
  const there = nodes.flatMap(({ cells }) => [...(cells?.keys() ?? [])]);
  return { files: [...new Set([...wanted, ...there.sort()])], nodes };
}

function cellsOf({ manifests, strangers = [] }: NodePlan): Map<string, DriftCell> {
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  return new Map<string, DriftCell>([
    ...strangers.map(({ manifest }): [string, DriftCell] => [nameOf(manifest.path), 'only there']),
    ...manifests.map((manifest): [string, DriftCell] => [manifest.name, cellOf(manifest)]),
  ]);
}

function cellOf({ action, request, drift }: PlannedManifest): DriftCell {
  switch (action) {
    case 'unchanged':
      return request === undefined ? 'same' : 'reworded';
    case 'update':
    case 'restart':
      return drift === 'changed' ? 'changed there' : 'differs';
    case 'add':
    case 'unpark':
      return drift === 'removed' ? 'taken away' : 'missing';
    case 'remove':
    case 'park':
      return 'only there';
    case 'refused':
      return 'refused';
  }
}

/** Whether every node that told something has exactly what the folder holds. */
export function hasDrift({ nodes }: DriftMatrix): boolean {
  return nodes.some(({ cells }) => cells === undefined || [...cells.values()].some((cell) => cell !== 'same'));
}

/** A row a manifest, a column a node: words, so that it can be read out as well. */
export function driftRows({ files, nodes }: DriftMatrix): { readonly header: string[]; readonly rows: string[][] } {
  return {
    header: ['MANIFEST', ...nodes.map(({ name }) => name)],
    rows: files.map((file) => [
      file,
      ...nodes.map(({ cells }) => (cells === undefined ? 'not reached' : (cells.get(file) ?? '-'))),
    ]),
  };
}
