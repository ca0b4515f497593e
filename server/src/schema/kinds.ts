/**
 * The kinds of group "" and version v1 in the scheme that the kubelet's manifest decoder uses (legacyscheme with
 * pkg/apis/core/install, v1.31 to v1.37, listed by decoding each known type with the kubelet's own decoder). The facts
 * have a type of each kind's name.
 */
const kinds: ReadonlySet<string> = new Set([
  'Pod',
  'PodList',
  'APIGroup',
  'APIGroupList',
  'APIResourceList',
  'APIVersions',
  'Binding',
  'ComponentStatus',
  'ComponentStatusList',
  'ConfigMap',
  'ConfigMapList',
  'Endpoints',
  'EndpointsList',
  'Event',
  'EventList',
  'LimitRange',
  'LimitRangeList',
  'List',
  'Namespace',
  'NamespaceList',
  'Node',
  'NodeList',
  'NodeProxyOptions',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'PersistentVolumeClaimList',
  'PersistentVolumeList',
  'PodAttachOptions',
  'PodExecOptions',
  'PodLogOptions',
  'PodPortForwardOptions',
  'PodProxyOptions',
  'PodTemplate',
  'PodTemplateList',
  'RangeAllocation',
  'ReplicationController',
  'ReplicationControllerList',
  'ResourceQuota',
  'ResourceQuotaList',
  'Secret',
  'SecretList',
  'SerializedReference',
  'Service',
  'ServiceAccount',
  'ServiceAccountList',
  'ServiceList',
  'ServiceProxyOptions',
  'Status',
  'WatchEvent',
]);

/** What only kubelets up to 1.36 know of: a Pod without its spec. */
export const podStatusResult = 'PodStatusResult';

/** Whether the decoder has a kind of apiVersion v1. */
export function isKnownKind(kind: string, minor: number): boolean {
  return kinds.has(kind) || (kind === podStatusResult && minor <= 36);
}

/** These are the API machinery's own and decode under any group and version (Scheme.AddUnversionedTypes). */
export const unversionedKinds: ReadonlySet<string> = new Set([
  'APIGroup',
  'APIGroupList',
  'APIResourceList',
  'APIVersions',
  'Status',
]);
