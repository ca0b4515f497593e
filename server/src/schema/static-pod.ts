import type { Target } from '../rules/rule';
import type { Pod, Toleration } from './pod-types';
import { roundResources, roundStatus } from './resource-lists';

/** The toleration that keeps static Pods on a node in trouble. */
const staticPodToleration: Toleration = { operator: 'Exists', effect: 'NoExecute' };

/**
 * What the kubelet makes of a decoded and defaulted Pod before it validates it: the name with the node's, namespace,
 * node, phase and, from files, the toleration of every NoExecute taint (pkg/kubelet/config/common.go, v1.31 to v1.37:
 * applyDefaults). The UID and the annotation with the config hash are not set.
 */
export function toStaticPod(pod: Pod, { nodeName, source }: Target): Pod {
  const { metadata, spec, status } = pod;
  const rounded = roundResources(spec ?? {});
  return {
    ...pod,
    metadata: {
      ...metadata,
      name: `${metadata?.name ?? ''}-${nodeName.toLowerCase()}`,
      namespace: metadata?.namespace || 'default',
    },
    spec: {
      ...rounded,
      nodeName,
      ...(source === 'file' ? { tolerations: addToleration(rounded.tolerations ?? []) } : {}),
    },
    status: { ...roundStatus(status ?? {}), phase: 'Pending' },
  };
}

/** pkg/apis/core/helper: AddOrUpdateTolerationInPodSpec. One that matches is replaced where it stands. */
function addToleration(tolerations: readonly Toleration[]): Toleration[] {
  const updated = tolerations.map((toleration) => (isSameTaint(toleration) ? staticPodToleration : toleration));
  return updated.includes(staticPodToleration) ? updated : [...updated, staticPodToleration];
}

function isSameTaint({ key, operator, value, effect }: Toleration): boolean {
  return !key && operator === staticPodToleration.operator && !value && effect === staticPodToleration.effect;
}
