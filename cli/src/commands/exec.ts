import { execArguments, hasNoSuchProgram } from '../../../client/src/node/crictl/exec';
import { observeNode } from '../../../client/src/node/observe';
import type { NodeTransport, TerminalSize } from '../../../client/src/transport';
import { UsageError, type Command, type CommandContext } from '../command';
import { nodeOptions } from '../node-options';
import { onNodes, tellFailures } from '../nodes';
import { findContainer, findPod, readPodAndContainer, requireOneNode } from './find-pod';

export const execCommand: Command = {
  usage:
    '[NAMESPACE/]POD [CONTAINER] NODE [OPTIONS] [-- COMMAND…]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description:
    "Runs a command in a static Pod's container, or the best shell that is there. With a terminal on both ends it gets one;\nelse its input and output are this program's. Exits with 1 where the command failed: crictl does not say with what.",
  options: nodeOptions,
  async run(context) {
    const { operands, options, terminal } = context;
    const separator = context.separator ?? operands.length;
    const { pod, container } = readPodAndContainer(operands.slice(0, separator));
    const command = operands.slice(separator);
    requireOneNode(options, 'A command runs on');
    if (options.text('output') === 'json') {
      throw new UsageError('The output is what the command writes: leave out --output.');
    }
    const isInteractive = terminal.stdin.isTTY && process.stdout.isTTY;
    if (!isInteractive && command.length === 0) {
      throw new UsageError('A shell needs a terminal: name the command to run, POD [CONTAINER] NODE -- COMMAND.');
    }
    const outcomes = await onNodes(context, async (transport, target) => {
      const node = await observeNode(transport, target);
      const { id } = findContainer(findPod(node, pod), container);
      const argv = execArguments(node, id, { command, terminal: isInteractive });
      return isInteractive ? runOnTerminal(context, transport, argv) : runWithPipes(context, transport, argv);
    });
    tellFailures(context, outcomes);
    return outcomes.every((outcome) => outcome.state === 'done' && outcome.value === 0) ? 0 : 1;
  },
};

async function runWithPipes(
  { terminal }: CommandContext,
  transport: NodeTransport,
  argv: readonly string[],
): Promise<number> {
  let words = '';
  const result = await transport.exec({
    argv,
    asRoot: true,
    stdin: terminal.stdin.isTTY ? '' : terminal.stdin,
    onStdout: (chunk) => process.stdout.write(chunk),
    onStderr: (chunk) => {
      words = (words + chunk.toString('utf8')).slice(-4096);
      process.stderr.write(chunk);
    },
  });
  if (result.exitCode !== 0 && hasNoSuchProgram(words)) {
    terminal.tell('static-pods: the container has no such program. Its image may hold its own program only.\n');
  }
  return result.exitCode ?? 1;
}

async function runOnTerminal(
  { terminal: { stdin } }: CommandContext,
  transport: NodeTransport,
  argv: readonly string[],
): Promise<number> {
  const { stdout } = process;
  const sizeNow = (): TerminalSize => ({ columns: stdout.columns, rows: stdout.rows });
  const remote = await transport.openTerminal({
    argv,
    asRoot: true,
    size: sizeNow(),
    onData: (chunk) => stdout.write(chunk),
  });
  const type = (chunk: Buffer): void => remote.write(chunk.toString('utf8'));
  const resize = (): void => remote.resize(sizeNow());
  stdin.setRawMode(true);
  stdin.on('data', type);
  stdout.on('resize', resize);
  try {
    return (await remote.ended).exitCode ?? 1;
  } finally {
    stdin.setRawMode(false);
    stdin.off('data', type);
    stdin.pause();
    stdout.off('resize', resize);
  }
}
