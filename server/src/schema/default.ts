import { imageTag } from './image-name';
import { defaultPodLevelResources } from './pod-level-resources';
import type * as v1 from './pod-types';

/** A decoded Pod while defaults are set in it: nobody else holds it yet. */
export type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

export interface NewPod extends Mutable<v1.Pod> {
  metadata: Mutable<v1.ObjectMeta>;
  spec: Mutable<v1.PodSpec>;
  status: Mutable<v1.PodStatus>;
}

type Container = Mutable<v1.Container>;

/**
 * Sets what the API machinery sets between decoding and validation: the defaulting functions (pkg/apis/core/v1:
 * defaults.go, zz_generated.defaults.go, v1.31 to v1.37, feature gates at their defaults) and the values that
 * conversion to the internal version changes. Quantities are not yet rounded: see `roundResources`.
 */
export function setDefaults(pod: NewPod, minor: number): void {
  const { spec } = pod;
  // An init container without restartPolicy Always is one like any other here.
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  containers.forEach(defaultRequests);
  if (minor >= 34 && minor <= 36) {
    defaultPodLevelResources(spec);
  }
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork === true) {
    containers.forEach(defaultHostPorts);
  }
  defaultSpec(spec);
  spec.volumes?.forEach((volume) => {
    defaultVolume(volume, minor);
  });
  containers.forEach(defaultContainer);
  spec.ephemeralContainers?.forEach(defaultContainer);
  defaultPodIPs(pod.status);
  dropInitContainerAnnotations(pod.metadata, minor);
}

function defaultRequests({ resources }: Container): void {
  if (resources?.limits === undefined) {
    return;
  }
  resources.requests = { ...resources.limits, ...resources.requests };
}

function defaultHostPorts({ ports }: Container): void {
  for (const port of ports ?? []) {
    port.hostPort ||= port.containerPort ?? 0;
  }
}

function defaultSpec(spec: Mutable<v1.PodSpec>): void {
  const account = spec.serviceAccountName || spec.serviceAccount;
  if (account) {
    spec.serviceAccountName = account;
    spec.serviceAccount = account;
  }
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.restartPolicy ||= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  if (spec.terminationGracePeriodSeconds < 0) {
    spec.terminationGracePeriodSeconds = 1;
  }
  spec.schedulerName ||= 'default-scheduler';
}

function defaultContainer(container: Container | Mutable<v1.EphemeralContainer>): void {
  container.imagePullPolicy ||= pullPolicyOf(container.image);
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  container.ports?.forEach((port) => {
    port.protocol ||= 'TCP';
  });
  for (const { valueFrom } of container.env ?? []) {
    defaultFieldRef(valueFrom?.fieldRef);
    if (valueFrom?.fileKeyRef !== undefined) {
      valueFrom.fileKeyRef.optional ??= false;
    }
  }
  [container.livenessProbe, container.readinessProbe, container.startupProbe].forEach(defaultProbe);
  defaultHttpGet(container.lifecycle?.postStart?.httpGet);
  defaultHttpGet(container.lifecycle?.preStop?.httpGet);
}

function pullPolicyOf(image: string | undefined): string {
  return imageTag(image ?? '') === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultProbe(probe: Mutable<v1.Probe> | undefined): void {
  if (probe === undefined) {
    return;
  }
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  defaultHttpGet(probe.httpGet);
  if (probe.grpc !== undefined) {
    probe.grpc.service ??= '';
  }
}

function defaultHttpGet(action: Mutable<v1.HTTPGetAction> | undefined): void {
  if (action !== undefined) {
    action.path ||= '/';
    action.scheme ||= 'HTTP';
  }
}

function defaultFieldRef(selector: Mutable<v1.ObjectFieldSelector> | undefined): void {
  if (selector !== undefined) {
    selector.apiVersion ||= 'v1';
  }
}

const defaultMode = 0o644;

function defaultVolume(volume: Mutable<v1.Volume>, minor: number): void {
  if (Object.keys(volume).every((field) => field === 'name')) {
    volume.emptyDir = {};
  }
  if (minor >= 35 && volume.image !== undefined) {
    volume.image.pullPolicy ||= pullPolicyOf(volume.image.reference);
  }
  if (volume.hostPath !== undefined) {
    volume.hostPath.type ??= '';
  }
  for (const files of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (files !== undefined) {
      files.defaultMode ??= defaultMode;
    }
  }
  volume.downwardAPI?.items?.forEach(({ fieldRef }) => {
    defaultFieldRef(fieldRef);
  });
  for (const { downwardAPI, serviceAccountToken } of volume.projected?.sources ?? []) {
    downwardAPI?.items?.forEach(({ fieldRef }) => {
      defaultFieldRef(fieldRef);
    });
    if (serviceAccountToken !== undefined) {
      serviceAccountToken.expirationSeconds ??= 3600;
    }
  }
  const claim = volume.ephemeral?.volumeClaimTemplate;
  if (claim !== undefined) {
    claim.spec ??= {};
    claim.spec.volumeMode ??= 'Filesystem';
  }
  defaultDisks(volume);
}

function defaultDisks({ iscsi, rbd, azureDisk, scaleIO }: Mutable<v1.Volume>): void {
  if (iscsi !== undefined) {
    iscsi.iscsiInterface ||= 'default';
  }
  if (rbd !== undefined) {
    rbd.pool ||= 'rbd';
    rbd.user ||= 'admin';
    rbd.keyring ||= '/etc/ceph/keyring';
  }
  if (azureDisk !== undefined) {
    azureDisk.cachingMode ??= 'ReadWrite';
    azureDisk.fsType ??= 'ext4';
    azureDisk.readOnly ??= false;
    azureDisk.kind ??= 'Shared';
  }
  if (scaleIO !== undefined) {
    scaleIO.storageMode ||= 'ThinProvisioned';
    scaleIO.fsType ||= 'xfs';
  }
}

/** `podIP` and `podIPs` are one list inside Kubernetes; where both are given and differ, the single address wins. */
function defaultPodIPs(status: Mutable<v1.PodStatus>): void {
  const first = status.podIPs?.[0];
  if (status.podIP) {
    if (first === undefined || (first.ip ?? '') !== status.podIP) {
      status.podIPs = [{ ip: status.podIP }];
    }
  } else if (first?.ip) {
    status.podIP = first.ip;
  }
}

const initContainerAnnotations = [
  'pod.beta.kubernetes.io/init-containers',
  'pod.alpha.kubernetes.io/init-containers',
  'pod.beta.kubernetes.io/init-container-statuses',
  'pod.alpha.kubernetes.io/init-container-statuses',
];

/** pkg/apis/core/v1/conversion.go, up to v1.36. */
function dropInitContainerAnnotations(metadata: Mutable<v1.ObjectMeta>, minor: number): void {
  const { annotations = {} } = metadata;
  if (minor > 36 || !initContainerAnnotations.some((name) => Object.hasOwn(annotations, name))) {
    return;
  }
  metadata.annotations = Object.fromEntries(
    Object.entries(annotations).filter(([name]) => !initContainerAnnotations.includes(name)),
  );
}
