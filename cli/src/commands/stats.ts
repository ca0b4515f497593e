import { setTimeout as pause } from 'node:timers/promises';
import { coresUsed, formatBytes, formatCores } from '../../../client/src/node/crictl/stats';
import { observeNode } from '../../../client/src/node/observe';
import type { ObservedNode } from '../../../client/src/node/observed-node';
import { joinStaticPods } from '../../../client/src/node/static-pods';
import type { Command } from '../command';
import { nodeOptions } from '../node-options';
import { doneOnly, formatNodesJson, onNodes, tellFailures } from '../nodes';
import { printableLine } from '../output/printable';
import { formatTable } from '../output/table';
import { rejectOperands } from './operands';

export const statsCommand: Command = {
  usage: 'NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description: "Tells what the static Pods' containers use of processor and memory. It only reads.",
  options: {
    ...nodeOptions,
    interval: {
      type: 'number',
      value: 'SECONDS',
      minimum: 0.1,
      description: 'Time over which the processor is measured. Default: 2.',
    },
  },
  async run(context) {
    const { options, terminal, operands } = context;
    rejectOperands('stats', operands);
    const seconds = options.number('interval') ?? 2;
    const outcomes = await onNodes(context, async (transport, target): Promise<Measured> => {
      const before = await observeNode(transport, target, { withUsage: true });
      await pause(seconds * 1000);
      return { before, node: await observeNode(transport, target, { withUsage: true, previous: before }) };
    });
    if (options.text('output') === 'json') {
      terminal.print(formatNodesJson(outcomes, (measured) => ({ containers: measure(measured) })));
    } else {
      const done = doneOnly(outcomes);
      terminal.print(
        done
          .map(({ target, value }) => `${done.length > 1 ? `${printableLine(target.name)}\n` : ''}${format(value)}`)
          .join('\n'),
      );
    }
    tellFailures(context, outcomes);
    return outcomes.every(({ state }) => state === 'done') ? 0 : 1;
  },
};

interface Measured {
  readonly before: ObservedNode;
  readonly node: ObservedNode;
}

interface ContainerRow {
  readonly namespace: string;
  readonly pod: string;
  readonly name: string;
  readonly id: string;
  readonly cores?: number;
  readonly memoryBytes?: number;
}

function measure({ before, node }: Measured): ContainerRow[] {
  return joinStaticPods(node).flatMap(({ namespace, name: pod, containers }) =>
    containers.flatMap(({ name, id }) => {
      const now = node.usage.get(id);
      if (now?.memoryBytes === undefined) {
        return [];
      }
      const cores = coresUsed(before.usage.get(id), now);
      return [{ namespace, pod, name, id, ...(cores === undefined ? {} : { cores }), memoryBytes: now.memoryBytes }];
    }),
  );
}

function format(measured: Measured): string {
  const rows = measure(measured).map(({ namespace, pod, name, cores, memoryBytes }) => [
    `${namespace}/${pod}`,
    name,
    cores === undefined ? '-' : formatCores(cores),
    memoryBytes === undefined ? '-' : formatBytes(memoryBytes),
  ]);
  return rows.length === 0 ? 'no container runs\n' : formatTable(['POD', 'CONTAINER', 'CPU', 'MEMORY'], rows);
}
