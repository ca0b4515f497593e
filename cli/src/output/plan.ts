import { describeStranger, type Stranger } from '../../../client/src/node/plan-prune';
import type { PlannedManifest } from '../../../client/src/node/plan';
import type { Change, PlannedNode } from '../change-nodes';
import { formatNodesJson, type NodeOutcome } from '../nodes';
import { formatDiff } from './diff';
import { printable, printableLine } from './printable';

export interface PlanOptions {
  /** Show the lines that change. */
  readonly diff?: boolean;
}

const signs: Readonly<Record<PlannedManifest['action'], string>> = {
  add: '+',
  update: '~',
  unchanged: '=',
  remove: '-',
  restart: '~',
  park: '-',
  unpark: '+',
  refused: '!',
};

/** A tree: nodes, their manifests, and what is to be said of each. */
export function formatPlan(planned: readonly PlannedNode[], change: Change, options: PlanOptions = {}): string {
  return planned.map((one) => formatNode(one, change, options)).join('');
}

function formatNode({ name, node, plan }: PlannedNode, change: Change, { diff }: PlanOptions): string {
  const place = `${name} (kubelet ${node.kubelet.version || 'not running'}, ${node.staticPodPath || 'no folder'})`;
  const lines = [printableLine(place)];
  const entries: [string, readonly string[]][] = plan.manifests.map((manifest) => [
    `${signs[manifest.action]} ${change.nameOf(manifest)}: ${describePlanned(manifest)}`,
    [...manifest.remarks, ...(diff === true ? diffOf(manifest) : [])],
  ]);
  for (const stranger of plan.strangers ?? []) {
    entries.push([`. ${stranger.manifest.path}: ${tellStranger(stranger)}`, []]);
  }
  entries.forEach(([head, below], index) => {
    const isLast = index === entries.length - 1;
    lines.push(`${isLast ? '└─' : '├─'} ${printableLine(head)}`);
    lines.push(...below.map((line) => `${isLast ? '  ' : '│ '}     ${printable(line)}`));
  });
  if (entries.length === 0) {
    lines.push('└─ nothing is asked of it, and nothing lies there');
  }
  return lines.map((line) => `${line}\n`).join('');
}

function describePlanned({ action, reason, request, restarts }: PlannedManifest): string {
  switch (action) {
    case 'add':
      return 'add';
    case 'update':
      return `update, restarts ${restarts.join(', ') || 'its Pod'}`;
    case 'unchanged':
      return request === undefined ? 'unchanged' : 'unchanged for the kubelet: only the text is replaced';
    case 'refused':
      return `refused: ${reason ?? ''}`;
    case 'remove':
    case 'restart':
    case 'park':
    case 'unpark':
      return action;
  }
}

function tellStranger(stranger: Stranger): string {
  const { text, takenBy } = describeStranger(stranger);
  const flag = takenBy === 'own' ? '--prune' : '--prune-all';
  return `is ${text}${takenBy === undefined ? '' : `: \`${flag}\` removes it`}`;
}

/** Of a manifest too large to be fetched nothing can be shown. */
function diffOf({ action, before, request }: PlannedManifest): string[] {
  if (request === undefined || (before !== undefined && before.content === undefined)) {
    return [];
  }
  const old = before?.content?.toString('utf8') ?? '';
  const fresh = action === 'remove' || action === 'park' ? '' : (request.content?.toString('utf8') ?? old);
  return formatDiff(old, fresh);
}

export function formatPlanJson(outcomes: readonly NodeOutcome<PlannedNode>[], change: Change): string {
  return formatNodesJson(outcomes, ({ node, plan }) => ({
    manifests: plan.manifests.map((manifest) => {
      const { action, reason, restarts, remarks, drift, request } = manifest;
      return {
        file: change.nameOf(manifest),
        action,
        ...(reason === undefined ? {} : { message: reason }),
        ...(action === 'unchanged' && request !== undefined
          ? { message: 'nothing changes for the kubelet: only the text is replaced' }
          : {}),
        ...(restarts.length === 0 ? {} : { restarts }),
        ...(drift === undefined ? {} : { drift }),
        ...(remarks.length === 0 ? {} : { remarks }),
        ...change.describe?.(manifest, node),
      };
    }),
    strangers: (plan.strangers ?? []).map((stranger) => ({
      path: stranger.manifest.path,
      owner: stranger.owner,
      message: tellStranger(stranger),
    })),
  }));
}
