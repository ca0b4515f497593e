import type { ObservedNode } from './observed-node';
import type { NodePlan } from './plan';

/**
 * A manifest that goes to every one of several nodes of a cluster is what a DaemonSet is for: it follows nodes that join,
 * rolls out and back by itself, and can use Secrets and ConfigMaps. Undefined where there is nothing to advise.
 */
export function adviseDaemonSet(
  planned: readonly { readonly node: ObservedNode; readonly plan: NodePlan }[],
): string | undefined {
  const isInCluster = planned.some(({ node }) =>
    node.kubelet.argv.some((word) => /^--(bootstrap-)?kubeconfig\b/.test(word)),
  );
  const names = planned[0]?.plan.manifests.flatMap(({ name, action }) => (action === 'remove' ? [] : [name])) ?? [];
  const everywhere = names.filter((name) =>
    planned.every(({ plan }) => plan.manifests.some((one) => one.name === name && one.action !== 'remove')),
  );
  return planned.length < 2 || !isInCluster || everywhere.length === 0
    ? undefined
    : `${everywhere.join(', ')} ${everywhere.length === 1 ? 'goes' : 'go'} to every node, and the nodes belong to a cluster: a DaemonSet does that better, unless it must run before or without the API server.`;
}
