import { planPod } from '../../../client/src/node/plan-pod';
import { changeNodes } from '../change-nodes';
import { changeOptions } from '../change-options';
import type { Command } from '../command';
import { readPod } from './operands';

export const removeCommand: Command = {
  usage: '[NAMESPACE/]POD NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description:
    'Takes the manifest of a static Pod out of the folder of each node, and waits until its containers are gone. A copy\nstays on the node in /var/lib/static-pods/revisions.',
  options: changeOptions,
  run(context) {
    const pod = readPod(context.operands);
    return changeNodes(context, {
      plan: (node) => planPod(node, pod, 'remove'),
      nameOf: ({ path, name }) => path || name,
    });
  },
};
