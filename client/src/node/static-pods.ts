import type { ContainerExit } from './crictl/inspect';
import type { PodSandbox } from './crictl/pods';
import type { Container } from './crictl/ps';
import { podNameOn, type ManifestIdentity } from './manifest-identity';
import type { ObservedManifest, ObservedNode } from './observed-node';

/** One static Pod of a node: its manifest joined with what runs. */
export interface StaticPodState extends PodOnNode {
  readonly source: 'file' | 'http';
}

/** A Pod of a node, static or not. */
export interface PodOnNode {
  readonly namespace: string;
  /** As the manifest writes it. */
  readonly name: string;
  /** With the node's suffix: what crictl and the API server call it. */
  readonly podName: string;
  /** `api`: not a static Pod, but one that the API server sent here. */
  readonly source: 'file' | 'http' | 'api';
  /** Every file that speaks of this Pod: more than one is a conflict. */
  readonly manifests: readonly ObservedManifest[];
  /** Of the newest sandbox; '' without one. */
  readonly configHash: string;
  /** The newest sandbox; the ready one before any that is not. */
  readonly sandbox: PodSandbox | undefined;
  readonly state: PodState;
  /** The newest attempt of each name, in the manifest's order. */
  readonly containers: readonly ContainerState[];
}

export type PodState =
  | { readonly state: 'running' }
  /** The kubelet has yet to start something. */
  | { readonly state: 'starting'; readonly waitingFor: readonly string[] }
  /** Every container ended as its restart policy allows. */
  | { readonly state: 'completed' }
  | { readonly state: 'failing'; readonly container: string; readonly reason: string }
  /** The kubelet does not take the manifest. */
  | { readonly state: 'refused'; readonly reason: string }
  /** No file speaks of it any more; its containers are on their way out. */
  | { readonly state: 'stopping' }
  /** Nothing of it runs, and no kubelet that would start it. */
  | { readonly state: 'stopped' };

export interface ContainerState {
  readonly name: string;
  /** As the manifest has it; `container` also where no manifest tells. */
  readonly kind: 'init' | 'sidecar' | 'container';
  readonly id: string;
  readonly image: string;
  readonly state: Container['state'];
  readonly attempt: number;
  readonly createdAt: number;
  /** Set where it has ended. */
  readonly exit: ContainerExit | undefined;
}

/**
 * Sorted by namespace and name. What is left of a Pod that was taken away, an ended sandbox until the kubelet collects
 * it, is none.
 */
export function joinStaticPods(node: ObservedNode): StaticPodState[] {
  const manifests = new Map<string, ObservedManifest[]>();
  for (const manifest of node.manifests) {
    if (manifest.identity !== undefined) {
      const key = `${manifest.identity.namespace}/${podNameOn(node.nodeName, manifest.identity.name)}`;
      manifests.set(key, [...(manifests.get(key) ?? []), manifest]);
    }
  }
  const sandboxes = new Map<string, PodSandbox[]>();
  for (const sandbox of node.sandboxes) {
    if (sandbox.configSource === 'file' || sandbox.configSource === 'http') {
      const key = `${sandbox.namespace}/${sandbox.name}`;
      sandboxes.set(key, [...(sandboxes.get(key) ?? []), sandbox]);
    }
  }
  const keys = [...new Set([...manifests.keys(), ...sandboxes.keys()])].sort();
  return keys
    .map((key) => joinPod(node, key, manifests.get(key) ?? [], sandboxes.get(key) ?? []))
    .filter((pod) => pod.manifests.length > 0 || pod.sandbox?.state === 'SANDBOX_READY');
}

function joinPod(
  node: ObservedNode,
  key: string,
  manifests: readonly ObservedManifest[],
  sandboxes: readonly PodSandbox[],
): StaticPodState {
  const slash = key.indexOf('/');
  const podName = key.slice(slash + 1);
  const suffix = `-${node.nodeName.toLowerCase()}`;
  const sandbox = newestSandbox(sandboxes);
  const identity = manifests[0]?.identity;
  const containers = sandbox === undefined ? [] : newestContainers(node, sandbox, identity);
  return {
    namespace: key.slice(0, slash),
    name: identity?.name ?? (podName.endsWith(suffix) ? podName.slice(0, -suffix.length) : podName),
    podName,
    source: sandbox?.configSource === 'http' && manifests.length === 0 ? 'http' : 'file',
    manifests,
    configHash: sandbox?.configHash ?? '',
    sandbox,
    state: judge(node, manifests, sandbox, containers),
    containers,
  };
}

function newestSandbox(sandboxes: readonly PodSandbox[]): PodSandbox | undefined {
  const rank = (sandbox: PodSandbox): number => (sandbox.state === 'SANDBOX_READY' ? 1 : 0);
  return [...sandboxes].sort((a, b) => rank(b) - rank(a) || b.createdAt - a.createdAt)[0];
}

function newestContainers(
  node: ObservedNode,
  sandbox: PodSandbox,
  identity: ManifestIdentity | undefined,
): ContainerState[] {
  const newest = new Map<string, Container>();
  for (const container of node.containers) {
    const known = newest.get(container.name);
    if (container.sandboxId === sandbox.id && (known === undefined || container.createdAt > known.createdAt)) {
      newest.set(container.name, container);
    }
  }
  const order = [...(identity?.initContainers ?? []), ...(identity?.sidecars ?? []), ...(identity?.containers ?? [])];
  const position = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...newest.values()]
    .sort((a, b) => position(a.name) - position(b.name) || (a.name < b.name ? -1 : 1))
    .map(({ name, id, image, state, attempt, createdAt }) => ({
      name,
      kind: kindOf(name, identity),
      id,
      image,
      state,
      attempt,
      createdAt,
      exit: state === 'exited' ? node.exits.get(id) : undefined,
    }));
}

function kindOf(name: string, identity: ManifestIdentity | undefined): ContainerState['kind'] {
  if (identity?.sidecars.includes(name) === true) {
    return 'sidecar';
  }
  return identity?.initContainers.includes(name) === true ? 'init' : 'container';
}

/**
 * The Pods that run here and are not static: what the API server sent, or somebody made with crictl. Sorted by
 * namespace and name; those whose sandbox has ended are none.
 */
export function joinOtherPods(node: ObservedNode): PodOnNode[] {
  const sandboxes = node.sandboxes.filter(
    ({ configSource, state }) => configSource !== 'file' && configSource !== 'http' && state === 'SANDBOX_READY',
  );
  return sandboxes
    .map((sandbox): PodOnNode => {
      const containers = newestContainers(node, sandbox, undefined);
      return {
        namespace: sandbox.namespace,
        name: sandbox.name,
        podName: sandbox.name,
        source: 'api',
        manifests: [],
        configHash: sandbox.configHash,
        sandbox,
        state: judgeContainers(node, sandbox, containers, undefined),
        containers,
      };
    })
    .sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function judge(
  node: ObservedNode,
  manifests: readonly ObservedManifest[],
  sandbox: PodSandbox | undefined,
  containers: readonly ContainerState[],
): PodState {
  const refusal = node.problems.find((problem) => manifests.some((manifest) => manifest.path === problem.path));
  if (refusal !== undefined) {
    const field = refusal.field === undefined ? '' : `\`${refusal.field}\`: `;
    return { state: 'refused', reason: `${field}${refusal.message}` };
  }
  if (manifests.length === 0 && sandbox?.configSource !== 'http') {
    return { state: 'stopping' };
  }
  return judgeContainers(node, sandbox, containers, manifests[0]?.identity);
}

function judgeContainers(
  node: ObservedNode,
  sandbox: PodSandbox | undefined,
  containers: readonly ContainerState[],
  identity: ManifestIdentity | undefined,
): PodState {
  const ready = sandbox?.state === 'SANDBOX_READY';
  const failed = containers.find((container) => hasFailed(container, identity));
  if (failed !== undefined) {
    return { state: 'failing', container: failed.name, reason: describeExit(failed.exit) };
  }
  const expected =
    identity === undefined ? containers.map(({ name }) => name) : [...identity.sidecars, ...identity.containers];
  const byName = new Map(containers.map((container) => [container.name, container]));
  const ended = expected.filter((name) => byName.get(name)?.state === 'exited');
  if (expected.length > 0 && ended.length === expected.length) {
    return { state: 'completed' };
  }
  if (!ready) {
    return node.kubelet.state === 'stopped' ? { state: 'stopped' } : { state: 'starting', waitingFor: expected };
  }
  const waitingFor = expected.filter((name) => !['running', 'exited'].includes(byName.get(name)?.state ?? ''));
  return waitingFor.length === 0 ? { state: 'running' } : { state: 'starting', waitingFor };
}

/** Ended otherwise than the Pod's restart policy and the container's kind allow. */
function hasFailed(container: ContainerState, identity: ManifestIdentity | undefined): boolean {
  if (container.state !== 'exited') {
    return false;
  }
  const wellDone = container.exit === undefined || container.exit.exitCode === 0;
  const mayEnd =
    identity === undefined || identity.restartPolicy !== 'Always' || identity.initContainers.includes(container.name);
  return !(wellDone && mayEnd);
}

export function describeExit(exit: ContainerExit | undefined): string {
  if (exit === undefined) {
    return 'it ended';
  }
  const reason = exit.reason === '' || exit.reason === 'Error' ? '' : ` (${exit.reason})`;
  const message = exit.message === '' ? '' : `: ${exit.message}`;
  return `it ended with exit code ${exit.exitCode}${reason}${message}`;
}
