import type { Transport } from '../transport/transport';
import { parseContainerStatus, type ContainerStatus } from './crictl/inspect';
import { parsePodSandboxes, type PodSandbox } from './crictl/pods';
import { readCrictlError } from './crictl/stderr';
import { parseKlog, type KlogEntry } from './kubelet/klog';
import type { ObservedNode } from './observed-node';
import { ObserveError } from './observe';
import { timelineScript } from './scripts';
import { findReport, keyValues, readReport, withSections, type Section } from './sections';
import { describeExit, type PodOnNode } from './static-pods';

/** One thing that happened to a Pod. */
export interface TimelineEntry {
  /** Seconds since 1970 by the node's clock. */
  readonly time: number;
  readonly what: 'manifest' | 'sandbox' | 'created' | 'started' | 'ended' | 'kubelet';
  /** Undefined for what is about the whole Pod. */
  readonly container: string | undefined;
  readonly attempt: number | undefined;
  /** For people, on one line. */
  readonly text: string;
  /** The kubelet's severity, and `error` for a container that failed. */
  readonly severity: 'information' | 'warning' | 'error';
}

export interface PodTimeline {
  /** In order of time. */
  readonly entries: readonly TimelineEntry[];
  /** What the entries amount to, a sentence each. */
  readonly findings: readonly string[];
  /** The last lines of the newest container that has ended. */
  readonly lastLines: readonly string[];
  /** By the node's clock. */
  readonly now: number;
  /** Offset of the node's own time from UTC, in minutes. */
  readonly zoneMinutes: number;
  /** What kept this from being complete. */
  readonly remarks: readonly string[];
}

/** Longer ago the journal is not read: a Pod that ran for months has little to tell of its start. */
const longestSeconds = 24 * 3600;

/** What the node still knows of a Pod's past, in one round trip. Throws TransportError, ObserveError, SectionError. */
export async function readTimeline(
  transport: Transport,
  node: ObservedNode,
  pod: PodOnNode,
  signal?: AbortSignal,
): Promise<PodTimeline> {
  const known = [
    ...pod.manifests.map(({ modificationTime }) => modificationTime),
    ...(pod.sandbox === undefined ? [] : [pod.sandbox.createdAt]),
  ];
  // What the kubelet said before is about a Pod of the same name that is no more.
  const begin = Math.min(...(known.length === 0 ? [node.time - 600] : known));
  const settings = [
    `namespace=${pod.namespace}`,
    `pod=${pod.podName}`,
    `crictl=${node.runtime.crictl}`,
    `runtimeEndpoint=${node.runtime.endpoint}`,
    `unit=${node.kubelet.unit}`,
    `since=${Math.floor(Math.max(begin - 2, node.time - longestSeconds))}`,
    ...pod.manifests.map(({ path }) => `paths=${path}`),
  ];
  const { stdin, read } = withSections(timelineScript);
  const result = await transport.exec({
    argv: ['sh', '-s', '--', ...settings],
    stdin,
    asRoot: true,
    ...(signal === undefined ? {} : { signal }),
  });
  if (result.exitCode !== 0) {
    throw new ObserveError(`The timeline of ${pod.name} can't be read: ${result.stderr.toString('utf8').trim()}`);
  }
  return parseTimeline(read(result.stdout), pod);
}

/** Exported for tests: what a node printed comes in here. */
export function parseTimeline(sections: readonly Section[], pod: PodOnNode): PodTimeline {
  const machine = keyValues(sections.find(({ name }) => name === 'machine')?.body ?? Buffer.alloc(0));
  const remarks: string[] = [];
  const sandboxes = readList(sections, 'crictl.pods', parsePodSandboxes, remarks);
  const statuses = sections.flatMap((section, index) => {
    const report = section.name === 'crictl.inspect' ? readReport(sections, index) : undefined;
    return report?.exitCode === 0 ? [parseContainerStatus(report.stdout)] : [];
  });
  const journal = findReport(sections, 'journal');
  if (journal === undefined) {
    remarks.push('The kubelet’s journal could not be read, so its own words are missing.');
  }
  const entries = [
    ...pod.manifests.map((manifest): TimelineEntry => {
      const text = `${manifest.path} was written`;
      return { time: manifest.modificationTime, what: 'manifest', ...wholePod, text, severity: 'information' };
    }),
    ...sandboxes.map(describeSandbox),
    ...statuses.flatMap(describeStatus),
    ...readJournal(journal?.stdout ?? ''),
  ].sort((a, b) => a.time - b.time);
  const logs = findReport(sections, 'crictl.logs');
  return {
    entries,
    findings: findCauses(statuses, pod),
    lastLines: `${logs?.stdout ?? ''}\n${logs?.stderr ?? ''}`.split('\n').filter((line) => line !== ''),
    now: Number(machine.get('time')),
    zoneMinutes: readZone(machine.get('zone') ?? '+0000'),
    remarks,
  };
}

const wholePod = { container: undefined, attempt: undefined } as const;

function readList<T>(sections: readonly Section[], name: string, parse: (text: string) => T[], remarks: string[]): T[] {
  const report = findReport(sections, name);
  if (report?.exitCode === 0) {
    return parse(report.stdout);
  }
  remarks.push(`\`${name.replace('.', ' ')}\` failed: ${readCrictlError(report?.stderr ?? '') || 'no reason given'}`);
  return [];
}

function describeSandbox({ createdAt, attempt, state, configHash }: PodSandbox): TimelineEntry {
  const hash = configHash === '' ? '' : `, config hash ${configHash}`;
  const over = state === 'SANDBOX_READY' ? '' : '; it has ended since';
  return {
    time: createdAt,
    what: 'sandbox',
    ...wholePod,
    text: `PodSandbox created, attempt ${attempt}${hash}${over}`,
    severity: 'information',
  };
}

function describeStatus(status: ContainerStatus): TimelineEntry[] {
  const { name: container, attempt, createdAt, startedAt, finishedAt, exit } = status;
  const common = { container, attempt, severity: 'information' } as const;
  const entries: TimelineEntry[] = [
    { ...common, time: createdAt, what: 'created', text: `attempt ${attempt} created from ${status.image}` },
  ];
  if (startedAt !== undefined) {
    entries.push({ ...common, time: startedAt, what: 'started', text: `attempt ${attempt} started` });
  }
  if (finishedAt !== undefined) {
    const ran = startedAt === undefined ? '' : ` after ${formatSeconds(finishedAt - startedAt)}`;
    const end = describeExit(exit).replace(/^it ended/, `attempt ${attempt} ended${ran}`);
    entries.push({
      ...common,
      time: finishedAt,
      what: 'ended',
      text: end.replace(/\s*\n\s*/g, ' '),
      severity: exit.exitCode === 0 ? 'information' : 'error',
    });
  }
  return entries;
}

/** What the kubelet said again and again is told once, with how often. */
function readJournal(text: string): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const open = new Map<string, { entry: TimelineEntry; count: number; index: number; last: number }>();
  for (const line of text.split('\n')) {
    const match = /^(\d+\.\d+) (.*)$/.exec(line);
    const klog = match === null ? undefined : parseKlog(match[2] ?? '');
    if (match === null || klog === undefined) {
      continue;
    }
    const { said, container } = readEntry(klog);
    const time = Number(match[1]);
    const known = open.get(said);
    if (known !== undefined && time - known.last < 600) {
      known.count += 1;
      known.last = time;
      entries[known.index] = {
        ...known.entry,
        text: `${said} (${known.count} times within ${formatSeconds(time - known.entry.time)})`,
      };
      continue;
    }
    const entry: TimelineEntry = {
      time,
      what: 'kubelet',
      container,
      attempt: undefined,
      text: said,
      severity: klog.severity === 'fatal' ? 'error' : klog.severity,
    };
    open.set(said, { entry, count: 1, index: entries.length, last: time });
    entries.push(entry);
  }
  return entries;
}

/**
 * What an entry says, on one line. A failed start is wrapped in the message of the Pod's sync
 * (pkg/kubelet/kuberuntime/kuberuntime_manager.go and pkg/kubelet/pod_workers.go, v1.37), around what counts.
 */
function readEntry({ message, values }: KlogEntry): { readonly said: string; readonly container: string | undefined } {
  const err = values.get('err') ?? values.get('error');
  const wrapped = err === undefined ? null : /^failed to "\w+" for "([^"]+)" with (\w+): "(.*)"$/s.exec(err);
  const said =
    wrapped === null
      ? [message, ...(err === undefined ? [] : [err])].join(': ')
      : `${wrapped[2] ?? ''}: ${(wrapped[3] ?? '').replaceAll('\\"', '"').replace(/(container)=\S+ pod=\S+$/, '$1')}`;
  return { said: said.replace(/\s*\n\s*/g, ' '), container: wrapped?.[1] ?? values.get('containerName') };
}

/** Why a Pod is as it is, as far as ends of containers tell. */
function findCauses(statuses: readonly ContainerStatus[], pod: PodOnNode): string[] {
  const findings: string[] = [];
  if (pod.state.state === 'refused') {
    findings.push(`The kubelet refuses the manifest, so nothing is started from it: ${pod.state.reason}.`);
  }
  for (const name of new Set(statuses.map((status) => status.name))) {
    const attempts = statuses.filter((status) => status.name === name).sort((a, b) => a.attempt - b.attempt);
    const ended = attempts.filter(({ finishedAt }) => finishedAt !== undefined);
    const failed = ended.filter(({ exit }) => exit.exitCode !== 0);
    const [first] = attempts;
    const newest = attempts.at(-1);
    const last = failed.at(-1);
    if (last === undefined || newest === undefined || first === undefined) {
      continue;
    }
    const codes = [...new Set(failed.map(({ exit }) => exit.exitCode))];
    const every = failed.length === 1 ? 'It ended' : 'Each of these ended';
    const gone = first.attempt > 0 ? ` (of attempts before ${first.attempt} nothing is left on the node)` : '';
    const starts = newest.attempt === 0 ? 'was started once' : `was started ${newest.attempt + 1} times`;
    const ran = describeTimes(failed);
    findings.push(
      `Container ${name} ${starts}${gone}. ${every} with exit code ${codes.join(' or ')}${ran}: ${explainExit(last)}.`,
    );
    if (newest.attempt > 0 && newest.finishedAt !== undefined) {
      findings.push(
        `The kubelet starts ${name} again, and waits longer each time it fails (10 s, doubling up to 5 minutes), until it has run for 10 minutes.`,
      );
    }
  }
  return findings;
}

function describeTimes(failed: readonly ContainerStatus[]): string {
  const times = failed.flatMap(({ startedAt, finishedAt }) =>
    startedAt === undefined || finishedAt === undefined ? [] : [finishedAt - startedAt],
  );
  if (times.length === 0) {
    return '';
  }
  const [least, most] = [formatSeconds(Math.min(...times)), formatSeconds(Math.max(...times))];
  return least === most ? ` after ${least}` : ` after ${least} to ${most}`;
}

/** What an exit code usually means: signals are 128 and their number, as shells and runtimes count. */
function explainExit({ exit }: ContainerStatus): string {
  if (exit.reason === 'OOMKilled') {
    return 'it took more memory than its limit allows; raise `resources.limits.memory`, or find out what takes it';
  }
  if (exit.reason === 'StartError' || exit.reason === 'ContainerCannotRun') {
    return `it could not be started${exit.message === '' ? '' : `: ${exit.message.replace(/\s*\n\s*/g, ' ')}`}`;
  }
  switch (exit.exitCode) {
    case 126:
      return 'its command is there and can’t be executed; look at `command` and the file’s rights in the image';
    case 127:
      return 'its command was not found; look at `command` and what the image holds';
    case 134:
      return 'it aborted itself (SIGABRT)';
    case 137:
      return 'it was killed (SIGKILL): a probe that failed, a stop that took too long, or the node’s memory';
    case 139:
      return 'it crashed (SIGSEGV)';
    case 143:
      return 'it was asked to stop (SIGTERM): by a probe that failed, or by somebody';
    default:
      return 'its own doing; its last lines say more';
  }
}

function formatSeconds(seconds: number): string {
  if (seconds < 10) {
    return `${Math.max(0, seconds).toFixed(1)} s`;
  }
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

function readZone(text: string): number {
  const match = /^([+-])(\d\d)(\d\d)$/.exec(text);
  return match === null ? 0 : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** `2026-11-23 03:04:05.678`, in the node's own time, as the kubelet's log has it. */
function formatNodeTime(time: number, zoneMinutes: number): string {
  return new Date((time + zoneMinutes * 60) * 1000).toISOString().replace('T', ' ').replace('Z', '');
}

/** Lines of up to 100 characters. */
function wrap(text: string): string[] {
  return text.match(/.{1,100}(?=\s|$)\s?/gs)?.map((line) => line.trimEnd()) ?? [text];
}

/** The whole timeline as text. */
export function formatTimeline(title: string, timeline: PodTimeline): string {
  const { entries, findings, lastLines, remarks, now, zoneMinutes } = timeline;
  const zone = `${zoneMinutes < 0 ? '-' : '+'}${new Date(Math.abs(zoneMinutes) * 60_000).toISOString().slice(11, 16)}`;
  const who = (entry: TimelineEntry): string => entry.container ?? (entry.what === 'kubelet' ? 'kubelet' : entry.what);
  const width = Math.max(0, ...entries.map((entry) => who(entry).length));
  const rows = entries.map((entry) => {
    const said = entry.what === 'kubelet' && entry.container !== undefined ? `the kubelet: ${entry.text}` : entry.text;
    const mark = { information: ' ', warning: '!', error: '✗' }[entry.severity];
    return `${formatNodeTime(entry.time, zoneMinutes)}  ${mark} ${who(entry).padEnd(width)}  ${said}`;
  });
  return [
    title,
    `As of ${formatNodeTime(now, zoneMinutes)} (${zone})`,
    '',
    ...(findings.length === 0 ? ['No container of it has failed, as far as the node remembers.'] : findings).flatMap(
      wrap,
    ),
    ...remarks.flatMap((remark) => wrap(`Note: ${remark}`)),
    '',
    ...rows,
    ...(lastLines.length === 0
      ? []
      : ['', 'Last lines of the container that ended last:', ...lastLines.map((line) => `  ${line}`)]),
    '',
  ].join('\n');
}
