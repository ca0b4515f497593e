import { StringDecoder } from 'node:string_decoder';
import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import type { LogSource } from '../documents/log-document';
import { streamLogs, type LogReader } from '../node/crictl/logs';
import { followLogs as followAttempts, mergeByTime, prefixLines } from '../node/follow-logs';
import { kubeletLogArguments } from '../node/kubelet/log';
import type { ContainerState, PodOnNode } from '../node/static-pods';
import type { ContainerElement, PodElement } from '../views/elements';
import { CommandError, type Command, type CommandContext } from './command';
import { elementsOf } from './tree-element';

/** Lines that a log starts with. */
const lastLines = 1000;

/** Several logs of one selection are opened, not dozens by mistake. */
const mostAtOnce = 8;

export interface LogWishes {
  readonly follow?: boolean;
  readonly previous?: boolean;
  readonly timestamps?: boolean;
  /** `5m`, or an RFC 3339 time. */
  readonly since?: string;
  /** Every container of the Pod, in one document. */
  readonly all?: boolean;
}

export const showLogs: Command = (context, ...args) => openLogs(context, args, {});
export const followLogs: Command = (context, ...args) => openLogs(context, args, { follow: true });
export const showPreviousLogs: Command = (context, ...args) => openLogs(context, args, { previous: true });

/** Asks what to show of a log; another extension may say so as a second or third argument instead. */
export const showLogsWithOptions: Command = async (context, ...args) => {
  const said = args.slice(1).find(isWishes);
  const [element] = elementsOf(context, args, 'container', 'pod');
  const wishes = said ?? (element === undefined ? undefined : await askWishes(element));
  if (wishes !== undefined) {
    await openLogs(context, args.slice(0, 1), wishes);
  }
};

async function openLogs(context: CommandContext, args: readonly unknown[], wishes: LogWishes): Promise<void> {
  const elements = elementsOf(context, args, 'container', 'pod');
  if (elements.length > mostAtOnce) {
    throw new CommandError(`${elements.length} logs at once would be too many: select up to ${mostAtOnce}.`);
  }
  for (const element of elements) {
    const containers = wishes.all === true ? element.pod.containers : await containersOf(element);
    if (containers.length > 0) {
      await context.logs.show(logSource(element.node, element.pod, containers, wishes));
    }
  }
}

/** A Pod's only container, or the one that is chosen, or all. */
async function containersOf(element: ContainerElement | PodElement): Promise<readonly ContainerState[]> {
  if (element.kind === 'container') {
    return [element.container];
  }
  const { containers, name } = element.pod;
  if (containers.length < 2) {
    return containers;
  }
  const items = [
    { label: '$(list-flat) All Containers', description: 'in one document', containers },
    ...containers.map((container) => ({
      label: container.name,
      description: container.state,
      containers: [container],
    })),
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: `Logs of which container of ${name}?` });
  return chosen?.containers ?? [];
}

function logSource(
  node: ConfiguredNode,
  pod: PodOnNode,
  containers: readonly ContainerState[],
  wishes: LogWishes,
): LogSource {
  const { follow = false, previous = false, timestamps = false, since } = wishes;
  const [only] = containers;
  const what = containers.length === 1 && only !== undefined ? only.name : 'all containers';
  const marks = [
    ...(previous ? ['the attempt before'] : []),
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(timestamps ? ['with times'] : []),
  ];
  const options = {
    timestamps,
    ...(since === undefined ? { tail: lastLines } : { since }),
    ...(previous ? { previous } : {}),
  };
  return {
    node: node.name,
    title: [`${what} of ${pod.name} on ${node.name}`, ...marks].join(', '),
    key: containers.map(({ id }) => id).join(' '),
    follow,
    read: async ({ transport, look }, reader) => {
      const read = (container: ContainerState, to: LogReader & { readonly signal: AbortSignal }): Promise<void> =>
        follow
          ? followAttempts(transport, look?.observed, { ...nameOf(pod, container), id: container.id }, options, to)
          : streamLogs(transport, look?.observed, { ...options, containerId: container.id }, to);
      if (containers.length === 1 && only !== undefined) {
        await read(only, reader);
      } else if (follow) {
        const width = Math.max(...containers.map(({ name }) => name.length));
        await Promise.all(
          containers.map((container) =>
            read(container, { ...reader, onText: prefixLines(container.name.padEnd(width), reader.onText) }),
          ),
        );
      } else {
        reader.onText(await readMerged(node, containers, wishes, reader.signal));
      }
      return follow ? 'The log has ended: nothing is left to follow.' : '';
    },
  };
}

function nameOf(pod: PodOnNode, container: ContainerState): { namespace: string; podName: string; container: string } {
  return { namespace: pod.namespace, podName: pod.podName, container: container.name };
}

async function readMerged(
  { transport, look }: ConfiguredNode,
  containers: readonly ContainerState[],
  { timestamps = false, since, previous = false }: LogWishes,
  signal: AbortSignal,
): Promise<string> {
  const logs = await Promise.all(
    containers
      .filter(({ attempt }) => !previous || attempt > 0)
      .map(async ({ name, id }) => {
        let text = '';
        await streamLogs(
          transport,
          look?.observed,
          {
            containerId: id,
            timestamps: true,
            ...(since === undefined ? { tail: lastLines } : { since }),
            ...(previous ? { previous } : {}),
          },
          { signal, onText: (more) => (text += more) },
        );
        return { name, text };
      }),
  );
  return mergeByTime(logs, timestamps);
}

interface WishItem extends vscode.QuickPickItem {
  readonly wishes: LogWishes;
}

/** One list: what is ticked counts together. */
async function askWishes(element: ContainerElement | PodElement): Promise<LogWishes | undefined> {
  const name = element.kind === 'pod' ? element.pod.name : element.container.name;
  const attempts = element.kind === 'pod' ? element.pod.containers : [element.container];
  const separator = (label: string): WishItem => ({ label, kind: vscode.QuickPickItemKind.Separator, wishes: {} });
  const items: WishItem[] = [
    { label: '$(debug-line-by-line) Follow', description: 'over restarts', wishes: { follow: true } },
    { label: '$(watch) Timestamps', wishes: { timestamps: true } },
    ...(attempts.some(({ attempt }) => attempt > 0)
      ? [{ label: '$(history) The Attempt Before', wishes: { previous: true } }]
      : []),
    ...(element.pod.containers.length > 1
      ? [{ label: '$(list-flat) All Containers of the Pod', wishes: { all: true } }]
      : []),
    separator('since'),
    ...['1m', '5m', '30m', '1h', '6h', '24h'].map((since) => ({ label: `$(clock) Last ${since}`, wishes: { since } })),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Logs of ${name}`,
    placeHolder: `The last ${lastLines} lines, unless a time is chosen`,
    canPickMany: true,
  });
  if (chosen === undefined) {
    return undefined;
  }
  const wishes = Object.assign({}, ...chosen.map((item) => item.wishes)) as LogWishes;
  if (wishes.follow === true && wishes.previous === true) {
    throw new CommandError(
      'The attempt before writes nothing more, so there is nothing to follow: choose one of both.',
    );
  }
  return wishes;
}

function isWishes(arg: unknown): arg is LogWishes {
  return typeof arg === 'object' && arg !== null && !Array.isArray(arg) && !('kind' in arg);
}

/** The kubelet's own log, followed: why it does what it does. */
export const showKubeletLog: Command = async (context, ...args) => {
  for (const { node } of elementsOf(context, args, 'node')) {
    await context.logs.show({
      node: node.name,
      title: `kubelet on ${node.name}`,
      key: 'kubelet',
      follow: true,
      read: async ({ transport, look }, reader) => {
        const decoder = new StringDecoder('utf8');
        const errors = new StringDecoder('utf8');
        const result = await transport.exec({
          argv: kubeletLogArguments(look?.observed, lastLines),
          asRoot: true,
          signal: reader.signal,
          onStdout: (chunk) => reader.onText(decoder.write(chunk)),
          onStderr: (chunk) => reader.onText(errors.write(chunk)),
        });
        return `The log has ended (exit code ${result.exitCode ?? 'unknown'}).`;
      },
    });
  }
};
