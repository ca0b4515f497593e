import { runNodeCommand } from '../../../client/src/node/crictl/command';
import { inspectContainer, inspectImage, inspectSandbox } from '../../../client/src/node/crictl/inspect-commands';
import { observeNode } from '../../../client/src/node/observe';
import type { ObservedNode } from '../../../client/src/node/observed-node';
import { UsageError, type Command } from '../command';
import { nodeOptions } from '../node-options';
import { doneOnly, onNodes, tellFailures } from '../nodes';
import { printable } from '../output/printable';
import { findContainer, findPod, readPodAndContainer, requireOneNode } from './find-pod';

export const inspectCommand: Command = {
  usage: '[NAMESPACE/]POD [CONTAINER] NODE [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description:
    "Prints all that the runtime knows of a static Pod's sandbox, or of one of its containers, as JSON. It only reads.",
  options: { ...nodeOptions, image: { type: 'flag', description: "The container's image instead." } },
  async run(context) {
    const { options, terminal } = context;
    const { pod, container } = readPodAndContainer(context.operands);
    requireOneNode(options, 'This is about');
    if (options.flag('image') && container === undefined) {
      throw new UsageError('Name the container whose image is meant: [NAMESPACE/]POD CONTAINER --image.');
    }
    const outcomes = await onNodes(context, async (transport, target) => {
      const node = await observeNode(transport, target);
      return runNodeCommand(transport, chooseCommand(node, pod, container, options.flag('image')));
    });
    for (const { value } of doneOnly(outcomes)) {
      terminal.print(printable(value.endsWith('\n') ? value : `${value}\n`));
    }
    tellFailures(context, outcomes);
    return outcomes.every(({ state }) => state === 'done') ? 0 : 1;
  },
};

function chooseCommand(
  node: ObservedNode,
  name: string,
  container: string | undefined,
  image: boolean,
): ReturnType<typeof inspectContainer> {
  const pod = findPod(node, name);
  if (container === undefined) {
    if (pod.sandbox === undefined) {
      throw new Error(`The Pod ${pod.name} has no PodSandbox yet: nothing of it runs.`);
    }
    return inspectSandbox(node, pod.sandbox.id);
  }
  const found = findContainer(pod, container);
  return image ? inspectImage(node, found.image) : inspectContainer(node, found.id);
}
