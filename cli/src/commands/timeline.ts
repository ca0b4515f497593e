import { observeNode } from '../../../client/src/node/observe';
import { formatTimeline, readTimeline } from '../../../client/src/node/timeline';
import type { Command } from '../command';
import { nodeOptions } from '../node-options';
import { doneOnly, formatNodesJson, onNodes, tellFailures } from '../nodes';
import { printable } from '../output/printable';
import { findPod } from './find-pod';
import { readPod } from './operands';

export const timelineCommand: Command = {
  usage: '[NAMESPACE/]POD NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description:
    "Tells what happened to a static Pod, in order: its containers' attempts and how they ended, and what the kubelet\nsaid of it. It only reads.",
  options: nodeOptions,
  async run(context) {
    const { options, terminal } = context;
    const name = readPod(context.operands);
    const outcomes = await onNodes(context, async (transport, target) => {
      const node = await observeNode(transport, target);
      const pod = findPod(node, name);
      return { pod, timeline: await readTimeline(transport, node, pod) };
    });
    if (options.text('output') === 'json') {
      terminal.print(
        formatNodesJson(outcomes, ({ pod, timeline: { entries, findings, lastLines, remarks } }) => ({
          pod: `${pod.namespace}/${pod.name}`,
          state: pod.state.state,
          findings,
          entries: entries.map(({ time, ...entry }) => ({ time: new Date(time * 1000).toISOString(), ...entry })),
          lastLines,
          ...(remarks.length === 0 ? {} : { remarks }),
        })),
      );
    } else {
      for (const { target, value } of doneOnly(outcomes)) {
        const { pod, timeline } = value;
        const title = `Timeline of ${pod.namespace}/${pod.name} on ${target.name}: ${pod.state.state}`;
        terminal.print(printable(formatTimeline(title, timeline)));
      }
    }
    tellFailures(context, outcomes);
    return outcomes.every(({ state }) => state === 'done') ? 0 : 1;
  },
};
