import { klogTime, parseKlog, type KlogEntry } from '../node/kubelet/klog';
import { parseJournal } from '../node/kubelet/problem';
import type { ObservedNode } from '../node/observed-node';
import { mirrorScript } from '../node/scripts';
import type { Transport } from '../transport/transport';
import { explainRefusal, notRegistered, type MirrorReason } from './explain';

/** An entry of the kubelet's log about mirror Pods or its API server. */
export interface MirrorEntry extends KlogEntry {
  /** Seconds since 1970, by the node's clock. */
  readonly time: number;
  readonly text: string;
}

/** A kubelet syncs each Pod every one to one and a half minutes and says each time why it can't mirror it. */
const windowSeconds = 300;

/** What the kubelet said lately; one round trip. Throws TransportError, and an Error where its log can't be read. */
export async function readMirrorLog(
  transport: Transport,
  node: ObservedNode,
  signal?: AbortSignal,
): Promise<MirrorEntry[]> {
  const result = await transport.exec({
    argv: ['sh', '-s', '--', `unit=${node.kubelet.unit}`, `seconds=${windowSeconds}`],
    stdin: mirrorScript,
    asRoot: true,
    ...(signal === undefined ? {} : { signal }),
  });
  if (result.exitCode !== 0) {
    const said = result.stderr.toString('utf8').trim().split('\n')[0] ?? '';
    throw new Error(`The kubelet's log on ${transport.label} can't be read: ${said || 'no reason given'}`);
  }
  return parseMirrorLog(result.stdout.toString('utf8'), node.time);
}

/** Oldest first. `now` is the node's clock, which gives the entries of a log file their year. */
export function parseMirrorLog(text: string, now: number): MirrorEntry[] {
  return parseJournal(text)
    .flatMap((line) => {
      const entry = parseKlog(line.text);
      return entry === undefined
        ? []
        : [{ ...entry, time: line.time ?? klogTime(entry, now, '+0000'), text: line.text }];
    })
    .sort((a, b) => a.time - b.time);
}

/** Of what the kubelet says in turns, how far back the cause may lie: it tries its lease every seven seconds. */
const causeSeconds = 60;

const failures =
  /^Failed creating a mirror pod|^Unable to register mirror pod|^No need to create a mirror pod|^Unable to register node|^Failed to ensure lease exists|^Failed to update lease|^Unable to update node status|^Error updating node status/;

/** Why the kubelet could not mirror the Pod, by its last word on it; undefined where it did not say. */
export function refusalOf(entries: readonly MirrorEntry[], pod: string): MirrorReason | undefined {
  const ofPod = entries.findLast(({ message, values }) => failures.test(message) && values.get('pod') === pod);
  return ofPod === undefined ? undefined : explainEntry(ofPod);
}

/** What keeps the kubelet from its API server, by its last word on it. */
export function connectionRefusal(entries: readonly MirrorEntry[]): MirrorReason | undefined {
  const ofNode = entries.filter(({ message, values }) => failures.test(message) && values.get('pod') === undefined);
  const newest = ofNode.at(-1)?.time ?? 0;
  // That the node is not registered is said ten times a second and in many ways; why, in one entry among them.
  const reasons = ofNode.filter(({ time }) => time > newest - causeSeconds).map(explainEntry);
  return reasons.findLast(({ kind }) => kind !== 'node-not-registered' && kind !== 'other') ?? reasons.at(-1);
}

function explainEntry(entry: MirrorEntry): MirrorReason {
  const error = entry.values.get('err') ?? '';
  const said = error === '' ? entry.message : error;
  const reason = explainRefusal(said);
  if (reason.kind !== 'other') {
    return reason;
  }
  return /node is not registered|node has been removed|failed to get node info|Unable to register node/.test(
    entry.message,
  )
    ? notRegistered(said)
    : reason;
}
