import { planPod } from '../../../client/src/node/plan-pod';
import { changeNodes } from '../change-nodes';
import { changeOptions } from '../change-options';
import type { Command } from '../command';
import { readPod } from './operands';

export const restartCommand: Command = {
  usage: '[NAMESPACE/]POD NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description:
    'Starts a static Pod anew: its manifest goes out of the folder, and comes back once its sandbox is gone. A Pod that\ncomes back too soon is not started anew.',
  options: changeOptions,
  run(context) {
    const pod = readPod(context.operands);
    return changeNodes(context, {
      plan: (node) => planPod(node, pod, 'restart'),
      nameOf: ({ path, name }) => path || name,
    });
  },
};
