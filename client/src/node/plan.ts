import { podNameOn, readIdentity, type ManifestIdentity } from './manifest-identity';
import { portsCollide, type ManifestNeeds } from './manifest-needs';
import { sha256 } from './observe';
import type { ObservedManifest, ObservedNode } from './observed-node';
import { planPrune, type Prune, type Stranger } from './plan-prune';
import {
  remarksOn,
  whyNotThesePorts,
  whyNotThisFile,
  whyNotThisName,
  whyNotThisNode,
  whyNotThisPod,
} from './plan-reasons';
import type { ManifestRequest, PodWatch } from './transaction';

/** A manifest as it should be on the node. */
export interface DesiredManifest {
  /** Its name in the static Pod folder. */
  readonly name: string;
  readonly content: Buffer;
}

/** With the Pod that it speaks of: read once, and asked about for each of the others. */
export interface IdentifiedManifest extends DesiredManifest {
  readonly identity: ManifestIdentity | undefined;
}

/**
 * The language service's part in a plan, for the kubelet of the node that is planned for. It is asked about octets, as
 * the kubelet reads them: what is no UTF-8 is refused, and would be lost in a text.
 */
export interface ManifestJudge {
  /** Why that kubelet would not run the manifest, one sentence each; empty where it would. */
  refusals(content: Uint8Array): Promise<readonly string[]>;
  /** Equal strings for two manifests mean that the kubelet sees no change; undefined where it is no Pod. */
  canonical(content: Uint8Array): Promise<string | undefined>;
  /** What that kubelet would run, and not as it is written: fields that its version does not know. */
  remarks?(content: Uint8Array): Promise<readonly string[]>;
}

export interface PlannedManifest {
  readonly name: string;
  /** Where it lies, or will, on the node. */
  readonly path: string;
  readonly action: 'add' | 'update' | 'unchanged' | 'remove' | 'restart' | 'park' | 'unpark' | 'refused';
  /** For `refused`: why, and what to do. */
  readonly reason?: string;
  /** What the kubelet would say; kept where a deploy is forced. */
  readonly refusals: readonly string[];
  /** Worth saying before it is done. */
  readonly remarks: readonly string[];
  /** The Pod that is started anew, `namespace/name`. */
  readonly restarts: readonly string[];
  /** What somebody else did to the file since this product put it there. */
  readonly drift?: 'changed' | 'removed';
  /** What lies there now. */
  readonly before: ObservedManifest | undefined;
  /** What is asked of the node; undefined where there is nothing to do. */
  readonly request?: ManifestRequest;
}

export interface NodePlan {
  readonly manifests: readonly PlannedManifest[];
  /** What lies on the node and is not spoken of. */
  readonly strangers?: readonly Stranger[];
}

export interface PlanOptions {
  /** Deploy also what the kubelet would refuse. */
  readonly force?: boolean;
  /** Of what is on the node and not desired: take away nothing, what this product put there, or all but kubeadm's own. */
  readonly prune?: Prune;
}

/** What has to happen for the node to hold these manifests. Nothing is changed by planning. */
export async function planDeploy(
  node: ObservedNode,
  manifests: readonly DesiredManifest[],
  judge: ManifestJudge,
  options: PlanOptions = {},
): Promise<NodePlan> {
  const desired = manifests.map(({ name, content }): IdentifiedManifest => {
    return { name, content, identity: readIdentity(content.toString('utf8')) };
  });
  const { removed, strangers } = planPrune(node, desired, options.prune ?? 'nothing');
  const gone = new Set(removed.map(({ path }) => path));
  const planned: PlannedManifest[] = [];
  for (const manifest of desired) {
    planned.push(await planManifest({ node, desired, gone, judge, force: options.force === true }, manifest));
  }
  return { manifests: [...planned, ...removed], strangers };
}

interface Planning {
  readonly node: ObservedNode;
  readonly desired: readonly IdentifiedManifest[];
  /** Paths that this plan takes away. */
  readonly gone: ReadonlySet<string>;
  readonly judge: ManifestJudge;
  readonly force: boolean;
}

async function planManifest(
  planning: Planning,
  { name, content, identity }: IdentifiedManifest,
): Promise<PlannedManifest> {
  const { node, desired, gone, judge, force } = planning;
  const path = `${node.staticPodPath}/${name}`;
  const before = node.manifests.find((manifest) => manifest.path === path);
  const refusals = await judge.refusals(content);
  const drift = findDrift(node, path, before);
  const remarks = [...remarksOn(name, path), ...((await judge.remarks?.(content)) ?? [])];
  const planned = { name, path, refusals, remarks, restarts: [], before, ...(drift === undefined ? {} : { drift }) };

  const reason =
    whyNotThisNode(node) ??
    whyNotThisName(name) ??
    whyNotThisFile(before) ??
    (identity === undefined ? undefined : whyNotThisPod(node, path, identity, name, desired, gone));
  if (reason !== undefined) {
    return { ...planned, action: 'refused', reason };
  }
  if (node.health.state === 'failed' && !force) {
    const unwell = `The kubelet on the node is not well, ${node.health.reason}: mend it first, so that it can start the Pod.`;
    return { ...planned, action: 'refused', reason: unwell };
  }
  if (refusals.length > 0 && !force) {
    const version = node.kubelet.version === '' ? 'The kubelet' : `The kubelet ${node.kubelet.version}`;
    return { ...planned, action: 'refused', reason: `${version} would refuse it: ${refusals.join('; ')}` };
  }
  if (before?.sha256 === sha256(content)) {
    return { ...planned, action: 'unchanged' };
  }
  const request: ManifestRequest = { action: 'write', path, old: before?.sha256 ?? '-', content };
  const told = { ...planned, remarks: [...remarks, ...describeDrift(drift), ...remarkParked(node, name)] };
  if (await seesNoChange(before, content, judge)) {
    return { ...told, action: 'unchanged', request };
  }
  const taken = identity === undefined ? undefined : whyNotThesePorts(node, path, identity, desired, gone);
  if (taken !== undefined && !force) {
    return { ...told, action: 'refused', reason: taken };
  }
  const pod = identity === undefined ? [] : [`${identity.namespace}/${podNameOn(node.nodeName, identity.name)}`];
  return {
    ...told,
    action: before === undefined ? 'add' : 'update',
    restarts: before === undefined ? [] : pod,
    request: {
      ...request,
      watch: watchFor(node, identity),
      ...(identity === undefined ? {} : { needs: needsBeyond(planning, identity, before) }),
    },
  };
}

/** The ports that this Pod, or one that goes, holds already are not looked for: they are taken now, and will be free. */
function needsBeyond(
  { node, desired, gone }: Planning,
  { needs }: ManifestIdentity,
  before: ObservedManifest | undefined,
): ManifestNeeds {
  const replaced = new Set(desired.map(({ name }) => `${node.staticPodPath}/${name}`));
  const freed = node.manifests
    .filter((other) => other === before || replaced.has(other.path) || gone.has(other.path))
    .flatMap(({ identity }) => identity?.needs.hostPorts ?? []);
  return {
    ...needs,
    hostPorts: needs.hostPorts.filter((port) => !freed.some((held) => portsCollide(held, port))),
  };
}

function findDrift(
  node: ObservedNode,
  path: string,
  before: ObservedManifest | undefined,
): PlannedManifest['drift'] | undefined {
  const deployed = node.deployed.get(path);
  if (deployed === undefined) {
    return undefined;
  }
  if (before === undefined) {
    return 'removed';
  }
  return before.sha256 === deployed.sha256 ? undefined : 'changed';
}

function describeDrift(drift: PlannedManifest['drift']): string[] {
  switch (drift) {
    case 'changed':
      return ['The file was changed on the node since it was deployed there; that change is undone.'];
    case 'removed':
      return ['The file was taken away on the node since it was deployed there.'];
    case undefined:
      return [];
  }
}

function remarkParked(node: ObservedNode, name: string): string[] {
  return node.parked.some(({ path }) => path.endsWith(`/${name}`))
    ? [`A manifest of this name is parked on the node, and stays so: see \`unpark\`.`]
    : [];
}

async function seesNoChange(
  before: ObservedManifest | undefined,
  content: Uint8Array,
  judge: ManifestJudge,
): Promise<boolean> {
  if (before?.content === undefined) {
    return false;
  }
  const form = await judge.canonical(before.content);
  return form !== undefined && form === (await judge.canonical(content));
}

/** What has to be seen of a Pod for its manifest to be proven; of a text that names none, only a refusal can be seen. */
export function watchFor(node: ObservedNode, identity: ManifestIdentity | undefined): PodWatch {
  return {
    namespace: identity?.namespace ?? '',
    podName: identity === undefined ? '' : podNameOn(node.nodeName, identity.name),
    restartPolicy: identity?.restartPolicy ?? 'Always',
    fixedUid: (identity?.uid ?? '') !== '',
    containers: identity?.containers ?? [],
    sidecars: identity?.sidecars ?? [],
    initContainers: identity?.initContainers ?? [],
    readiness: identity?.readiness ?? [],
  };
}
