import { mirrorProblems } from '../../../client/src/cluster/mirror-problems';
import { observeNode } from '../../../client/src/node/observe';
import type { Command } from '../command';
import { judgeList } from '../judge';
import { nodeOptions } from '../node-options';
import { doneOnly, formatNodesJson, onNodes, tellFailures } from '../nodes';
import { printableLine } from '../output/printable';
import { describeMirror, describeProblem, formatMirror, formatProblem } from '../output/problem';
import { rejectOperands } from './operands';

export const problemsCommand: Command = {
  usage: 'NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description:
    'Lists what the kubelet of each node refuses now, by file and field, as its journal says, and what the API server refuses\nof mirror Pods. Exit code 1: there is something.',
  options: nodeOptions,
  async run(context) {
    rejectOperands('problems', context.operands);
    const outcomes = await onNodes(context, (transport, target) => observeNode(transport, target, { judgeList }));
    const nodes = doneOnly(outcomes);
    if (context.options.text('output') === 'json') {
      context.terminal.print(
        formatNodesJson(outcomes, (node) => ({
          problems: [...node.problems.map(describeProblem), ...mirrorProblems(node).map(describeMirror)],
          ...(node.remarks.length === 0 ? {} : { remarks: node.remarks }),
        })),
      );
    } else {
      for (const { target, value } of nodes) {
        const title = nodes.length > 1 ? `${printableLine(target.name)}\n` : '';
        const lines = [...value.problems.map(formatProblem), ...mirrorProblems(value).map(formatMirror)].join('');
        context.terminal.print(`${title}${lines === '' ? 'the kubelet refuses nothing\n' : lines}`);
      }
    }
    tellFailures(context, outcomes);
    return outcomes.every(({ state }) => state === 'done') &&
      nodes.every(({ value }) => value.problems.length + mirrorProblems(value).length === 0)
      ? 0
      : 1;
  },
};
