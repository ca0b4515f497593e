import type { NodeTarget } from '../transport/transport';

/** Which of the configured nodes are meant. Nothing given means none. */
export interface NodeSelection {
  readonly names?: readonly string[];
  readonly groups?: readonly string[];
  /** Each `key=value`, `key!=value`, `key` or `!key`, as Kubernetes' selectors; several must all hold. */
  readonly labels?: readonly string[];
  readonly all?: boolean;
}

/** In the order of the configuration, each once. Throws SelectionError for what names no node. */
export function selectNodes(nodes: readonly NodeTarget[], selection: NodeSelection): NodeTarget[] {
  const { names = [], groups = [], labels = [], all = false } = selection;
  for (const name of names) {
    if (!nodes.some((node) => node.name === name)) {
      throw new SelectionError(`There is no node '${name}'.`);
    }
  }
  for (const group of groups) {
    if (!nodes.some((node) => node.groups?.includes(group) === true)) {
      const known = [...new Set(nodes.flatMap((node) => node.groups ?? []))].join(', ');
      throw new SelectionError(
        `No node is in the group '${group}'. ${known === '' ? 'No groups are given.' : `Groups: ${known}.`}`,
      );
    }
  }
  const selectors = labels.flatMap((text) => text.split(',')).map(parseSelector);
  const selected = nodes.filter(
    (node) =>
      all ||
      names.includes(node.name) ||
      groups.some((group) => node.groups?.includes(group) === true) ||
      (selectors.length > 0 && selectors.every((selector) => selector(node.labels ?? {}))),
  );
  if (selected.length === 0 && (all || selectors.length > 0)) {
    throw new SelectionError(all ? 'No nodes are configured.' : `No node has the labels ${labels.join(',')}.`);
  }
  return selected;
}

export class SelectionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SelectionError';
  }
}

type Labels = Readonly<Record<string, string>>;

function parseSelector(text: string): (labels: Labels) => boolean {
  const match = /^\s*(!?)\s*([\w./-]+)\s*(?:(!=|==?)\s*([\w.-]*)\s*)?$/.exec(text);
  const [, not = '', key = '', operator, value = ''] = match ?? [];
  if (key === '' || (not === '!' && operator !== undefined)) {
    throw new SelectionError(`'${text}' is no label selector. Write key=value, key!=value, key or !key.`);
  }
  if (operator === undefined) {
    return (labels) => Object.hasOwn(labels, key) !== (not === '!');
  }
  return (labels) => (labels[key] === value) === (operator !== '!=');
}
