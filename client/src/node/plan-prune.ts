import type { ObservedManifest, ObservedNode } from './observed-node';
import { watchFor, type IdentifiedManifest, type PlannedManifest } from './plan';
import { isKubeadms, remarksOn, whyNotThisFile } from './plan-reasons';

/** `own`: what this product put there and nobody changed since; `all`: everything but kubeadm's own. */
export type Prune = 'nothing' | 'own' | 'all';

/** A manifest on the node that is not desired and stays. */
export interface Stranger {
  readonly manifest: ObservedManifest;
  readonly owner: Owner;
}

/** `changed`: this product put it there, and somebody changed it since. */
export type Owner = 'static-pods' | 'changed' | 'kubeadm' | 'unknown';

export function ownerOf(node: ObservedNode, { path, sha256 }: ObservedManifest): Owner {
  const deployed = node.deployed.get(path);
  if (deployed === undefined) {
    return isKubeadms(path) ? 'kubeadm' : 'unknown';
  }
  return deployed.sha256 === sha256 ? 'static-pods' : 'changed';
}

/** Sorts what is on the node and not desired into what goes and what stays. */
export function planPrune(
  node: ObservedNode,
  desired: readonly IdentifiedManifest[],
  prune: Prune,
): { readonly removed: readonly PlannedManifest[]; readonly strangers: readonly Stranger[] } {
  const wanted = new Set(desired.map(({ name }) => `${node.staticPodPath}/${name}`));
  const removed: PlannedManifest[] = [];
  const strangers: Stranger[] = [];
  for (const manifest of node.manifests) {
    if (manifest.kind !== 'file' || wanted.has(manifest.path)) {
      continue;
    }
    const owner = ownerOf(node, manifest);
    if (prune === 'all' ? owner !== 'kubeadm' : prune === 'own' && owner === 'static-pods') {
      removed.push(planRemoval(node, manifest, desired));
    } else {
      strangers.push({ manifest, owner });
    }
  }
  return { removed, strangers };
}

function planRemoval(
  node: ObservedNode,
  manifest: ObservedManifest,
  desired: readonly IdentifiedManifest[],
): PlannedManifest {
  const { path, identity, sha256 } = manifest;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const planned = { name, path, refusals: [], remarks: remarksOn(name, path), restarts: [], before: manifest };
  const reason = whyNotThisFile(manifest);
  if (reason !== undefined) {
    return { ...planned, action: 'refused', reason };
  }
  const heir = desired.find(
    ({ identity: other }) =>
      identity !== undefined && other?.name === identity.name && other.namespace === identity.namespace,
  );
  return {
    ...planned,
    action: 'remove',
    ...(heir === undefined ? {} : { remarks: [...planned.remarks, `Its Pod is in ${heir.name} from now on.`] }),
    request: {
      action: 'remove',
      path,
      old: sha256,
      // A Pod that another file takes over does not end.
      ...(identity === undefined || heir !== undefined ? {} : { watch: watchFor(node, identity) }),
    },
  };
}

/** What a stranger is, and which way to prune would take it away; undefined where none does. */
export function describeStranger({ owner }: Stranger): { readonly text: string; readonly takenBy: Prune | undefined } {
  switch (owner) {
    case 'static-pods':
      return { text: 'on the node and not in the folder', takenBy: 'own' };
    case 'changed':
      return {
        text: 'on the node and not in the folder, and was changed there since it was deployed',
        takenBy: 'all',
      };
    case 'kubeadm':
      return { text: "kubeadm's own, and stays", takenBy: undefined };
    case 'unknown':
      return { text: 'on the node, put there by somebody else', takenBy: 'all' };
  }
}
