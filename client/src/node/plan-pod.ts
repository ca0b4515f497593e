import { podNameOn, type ManifestIdentity } from './manifest-identity';
import { sha256 } from './observe';
import type { ObservedManifest, ObservedNode } from './observed-node';
import { planDeploy, watchFor, type ManifestJudge, type NodePlan } from './plan';
import { remarksOn, whyNotThisFile, whyNotThisNode } from './plan-reasons';

/** What is done to the Pod of a manifest that is in the folder. */
export type PodAction = 'remove' | 'restart' | 'park';

/** A Pod as people name it, `[namespace/]name`; the name that ends in the node's is understood too. */
export function isPod(node: ObservedNode, identity: ManifestIdentity | undefined, pod: string): boolean {
  const slash = pod.indexOf('/');
  const namespace = slash === -1 ? 'default' : pod.slice(0, slash);
  const name = pod.slice(slash + 1);
  return (
    identity?.namespace === namespace && (identity.name === name || podNameOn(node.nodeName, identity.name) === name)
  );
}

export function findManifests(node: ObservedNode, pod: string): ObservedManifest[] {
  return node.manifests.filter(({ identity }) => isPod(node, identity, pod));
}

/** What takes a Pod off the node, sets it aside, or starts it anew: its manifest goes, and for a restart comes back. */
export function planPod(node: ObservedNode, pod: string, action: PodAction): NodePlan {
  const found = findManifests(node, pod);
  const [manifest] = found;
  if (manifest === undefined) {
    const isParked = node.parked.some(({ identity }) => isPod(node, identity, pod));
    return refuse(
      pod,
      undefined,
      isParked
        ? `The Pod ${pod} is parked: \`unpark\` brings it back.`
        : `No manifest in ${node.staticPodPath || 'the static Pod folder'} speaks of the Pod ${pod}: see \`ps\`.`,
    );
  }
  if (found.length > 1) {
    const paths = found.map(({ path }) => path).join(', ');
    return refuse(pod, manifest, `Several files speak of the Pod ${pod}: ${paths}. Remove all but one by hand.`);
  }
  return planFile(node, manifest, action);
}

/** As `planPod`, for one file of the static Pod folder, also one that speaks of no Pod. */
export function planFile(node: ObservedNode, manifest: ObservedManifest, action: PodAction): NodePlan {
  const { path, identity, sha256: old } = manifest;
  const name = nameOf(path);
  const reason = whyNotThisNode(node) ?? whyNotThisFile(manifest);
  if (reason !== undefined) {
    return refuse(name, manifest, reason);
  }
  const watch = identity === undefined ? undefined : watchFor(node, identity);
  const replacesParked = action === 'park' && node.parked.some((parked) => nameOf(parked.path) === name);
  return {
    manifests: [
      {
        name,
        path,
        action,
        refusals: [],
        remarks: [
          ...remarksOn(name, path),
          ...(replacesParked
            ? ['It takes the place of one that is parked already; that one goes to the revisions.']
            : []),
        ],
        restarts: action === 'restart' && watch !== undefined ? [`${watch.namespace}/${watch.podName}`] : [],
        before: manifest,
        request: { action, path, old, ...(watch === undefined ? {} : { watch }) },
      },
    ],
  };
}

/** Brings a parked Pod back: its manifest is written as it lies aside, under the name that it had. */
export async function planUnpark(node: ObservedNode, pod: string, judge: ManifestJudge): Promise<NodePlan> {
  const parked = node.parked.filter(({ identity }) => isPod(node, identity, pod));
  const [manifest] = parked;
  if (manifest === undefined) {
    const runs = findManifests(node, pod).length > 0;
    const reason = runs
      ? `The Pod ${pod} is not parked.`
      : `No Pod ${pod} is parked on the node, and none is in its folder.`;
    return refuse(pod, undefined, reason);
  }
  if (parked.length > 1) {
    const paths = parked.map(({ path }) => path).join(', ');
    return refuse(pod, manifest, `Several parked files speak of the Pod ${pod}: ${paths}. Remove all but one by hand.`);
  }
  if (manifest.content === undefined) {
    return refuse(pod, manifest, `${manifest.path} is too large to be brought back from here: move it by hand.`);
  }
  const name = nameOf(manifest.path);
  // Against a file that has its name, a parked manifest is an older version and no addition.
  if (node.manifests.some((other) => nameOf(other.path) === name)) {
    return refuse(name, manifest, `A ${name} is in the folder already: remove or park that one first.`);
  }
  const { manifests } = await planDeploy({ ...node, parked: [] }, [{ name, content: manifest.content }], judge);
  return {
    manifests: manifests.map((planned) =>
      planned.request === undefined
        ? planned
        : { ...planned, action: 'unpark', request: { ...planned.request, unpark: true } },
    ),
  };
}

/** What a manifest was before one of the transactions that changed it. */
export interface Revision {
  /** The manifest's file name. */
  readonly name: string;
  /** Of the transaction that replaced it; begins with the time, `20261123025610-…`, in UTC. */
  readonly id: string;
  readonly content: Buffer;
  readonly identity: ManifestIdentity | undefined;
}

/** Newest first. */
export function revisionsOf(node: ObservedNode, pod: string, revisions: readonly Revision[]): Revision[] {
  const names = new Set(findManifests(node, pod).map(({ path }) => nameOf(path)));
  return revisions
    .filter(({ name, identity }) => names.has(name) || isPod(node, identity, pod))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** Those of `revisionsOf` that differ from what is there now: a restart, or parking, keeps one that does not. */
export function otherRevisionsOf(node: ObservedNode, pod: string, revisions: readonly Revision[]): Revision[] {
  const current = new Set(findManifests(node, pod).map((manifest) => manifest.sha256));
  return revisionsOf(node, pod, revisions).filter(({ content }) => !current.has(sha256(content)));
}

/** Brings back what the Pod's manifest was: the revision of that id, or the newest that differs from what is there. */
export async function planRollback(
  node: ObservedNode,
  pod: string,
  revisions: readonly Revision[],
  judge: ManifestJudge,
  to?: string,
): Promise<NodePlan> {
  const chosen =
    to === undefined
      ? otherRevisionsOf(node, pod, revisions)[0]
      : revisionsOf(node, pod, revisions).find(({ id }) => id === to || id.startsWith(`${to}-`));
  if (chosen === undefined) {
    const reason =
      to === undefined
        ? `The node keeps no earlier version of the Pod ${pod}.`
        : `The node keeps no revision ${to} of the Pod ${pod}: \`rollback --list\` names those that there are.`;
    return refuse(pod, undefined, reason);
  }
  const { manifests } = await planDeploy(node, [chosen], judge);
  return {
    manifests: manifests.map((planned) => ({
      ...planned,
      remarks: [`It becomes what it was until ${describeRevision(chosen.id)}.`, ...planned.remarks],
    })),
  };
}

/** `2026-11-23 02:56:10 UTC` of `20261123025610-…`. */
export function describeRevision(id: string): string {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)-/.exec(id);
  return match === null
    ? id
    : `${match[1] ?? ''}-${match[2] ?? ''}-${match[3] ?? ''} ${match[4] ?? ''}:${match[5] ?? ''}:${match[6] ?? ''} UTC`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function refuse(name: string, before: ObservedManifest | undefined, reason: string): NodePlan {
  const path = before?.path ?? '';
  return { manifests: [{ name, path, action: 'refused', reason, refusals: [], remarks: [], restarts: [], before }] };
}
