import { joinStaticPods } from '../static-pods';
import type { ObservedNode } from '../observed-node';
import type { SettingKey } from './settings';

/** What kubeadm and its kin run as static Pods. */
const controlPlane = /^(kube-apiserver|kube-controller-manager|kube-scheduler|etcd)\b/;

/** What becomes of the node's Pods by a change of settings: each a sentence. */
export function warnOf(
  node: ObservedNode,
  changes: readonly { readonly key: SettingKey; readonly before: string; readonly after: string }[],
): string[] {
  const warnings: string[] = [];
  const pods = joinStaticPods(node).filter(({ sandbox }) => sandbox?.state === 'SANDBOX_READY');
  const path = changes.find(({ key }) => key === 'staticPodPath');
  const fromFiles = pods.filter(({ source }) => source === 'file').map(({ name }) => name);
  if (path !== undefined && fromFiles.length > 0) {
    const control = fromFiles.filter((name) => controlPlane.test(name));
    if (control.length > 0) {
      warnings.push(
        `This node's control plane runs from ${path.before}: the kubelet ends ${control.join(', ')}, and with that the cluster's API on this node, until the manifests are in ${path.after || 'a staticPodPath again'}.`,
      );
    }
    warnings.push(
      path.after === ''
        ? `The kubelet will read no files any more: ${fromFiles.join(', ')} will end.`
        : `What runs from ${path.before} ends unless its manifests are in ${path.after}: ${fromFiles.join(', ')}.`,
    );
  }
  const url = changes.find(({ key }) => key === 'staticPodURL');
  const fromWeb = pods.filter(({ source }) => source === 'http').map(({ name }) => name);
  if (url !== undefined && fromWeb.length > 0) {
    warnings.push(
      `What runs from ${url.before} ends unless ${url.after || 'another source'} has it: ${fromWeb.join(', ')}.`,
    );
  }
  return warnings;
}
