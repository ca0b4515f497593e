import { pause } from '../transport/abort';
import { TransportError, type Transport } from '../transport/transport';
import { observeNode, type NodeOverrides } from './observe';
import type { ObservedNode } from './observed-node';
import { judgeTaken, type ListChange, type Taken } from './publish';

export interface Follower {
  readonly name: string;
  readonly target: NodeOverrides;
  readonly transport: Transport;
}

/** What became of the list on one node. */
export interface FollowedNode {
  readonly node: string;
  readonly nodeName: string;
  readonly url: string;
  /** `waiting`: not within the time. */
  readonly result: 'taken' | 'waiting' | 'refused' | 'unreachable';
  readonly seconds?: number;
  readonly message: string;
  readonly pods: Taken['pods'];
}

export interface FollowOptions {
  /** Default: two of the node's httpCheckFrequency, and a minute. */
  readonly timeoutSeconds?: number;
  /** Aborting ends the wait, not what was published: nodes that have not taken it are `waiting`. */
  readonly signal?: AbortSignal;
  /** What one node lacks, each time that it was looked at. */
  readonly onWait?: (node: string, lacking: string) => void;
  readonly onFollowed?: (followed: FollowedNode) => void;
}

/**
 * Looks at each node before anything is published, and gives back the wait for what is published then: the config
 * hashes of before are what an update must differ from.
 */
export async function followNodes(
  nodes: readonly Follower[],
  changes: readonly ListChange[],
  options: FollowOptions = {},
): Promise<() => Promise<FollowedNode[]>> {
  const abort = options.signal === undefined ? {} : { signal: options.signal };
  const looks = await Promise.all(
    nodes.map(async ({ transport, target }) => {
      try {
        return { before: await observeNode(transport, target, abort) };
      } catch (error) {
        return { error: describeError(error) };
      }
    }),
  );
  return () =>
    Promise.all(
      nodes.map(async (node, index): Promise<FollowedNode> => {
        const look = looks[index];
        if (look?.before === undefined) {
          return { ...unknown(node), result: 'unreachable', message: look?.error ?? '' };
        }
        const followed = await follow(node, look.before, changes, options);
        options.onFollowed?.(followed);
        return followed;
      }),
    );
}

function unknown({ name }: Follower): Omit<FollowedNode, 'result' | 'message'> {
  return { node: name, nodeName: '', url: '', pods: [] };
}

async function follow(
  { name, transport, target }: Follower,
  before: ObservedNode,
  changes: readonly ListChange[],
  { timeoutSeconds, signal, onWait }: FollowOptions,
): Promise<FollowedNode> {
  const told = { node: name, nodeName: before.nodeName, url: before.staticPodURL };
  if (before.staticPodURL === '') {
    const message = 'its kubelet reads no URL: `kubelet set staticPodURL=…` gives it one';
    return { ...told, result: 'refused', message, pods: [] };
  }
  const started = Date.now();
  const deadline = started + (timeoutSeconds ?? 60 + 2 * before.kubelet.configuration.httpCheckFrequencySeconds) * 1000;
  let previous = before;
  for (;;) {
    let taken: Taken;
    try {
      previous = await observeNode(transport, target, { previous });
      taken = judgeTaken(before, previous, changes);
    } catch (error) {
      // The list is published, whatever becomes of a connection in the minute or two that this takes.
      const mayComeBack = error instanceof TransportError && error.kind === 'connect';
      if (!mayComeBack || signal?.aborted === true || Date.now() > deadline) {
        return { ...told, result: 'unreachable', message: describeError(error), pods: [] };
      }
      onWait?.(name, error.message);
      await pause(1000, signal);
      continue;
    }
    if (taken.isTaken) {
      return { ...told, result: 'taken', seconds: (Date.now() - started) / 1000, message: '', pods: taken.pods };
    }
    const open = taken.pods.find(({ state }) => state !== 'taken');
    const waiting = open === undefined ? 'nothing' : `${open.namespace}/${open.name}: ${open.reason}`;
    const message = taken.refusals.length === 0 ? waiting : taken.refusals.join('; ');
    if (taken.isRefused) {
      return { ...told, result: 'refused', message, pods: taken.pods };
    }
    if (signal?.aborted === true || Date.now() > deadline) {
      return { ...told, result: 'waiting', message, pods: taken.pods };
    }
    onWait?.(name, message);
    // A kubelet looks once in its period: asking more often shows nothing sooner.
    await pause(1000, signal);
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
