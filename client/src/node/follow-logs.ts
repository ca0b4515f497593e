import { pause } from '../transport/abort';
import type { Transport } from '../transport/transport';
import { CrictlError, crictlArguments, runNodeCommand } from './crictl/command';
import { parseInspect } from './crictl/inspect';
import { streamLogs, type LogQuery, type LogReader } from './crictl/logs';
import { listAttempts, type Container, type ContainerName } from './crictl/ps';
import type { ObservedNode } from './observed-node';
import { describeExit } from './static-pods';

/** A container by what stays the same over its attempts, and the attempt to begin with. */
export interface LoggedContainer extends ContainerName {
  readonly id: string;
}

type Options = Omit<LogQuery, 'containerId' | 'follow'>;

/** Milliseconds between two questions whether the kubelet has started a container again. */
const firstWait = 500;
const longestWait = 5000;

/**
 * Follows a container from attempt to attempt: when one has ended, its end is told on a line of its own and the log of
 * the next is taken up from its beginning. Resolves when nothing of the container is left on the node. Throws
 * CrictlError and TransportError; a TransportError('cancelled') where the signal came.
 */
export async function followLogs(
  transport: Transport,
  node: ObservedNode | undefined,
  container: LoggedContainer,
  options: Options,
  reader: LogReader & { readonly signal: AbortSignal },
): Promise<void> {
  let id = container.id;
  let query: LogQuery = { ...options, containerId: id, follow: true };
  for (;;) {
    await streamLogs(transport, node, query, reader);
    const told = new Waiting(container.container, reader);
    let next: Container | undefined;
    for (let wait = firstWait; next === undefined; wait = Math.min(2 * wait, longestWait)) {
      const attempts = await runNodeCommand(transport, listAttempts(node, container), reader.signal);
      const current = attempts.find((attempt) => attempt.id === id);
      next = attemptAfter(attempts, current);
      if (next === undefined && attempts.length === 0) {
        reader.onText(mark(`${container.container}: nothing of it is left on the node`));
        return;
      }
      if (next === undefined && current?.state === 'running') {
        // crictl ended, and the container did not: its log was rotated away under it, or crictl was killed.
        next = current;
        break;
      }
      if (next === undefined) {
        await told.tell(() => endOf(transport, node, id, reader.signal));
        await pause(wait, reader.signal);
      }
    }
    if (next.id === id) {
      query = { ...options, containerId: id, follow: true, tail: 0 };
      await pause(firstWait, reader.signal);
      continue;
    }
    await told.tell(() => endOf(transport, node, id, reader.signal));
    reader.onText(mark(`${container.container}: attempt ${next.attempt}`));
    id = next.id;
    query = { ...(options.timestamps === true ? { timestamps: true } : {}), containerId: id, follow: true };
  }
}

function attemptAfter(attempts: readonly Container[], current: Container | undefined): Container | undefined {
  const later = attempts.filter(({ createdAt }) => createdAt > (current?.createdAt ?? 0));
  return later.sort((a, b) => a.createdAt - b.createdAt)[0];
}

/** Says once how an attempt ended. */
class Waiting {
  #isTold = false;

  constructor(
    private readonly name: string,
    private readonly reader: LogReader,
  ) {}

  async tell(end: () => Promise<string>): Promise<void> {
    if (!this.#isTold) {
      this.#isTold = true;
      this.reader.onText(mark(`${this.name}: ${await end()}`));
    }
  }
}

async function endOf(
  transport: Transport,
  node: ObservedNode | undefined,
  id: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    const command = { argv: crictlArguments(node, 'inspect', '-o', 'json', id), parse: parseInspect };
    const { exit } = await runNodeCommand(transport, command, signal);
    return exit.finishedAt === '' || exit.finishedAt.startsWith('0001-') ? 'it goes on' : describeExit(exit);
  } catch (error) {
    if (error instanceof CrictlError) {
      return 'it is gone';
    }
    throw error;
  }
}

/** A line that no container wrote. */
export function mark(text: string): string {
  return `──── ${text} ────\n`;
}

export function isMark(line: string): boolean {
  return line.startsWith('──── ') && line.endsWith(' ────');
}

/** Puts a name before each whole line, so that several logs can be read as one. */
export function prefixLines(name: string, onText: (text: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) {
      onText(lines.map((line) => (isMark(line) ? `${line}\n` : `${name} │ ${line}\n`)).join(''));
    }
  };
}

/**
 * The logs of several containers, read with timestamps, in the order of time. Lines without one (a container's own
 * half lines) stay behind the line that they follow.
 */
export function mergeByTime(
  logs: readonly { readonly name: string; readonly text: string }[],
  timestamps: boolean,
): string {
  const width = Math.max(0, ...logs.map(({ name }) => name.length));
  const entries = logs.flatMap(({ name, text }) => {
    let time = '';
    const lines = text.split('\n');
    if (lines.at(-1) === '') {
      lines.pop();
    }
    return lines.map((line) => {
      const match = /^(\d{4}-\d\d-\d\dT\S+) ?(.*)$/s.exec(line);
      time = match?.[1] ?? time;
      const said = match === null || timestamps ? line : (match[2] ?? '');
      return { time: comparable(time), line: `${name.padEnd(width)} │ ${said}` };
    });
  });
  // Sorting is stable: lines of one moment keep their order.
  return entries
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map(({ line }) => `${line}\n`)
    .join('');
}

/** RFC 3339 drops trailing zeros of a fraction, which text would sort wrongly. */
function comparable(time: string): string {
  const match = /^(.*T\d\d:\d\d:\d\d)(?:\.(\d+))?/.exec(time);
  return match === null ? time : `${match[1] ?? ''}.${(match[2] ?? '').padEnd(9, '0')}`;
}
