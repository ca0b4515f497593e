import { streamLogs, type LogQuery, type LogReader } from '../../../client/src/node/crictl/logs';
import type { Container } from '../../../client/src/node/crictl/ps';
import { followLogs, mergeByTime, prefixLines } from '../../../client/src/node/follow-logs';
import { observeNode } from '../../../client/src/node/observe';
import type { ObservedNode } from '../../../client/src/node/observed-node';
import type { ContainerState, StaticPodState } from '../../../client/src/node/static-pods';
import type { Transport } from '../../../client/src/transport';
import { UsageError, type Command, type Options } from '../command';
import { nodeOptions } from '../node-options';
import { onNodes, tellFailures } from '../nodes';
import { printable } from '../output/printable';
import { findContainer, findPod, readPodAndContainer, requireOneNode } from './find-pod';

export const logsCommand: Command = {
  usage: '[NAMESPACE/]POD [CONTAINER] NODE [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description:
    "Prints what a static Pod's container wrote. The container may be left out where the Pod has only one, and with --all-containers.",
  options: {
    ...nodeOptions,
    'all-containers': {
      type: 'flag',
      description: 'Every container of the Pod, each line behind its name, in the order of time.',
    },
    follow: { type: 'flag', description: 'Go on, also over restarts, until nothing of the container is left.' },
    previous: { type: 'flag', description: 'The container before the last start.' },
    since: { type: 'text', value: 'TIME', description: 'How long ago (42m), or a time (2026-01-02T13:23:37Z).' },
    tail: { type: 'number', value: 'N', minimum: 0, description: 'The last N lines only.' },
    timestamps: { type: 'flag', description: 'When each line was written.' },
  },
  async run(context) {
    const { options, terminal } = context;
    const { pod, container } = readPodAndContainer(context.operands);
    requireOneNode(options, 'Logs come from');
    rejectContradictions(options, container);
    const stop = new AbortController();
    const interrupt = (): void => {
      stop.abort();
    };
    process.once('SIGINT', interrupt);
    const lines: string[] = [];
    const json = options.text('output') === 'json';
    const reader = {
      signal: stop.signal,
      onText: (text: string): void => {
        if (json) {
          lines.push(text);
        } else {
          terminal.print(printable(text));
        }
      },
    };
    const outcomes = await onNodes(context, async (transport, target) => {
      const node = await observeNode(transport, target, { signal: stop.signal });
      const found = findPod(node, pod);
      const containers = options.flag('all-containers') ? found.containers : [findContainer(found, container)];
      try {
        await readLogs({ transport, node, pod: found, options, reader }, containers);
      } catch (error) {
        if (!stop.signal.aborted) {
          throw error;
        }
      }
      return containers;
    });
    process.off('SIGINT', interrupt);
    if (json) {
      const nodes = outcomes.map((outcome) =>
        outcome.state === 'failed'
          ? { node: outcome.target.name, error: outcome.message }
          : {
              node: outcome.target.name,
              ...describe(outcome.value, options.flag('all-containers')),
              log: lines.join(''),
            },
      );
      terminal.print(`${JSON.stringify({ nodes }, undefined, 2)}\n`);
    }
    tellFailures(context, outcomes);
    return outcomes.every(({ state }) => state === 'done') ? 0 : 1;
  },
};

function rejectContradictions(options: Options, container: string | undefined): void {
  if (options.flag('follow') && options.flag('previous')) {
    throw new UsageError('The container before the last start writes nothing more: leave out --follow or --previous.');
  }
  if (options.flag('all-containers') && container !== undefined) {
    throw new UsageError(`--all-containers prints every container: leave out '${container}', or that option.`);
  }
}

function describe(containers: readonly ContainerState[], all: boolean): object {
  const [only] = containers;
  return all
    ? { containers: containers.map(({ name, id }) => ({ name, id })) }
    : { container: only?.name ?? '', id: only?.id ?? '' };
}

interface Reading {
  readonly transport: Transport;
  readonly node: ObservedNode;
  readonly pod: StaticPodState;
  readonly options: Options;
  readonly reader: LogReader & { readonly signal: AbortSignal };
}

async function readLogs(reading: Reading, containers: readonly ContainerState[]): Promise<void> {
  const { reader, options } = reading;
  const [only] = containers;
  if (!options.flag('all-containers')) {
    await (only === undefined ? undefined : readOne(reading, only, reader));
  } else if (options.flag('follow')) {
    const width = Math.max(0, ...containers.map(({ name }) => name.length));
    await Promise.all(
      containers.map((container) =>
        readOne(reading, container, { ...reader, onText: prefixLines(container.name.padEnd(width), reader.onText) }),
      ),
    );
  } else {
    reader.onText(await readMerged(reading, containers));
  }
}

async function readMerged(reading: Reading, containers: readonly ContainerState[]): Promise<string> {
  const { options, node, pod } = reading;
  const wanted = options.flag('previous')
    ? containers.filter((container) => previousOf(node, pod, container) !== undefined)
    : containers;
  const logs = await Promise.all(
    wanted.map(async (container) => {
      let text = '';
      await readOne(reading, container, { ...reading.reader, onText: (more) => (text += more) }, true);
      return { name: container.name, text };
    }),
  );
  return mergeByTime(logs, options.flag('timestamps'));
}

async function readOne(
  { transport, node, pod, options }: Reading,
  container: ContainerState,
  reader: Reading['reader'],
  timestamps = options.flag('timestamps'),
): Promise<void> {
  const tail = options.number('tail');
  const since = options.text('since');
  const query: Omit<LogQuery, 'containerId'> = {
    timestamps,
    ...(tail === undefined ? {} : { tail: Math.floor(tail) }),
    ...(since === undefined ? {} : { since }),
  };
  if (options.flag('follow')) {
    const { namespace, podName } = pod;
    await followLogs(
      transport,
      node,
      { namespace, podName, container: container.name, id: container.id },
      query,
      reader,
    );
    return;
  }
  const chosen = options.flag('previous') ? previousOf(node, pod, container) : container;
  if (chosen === undefined) {
    throw new Error(`Container '${container.name}' of ${pod.name} has no predecessor on the node any more.`);
  }
  await streamLogs(transport, node, { ...query, containerId: chosen.id }, reader);
}

function previousOf(node: ObservedNode, pod: StaticPodState, { name, id }: ContainerState): Container | undefined {
  return node.containers
    .filter((other) => other.name === name && other.id !== id && isOfPod(node, other, pod))
    .sort((a, b) => b.createdAt - a.createdAt)[0];
}

function isOfPod(node: ObservedNode, container: Container, pod: StaticPodState): boolean {
  const sandbox = node.sandboxes.find(({ id }) => id === container.sandboxId);
  return sandbox?.namespace === pod.namespace && sandbox.name === pod.podName;
}
