import { compareNodes, driftRows } from '../../../client/src/node/drift';
import type { NodePlan } from '../../../client/src/node/plan';
import { planNodes, type PlannedNode } from '../change-nodes';
import type { Command } from '../command';
import { folderOptions, readFolderChange } from '../folder-change';
import { nodeOptions } from '../node-options';
import { openNodes, tellFailures, type NodeOutcome } from '../nodes';
import { formatPlan, formatPlanJson } from '../output/plan';
import { formatTable } from '../output/table';
import { printableLine } from '../output/printable';

export const planCommand: Command = {
  usage: 'DIR NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT], --local, --group, --label or --all',
  description: [
    'Tells what `apply DIR` would do on each node: what is added, updated, removed or refused, which Pods start anew, what',
    'was changed on the node by hand. It only reads. Exit code 1: something is refused, or a node was not reached.',
  ].join('\n'),
  options: {
    ...nodeOptions,
    ...folderOptions,
    concurrency: { type: 'number', value: 'N', minimum: 1, description: 'Nodes at a time. Default: 10.' },
    matrix: {
      type: 'flag',
      description: 'Show how the nodes differ from the folder: a row a manifest, a column a node.',
    },
    diff: { type: 'flag', description: 'Show the lines that change.' },
  },
  async run(context) {
    const { options, terminal } = context;
    const change = readFolderChange(context);
    const sessions = openNodes(context);
    try {
      const outcomes = await planNodes(context, sessions, change);
      const planned = outcomes.flatMap((outcome) => (outcome.state === 'done' ? [outcome.value] : []));
      if (options.text('output') === 'json') {
        terminal.print(formatPlanJson(outcomes, change));
      } else if (options.flag('matrix')) {
        const { header, rows } = driftRows(compareNodes(outcomes.map(readPlan)));
        terminal.print(formatTable(header, rows));
      } else {
        terminal.print(formatPlan(planned, change, { diff: options.flag('diff') }));
      }
      const advice = change.advise?.(outcomes);
      if (advice !== undefined) {
        terminal.tell(`static-pods: ${printableLine(advice)}\n`);
      }
      tellFailures(context, outcomes);
      return planned.length === outcomes.length &&
        planned.every(({ plan }) => plan.manifests.every(({ action }) => action !== 'refused'))
        ? 0
        : 1;
    } finally {
      sessions.forEach(({ transport }) => transport.dispose());
    }
  },
};

function readPlan(outcome: NodeOutcome<PlannedNode>): { readonly name: string; readonly plan: NodePlan | undefined } {
  return { name: outcome.target.name, plan: outcome.state === 'done' ? outcome.value.plan : undefined };
}
