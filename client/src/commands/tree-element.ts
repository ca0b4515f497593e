import type { TreeElement } from '../views/elements';
import type { CommandContext } from './command';

/** The tree element that a menu or a click handed over, if it is of one of these kinds. */
export function elementOf<K extends TreeElement['kind']>(
  arg: unknown,
  ...kinds: readonly K[]
): Extract<TreeElement, { kind: K }> | undefined {
  if (typeof arg !== 'object' || arg === null || !('kind' in arg) || !('node' in arg)) {
    return undefined;
  }
  const element = arg as TreeElement;
  return kinds.includes(element.kind as K) ? (element as Extract<TreeElement, { kind: K }>) : undefined;
}

type ElementOf<K extends TreeElement['kind']> = Extract<TreeElement, { kind: K }>;

/**
 * The tree elements that a command is about: all that are selected where it was called on one of them or by a key,
 * else the one that it was called on.
 */
export function elementsOf<K extends TreeElement['kind']>(
  { tree }: CommandContext,
  args: readonly unknown[],
  ...kinds: readonly K[]
): ElementOf<K>[] {
  const [first, all] = args;
  const candidates = Array.isArray(all) ? (all as unknown[]) : first === undefined ? tree.selection : [first];
  return candidates.flatMap((candidate) => elementOf(candidate, ...kinds) ?? []);
}
