import type { ObservedNode } from '../node/observed-node';
import type { StaticPodState } from '../node/static-pods';
import type { Transport } from '../transport/transport';
import { isClusterError, type ApiServer, type ClusterTarget } from './api-server';
import { notRegistered, type MirrorReason } from './explain';
import { loadApiServer } from './load';
import { connectionRefusal, readMirrorLog, refusalOf, type MirrorEntry } from './mirror-log';
import { readPodList, type MirrorPod } from './mirror-pod';

/** What the API server shows of one static Pod. */
export type MirrorState =
  | { readonly state: 'present'; readonly mirror: MirrorPod }
  /** It shows another version of the manifest than the one that runs; the kubelet will make it anew. */
  | { readonly state: 'outdated'; readonly mirror: MirrorPod }
  /** A Pod of that name which is no mirror Pod. */
  | { readonly state: 'name-taken'; readonly mirror: MirrorPod }
  | { readonly state: 'missing'; readonly reason: MirrorReason };

/** What the API server shows of a node's static Pods. */
export type NodeMirrors =
  | {
      readonly state: 'seen';
      readonly server: string;
      readonly context: string;
      /** By `namespace/name-node`, for each static Pod. */
      readonly pods: ReadonlyMap<string, MirrorState>;
      /** Mirror Pods of this node without a static Pod: what is left of one that is gone, or refused by now. */
      readonly strays: readonly MirrorPod[];
    }
  /** Nothing can be said of mirror Pods, and why: a sentence for people. Everything else goes on without. */
  | { readonly state: 'unknown'; readonly reason: string };

export function mirrorKey({ namespace, podName }: { readonly namespace: string; readonly podName: string }): string {
  return `${namespace}/${podName}`;
}

/** As `lookAtMirrors`, from a kubeconfig. One that can't be used is an answer too. */
export async function askForMirrors(
  target: ClusterTarget,
  transport: Transport,
  node: ObservedNode,
  pods: readonly StaticPodState[],
  signal?: AbortSignal,
): Promise<NodeMirrors> {
  let server: ApiServer;
  try {
    server = await loadApiServer(target);
  } catch (error) {
    if (isClusterError(error)) {
      return { state: 'unknown', reason: error.message };
    }
    throw error;
  }
  return lookAtMirrors(server, transport, node, pods, signal);
}

/**
 * Asks the API server for the node's Pods, and, where one is missing, the API server for the node and the kubelet's log
 * for the reason. Throws only where it is aborted: a failure of the API server is an answer too.
 */
async function lookAtMirrors(
  server: ApiServer,
  transport: Transport,
  node: ObservedNode,
  pods: readonly StaticPodState[],
  signal?: AbortSignal,
): Promise<NodeMirrors> {
  const options = signal === undefined ? {} : { signal };
  try {
    const selector = encodeURIComponent(`spec.nodeName=${node.nodeName}`);
    const listed = readPodList(await server.request('GET', `/api/v1/pods?fieldSelector=${selector}`, options));
    const missing = pods.some((pod) => !listed.some((mirror) => isOf(mirror, pod)));
    const causes = missing ? await learnCauses(server, transport, node, options) : nothingLearnt;
    return joinMirrors(server, node, pods, listed, causes);
  } catch (error) {
    if (!isClusterError(error) || error.kind === 'cancelled') {
      throw error;
    }
    return { state: 'unknown', reason: error.message };
  }
}

/** What is known beside the list of Pods, where one is missing in it. */
export interface Causes {
  readonly isRegistered: boolean;
  readonly log: readonly MirrorEntry[];
  /** Why the log could not be read; '' where it was. */
  readonly logFailure: string;
}

const nothingLearnt: Causes = { isRegistered: true, log: [], logFailure: '' };

async function learnCauses(
  server: ApiServer,
  transport: Transport,
  node: ObservedNode,
  options: { readonly signal?: AbortSignal },
): Promise<Causes> {
  const registered = server.request('GET', `/api/v1/nodes/${encodeURIComponent(node.nodeName)}`, options).then(
    () => true,
    (error: unknown) => {
      // Who may list Pods may yet be forbidden to read Nodes: then it is not known, and the log has to tell.
      if (isClusterError(error) && error.kind !== 'cancelled') {
        return error.kind !== 'not-found';
      }
      throw error;
    },
  );
  const log = readMirrorLog(transport, node, options.signal).then(
    (entries) => ({ log: entries, logFailure: '' }),
    (error: unknown) => {
      if (options.signal?.aborted === true) {
        throw error;
      }
      return { log: [], logFailure: error instanceof Error ? error.message : String(error) };
    },
  );
  const [isRegistered, read] = await Promise.all([registered, log]);
  return { isRegistered, ...read };
}

/** Pure: what the API server and the node told, put together. */
export function joinMirrors(
  server: Pick<ApiServer, 'url' | 'context'>,
  node: ObservedNode,
  pods: readonly StaticPodState[],
  listed: readonly MirrorPod[],
  causes: Causes,
): NodeMirrors {
  const states = new Map<string, MirrorState>();
  for (const pod of pods) {
    const mirror = listed.find((candidate) => isOf(candidate, pod));
    states.set(
      mirrorKey(pod),
      mirror === undefined ? { state: 'missing', reason: whyMissing(node, pod, causes) } : stateOf(mirror, pod),
    );
  }
  const strays = listed.filter((mirror) => mirror.configHash !== undefined && !pods.some((pod) => isOf(mirror, pod)));
  return { state: 'seen', server: server.url, context: server.context, pods: states, strays };
}

function isOf(mirror: MirrorPod, pod: StaticPodState): boolean {
  return mirror.namespace === pod.namespace && mirror.name === pod.podName;
}

function stateOf(mirror: MirrorPod, pod: StaticPodState): MirrorState {
  if (mirror.configHash === undefined) {
    return { state: 'name-taken', mirror };
  }
  const isCurrent = pod.configHash === '' || mirror.configHash === pod.configHash;
  return { state: isCurrent && !mirror.isBeingDeleted ? 'present' : 'outdated', mirror };
}

function whyMissing(node: ObservedNode, pod: StaticPodState, { isRegistered, log, logFailure }: Causes): MirrorReason {
  if (pod.state.state === 'refused') {
    return {
      kind: 'not-running',
      text: 'The kubelet refuses the manifest, so there is no Pod to mirror.',
      advice: 'Mend the manifest first.',
      said: pod.state.reason,
    };
  }
  if (node.kubelet.state === 'stopped') {
    return {
      kind: 'not-running',
      text: 'No kubelet runs on the node, and only it makes mirror Pods.',
      advice: 'Start the kubelet.',
      said: '',
    };
  }
  if (isStandalone(node.kubelet.argv)) {
    return {
      kind: 'standalone',
      text: 'The kubelet runs without an API server, so it makes no mirror Pods.',
      advice: 'That is a choice, not a fault; `--kubeconfig` in its command line gives it one.',
      said: '',
    };
  }
  const refusal = refusalOf(log, mirrorKey(pod));
  if (refusal !== undefined && isRegistered) {
    return refusal;
  }
  const connection = connectionRefusal(log);
  if (!isRegistered) {
    return connection ?? notRegistered('');
  }
  return (
    connection ?? {
      kind: 'waiting',
      text: 'The kubelet has not made it yet, and has not said why.',
      advice: 'It tries again each time that it syncs the Pod, every minute or so.',
      said: logFailure,
    }
  );
}

/** k3s has its kubelet inside and keeps its flags to itself: of it this can't be told. */
function isStandalone(argv: readonly string[]): boolean {
  const program = argv[0]?.slice(argv[0].lastIndexOf('/') + 1);
  return program === 'kubelet' && !argv.some((argument) => /^--(bootstrap-)?kubeconfig(=|$)/.test(argument));
}

/** What one line says of a mirror Pod: `Running, ready`, `none: …`. */
export function describeMirror(state: MirrorState): string {
  switch (state.state) {
    case 'present':
      return `${state.mirror.phase || 'no phase yet'}${state.mirror.ready ? ', ready' : state.mirror.phase === 'Running' ? ', not ready' : ''}`;
    case 'outdated':
      return state.mirror.isBeingDeleted
        ? 'being deleted; the kubelet makes it anew'
        : 'of another version of the manifest; the kubelet makes it anew';
    case 'name-taken':
      return 'none: another Pod has its name';
    case 'missing':
      return `none: ${state.reason.text}`;
  }
}
