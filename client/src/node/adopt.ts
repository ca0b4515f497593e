import type { ObservedManifest, ObservedNode } from './observed-node';
import { ownerOf, type Owner } from './plan-prune';

/** The kubelet reads no larger files (pkg/kubelet/config/file.go, v1.37), so adopting one fetches no more. */
export const largestManifest = 10 * 1024 * 1024;

/** A manifest of a node as it would lie in a folder of ours. */
export interface AdoptableManifest {
  readonly name: string;
  /** Where it lies on the node. */
  readonly path: string;
  readonly owner: Owner;
  readonly content: Buffer;
  readonly remarks: readonly string[];
}

/** What of a node can be brought into a folder, and why the rest can't. */
export function listAdoptable(node: ObservedNode): {
  readonly manifests: readonly AdoptableManifest[];
  readonly left: readonly string[];
} {
  const manifests: AdoptableManifest[] = [];
  const left: string[] = [];
  for (const manifest of node.manifests) {
    const { path, content, kind } = manifest;
    if (kind !== 'file' || content === undefined) {
      left.push(kind === 'file' ? `${path} is too large.` : `${path} is no file.`);
      continue;
    }
    const owner = ownerOf(node, manifest);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!isNameHere(name)) {
      left.push(`${path} has a name that no folder here may hold.`);
      continue;
    }
    manifests.push({ name, path, owner, content, remarks: remarksOn(manifest, owner) });
  }
  return { manifests, left };
}

/** A node may call a file `..\..\x`, which on Windows is one outside of the folder. */
function isNameHere(name: string): boolean {
  // eslint-disable-next-line no-control-regex -- such names are what this leaves out
  return !/[\\\u0000-\u001f\u007f]/.test(name) && !/^\.*$/.test(name);
}

function remarksOn({ linkTarget, identity }: ObservedManifest, owner: Owner): string[] {
  return [
    ...(owner === 'kubeadm'
      ? ["kubeadm's own: `kubeadm upgrade` writes it anew, so changes belong into kubeadm's configuration too"]
      : []),
    ...(linkTarget === undefined ? [] : [`on the node it is a symbolic link to ${linkTarget}`]),
    ...(identity === undefined ? ['it names no Pod'] : []),
  ];
}
