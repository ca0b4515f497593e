import type { FollowedNode } from '../../../client/src/node/follow-published';
import { formatTable } from './table';

export function formatFollowed(nodes: readonly FollowedNode[]): string {
  if (nodes.length === 0) {
    return '';
  }
  const rows = nodes.flatMap(({ node, result, seconds, message, pods }) => {
    const head = [node, result, seconds === undefined ? '' : `${seconds.toFixed(0)}s`];
    const lines = pods.map(({ namespace, name, action, state, configHash }) => [
      `${namespace}/${name}`,
      action,
      state,
      configHash.slice(0, 12),
    ]);
    const first = lines[0] ?? ['', '', '', message];
    return [[...head, ...first], ...lines.slice(1).map((line) => ['', '', '', ...line])];
  });
  return formatTable(['NODE', 'LIST', 'AFTER', 'POD', 'ACTION', 'STATE', 'CONFIG HASH'], rows);
}
