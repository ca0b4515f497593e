import { ClusterError } from './api-server';

/** A Pod as the API server shows it, as far as mirror Pods are concerned. */
export interface MirrorPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly nodeName: string;
  /** `Pending`, `Running`, `Succeeded`, `Failed`, `Unknown`; '' where the kubelet has told nothing yet. */
  readonly phase: string;
  /** The condition Ready. */
  readonly ready: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** The annotation kubernetes.io/config.mirror: the config hash of the static Pod. Undefined: no mirror Pod. */
  readonly configHash: string | undefined;
  /** Seconds since 1970, by the API server's clock. */
  readonly createdAt: number;
  readonly isBeingDeleted: boolean;
}

/** Of a v1 Pod. Throws ClusterError where the answer is none. */
export function readMirrorPod(value: unknown): MirrorPod {
  const metadata = member(value, 'metadata');
  const status = member(value, 'status');
  const annotations = member(metadata, 'annotations');
  const name = text(metadata, 'name');
  if (name === '') {
    throw new ClusterError('refused', 'The API server answered with something that is no Pod.');
  }
  const conditions = member(status, 'conditions');
  const mirror = member(annotations, 'kubernetes.io/config.mirror');
  return {
    namespace: text(metadata, 'namespace'),
    name,
    uid: text(metadata, 'uid'),
    nodeName: text(member(value, 'spec'), 'nodeName'),
    phase: text(status, 'phase'),
    ready:
      Array.isArray(conditions) &&
      conditions.some((condition) => text(condition, 'type') === 'Ready' && text(condition, 'status') === 'True'),
    labels: strings(member(metadata, 'labels')),
    configHash: typeof mirror === 'string' ? mirror : undefined,
    createdAt: Date.parse(text(metadata, 'creationTimestamp')) / 1000,
    isBeingDeleted: text(metadata, 'deletionTimestamp') !== '',
  };
}

/** Of a v1 PodList. */
export function readPodList(value: unknown): MirrorPod[] {
  const items = member(value, 'items');
  if (!Array.isArray(items)) {
    throw new ClusterError('refused', 'The API server answered with something that is no list of Pods.');
  }
  return items.map(readMirrorPod);
}

export function podPath({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}`;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function text(value: unknown, key: string): string {
  const found = member(value, key);
  return typeof found === 'string' ? found : '';
}

function strings(value: unknown): Record<string, string> {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    : {};
}
