import type { ManifestIdentity } from './manifest-identity';
import { describePort, portsCollide } from './manifest-needs';
import type { ObservedManifest, ObservedNode } from './observed-node';
import type { IdentifiedManifest } from './plan';

/** Why nothing can be deployed to the node as it is; undefined where it can. */
export function whyNotThisNode(node: ObservedNode): string | undefined {
  const { staticPodPath, folder, kubelet, runtime } = node;
  if (kubelet.state === 'stopped') {
    return 'No kubelet runs on the node: nothing would start the Pod. Start it first.';
  }
  if (staticPodPath === '') {
    return node.staticPodURL === ''
      ? 'The kubelet reads no static Pods: set `staticPodPath` in its configuration.'
      : `The kubelet reads static Pods from ${node.staticPodURL} only: publish the manifest there.`;
  }
  if (folder.kind === 'file') {
    return `\`staticPodPath\` is one file, ${staticPodPath}, and not a folder: change that file by hand, or give the kubelet a folder.`;
  }
  if (folder.kind !== 'folder') {
    return `\`staticPodPath\` ${staticPodPath} is not there: create the folder on the node first.`;
  }
  if (runtime.state === 'failed') {
    return `What becomes of the Pod could not be seen: ${runtime.reason}`;
  }
  return undefined;
}

export function whyNotThisName(name: string): string | undefined {
  if (name.startsWith('.')) {
    return `The kubelet passes over files whose name begins with a dot: rename ${name}.`;
  }
  // eslint-disable-next-line no-control-regex -- such names are what this refuses
  if (name === '' || name.includes('/') || /[\u0000-\u001f\u007f]/.test(name)) {
    return 'The name is none for a manifest on a node: rename the file.';
  }
  return undefined;
}

export function whyNotThisFile(before: ObservedManifest | undefined): string | undefined {
  if (before === undefined) {
    return undefined;
  }
  if (before.linkTarget !== undefined) {
    return `${before.path} on the node is a symbolic link to ${before.linkTarget}: whoever made it owns that file. Change it there, or remove the link.`;
  }
  if (before.kind !== 'file') {
    return `${before.path} on the node is no regular file: move it away first.`;
  }
  if (before.sha256 === '') {
    return `${before.path} on the node could not be read: check what lies there.`;
  }
  return undefined;
}

export function whyNotThisPod(
  node: ObservedNode,
  path: string,
  identity: ManifestIdentity,
  name: string,
  desired: readonly IdentifiedManifest[],
  removed: ReadonlySet<string>,
): string | undefined {
  const isSame = (other: ManifestIdentity | undefined): boolean =>
    other?.namespace === identity.namespace && other.name === identity.name;
  const pod = `${identity.namespace}/${identity.name}`;
  const replaced = new Set(desired.map((other) => `${node.staticPodPath}/${other.name}`));
  const onNode = node.manifests.find(
    (other) => other.path !== path && !replaced.has(other.path) && !removed.has(other.path) && isSame(other.identity),
  );
  if (onNode !== undefined) {
    return `The Pod ${pod} is in ${onNode.path} already, and the kubelet runs only one of the two: deploy under that name, or remove that file first.`;
  }
  const twin = desired.find((other) => other.name !== name && isSame(other.identity));
  return twin === undefined
    ? undefined
    : `The Pod ${pod} is in ${twin.name} too, and the kubelet runs only one of the two: give one another name.`;
}

/** What kubeadm writes: cmd/kubeadm/app/constants, v1.37. */
const kubeadmNames = ['etcd.yaml', 'kube-apiserver.yaml', 'kube-controller-manager.yaml', 'kube-scheduler.yaml'];

export function isKubeadms(path: string): boolean {
  return kubeadmNames.some((name) => path === `/etc/kubernetes/manifests/${name}`);
}

export function remarksOn(name: string, path: string): string[] {
  return isKubeadms(path)
    ? [
        `${name} is kubeadm's own file: the next \`kubeadm upgrade\` writes it anew. Keep the change in kubeadm's configuration too.`,
      ]
    : [];
}

/** Another Pod, in the folder or on the node, that has a host port of this one: the kubelet runs only one of the two. */
export function whyNotThesePorts(
  node: ObservedNode,
  path: string,
  identity: ManifestIdentity,
  desired: readonly IdentifiedManifest[],
  removed: ReadonlySet<string>,
): string | undefined {
  const replaced = new Map(desired.map(({ name, identity: wanted }) => [`${node.staticPodPath}/${name}`, wanted]));
  const others = [
    ...replaced,
    ...node.manifests
      .filter((other) => !replaced.has(other.path) && !removed.has(other.path))
      .map((other): [string, ManifestIdentity | undefined] => [other.path, other.identity]),
  ];
  for (const port of identity.needs.hostPorts) {
    const rival = others.find(
      ([place, other]) => place !== path && other?.needs.hostPorts.some((taken) => portsCollide(taken, port)),
    );
    if (rival !== undefined) {
      return `${describePort(port)} of the node is claimed by ${rival[0]} too, and the kubelet runs only one of the two: give one another port.`;
    }
  }
  return undefined;
}
