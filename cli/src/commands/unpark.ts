import { planUnpark } from '../../../client/src/node/plan-pod';
import { changeNodes } from '../change-nodes';
import { changeOptions } from '../change-options';
import type { Command } from '../command';
import { NodeJudge } from '../judge';
import { readPod } from './operands';

export const unparkCommand: Command = {
  usage: '[NAMESPACE/]POD NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description: 'Brings a parked static Pod back, and waits until its containers run and stay.',
  options: changeOptions,
  run(context) {
    const pod = readPod(context.operands);
    return changeNodes(context, {
      plan: (node) => planUnpark(node, pod, new NodeJudge(node)),
      nameOf: ({ path, name }) => path || name,
    });
  },
};
