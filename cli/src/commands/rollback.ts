import { observeNode } from '../../../client/src/node/observe';
import { describeRevision, planRollback, revisionsOf, type Revision } from '../../../client/src/node/plan-pod';
import { readRevisions } from '../../../client/src/node/revisions';
import { changeNodes } from '../change-nodes';
import { changeOptions } from '../change-options';
import type { Command, CommandContext, ExitCode } from '../command';
import { NodeJudge } from '../judge';
import { formatNodesJson, onNodes, tellFailures } from '../nodes';
import { formatTable } from '../output/table';
import { readPod } from './operands';

export const rollbackCommand: Command = {
  usage: '[NAMESPACE/]POD NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description: [
    'Makes the manifest of a static Pod on each node what it was before its last change, and waits until its containers run',
    'and stay; also of a Pod that was removed. Every node keeps the twenty last versions of a manifest.',
  ].join('\n'),
  options: {
    ...changeOptions,
    list: { type: 'flag', description: 'Only tell which versions there are.' },
    to: {
      type: 'text',
      value: 'REVISION',
      description: 'This version, as --list calls it. Default: the last before now.',
    },
  },
  run(context) {
    const pod = readPod(context.operands);
    if (context.options.flag('list')) {
      return listRevisions(context, pod);
    }
    return changeNodes(context, {
      plan: async (node, transport) =>
        planRollback(node, pod, await readRevisions(transport), new NodeJudge(node), context.options.text('to')),
      nameOf: ({ path, name }) => path || name,
    });
  },
};

async function listRevisions(context: CommandContext, pod: string): Promise<ExitCode> {
  const outcomes = await onNodes(context, async (transport, target) => {
    const node = await observeNode(transport, target);
    return revisionsOf(node, pod, await readRevisions(transport));
  });
  const describe = ({ id, name, content }: Revision): object => ({ revision: id, file: name, bytes: content.length });
  if (context.options.text('output') === 'json') {
    context.terminal.print(formatNodesJson(outcomes, (revisions) => ({ revisions: revisions.map(describe) })));
  } else {
    const rows = outcomes.flatMap((outcome) =>
      outcome.state === 'failed'
        ? []
        : outcome.value.map(({ id, name, content }) => [
            outcome.target.name,
            name,
            id,
            describeRevision(id),
            `${content.length} bytes`,
          ]),
    );
    context.terminal.print(
      rows.length === 0
        ? 'no earlier versions\n'
        : formatTable(['NODE', 'FILE', 'REVISION', 'IT WAS THERE UNTIL', 'SIZE'], rows),
    );
  }
  tellFailures(context, outcomes);
  return outcomes.every(({ state }) => state === 'done') ? 0 : 1;
}
