import { planPod } from '../../../client/src/node/plan-pod';
import { changeNodes } from '../change-nodes';
import { changeOptions } from '../change-options';
import type { Command } from '../command';
import { readPod } from './operands';

export const parkCommand: Command = {
  usage: '[NAMESPACE/]POD NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description:
    'Takes a static Pod off each node until `unpark` brings it back: its manifest lies in /var/lib/static-pods/parked\nmeanwhile. Waits until its containers are gone.',
  options: changeOptions,
  run(context) {
    const pod = readPod(context.operands);
    return changeNodes(context, {
      plan: (node) => planPod(node, pod, 'park'),
      nameOf: ({ path, name }) => path || name,
    });
  },
};
