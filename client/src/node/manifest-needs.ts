import { fields, list, text, type Fields } from './yaml-fields';

/** What a Pod needs of its node before it can run. */
export interface ManifestNeeds {
  readonly images: readonly NeededImage[];
  /** Of the volumes that name a type: the kubelet refuses to mount a path that is of another. */
  readonly hostPaths: readonly { readonly path: string; readonly type: string }[];
  readonly hostPorts: readonly HostPort[];
}

export interface NeededImage {
  /** As the manifest writes it. */
  readonly name: string;
  readonly policy: 'Always' | 'IfNotPresent' | 'Never';
}

export interface HostPort {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly port: number;
  /** '' for every address of the node. */
  readonly hostIP: string;
}

/** Reads tolerantly: what is not as the kubelet wants it is left out, for the language service says so. */
export function readNeeds(spec: Fields): ManifestNeeds {
  const initContainers = list(spec['initContainers']);
  const containers = [...initContainers, ...list(spec['containers'])];
  const volumes = list(spec['volumes']);
  return {
    images: [
      ...containers.map((container) => readImage(container['image'], container['imagePullPolicy'])),
      ...volumes.map(({ image }) => readImage(fields(image)['reference'], fields(image)['pullPolicy'])),
    ].filter(({ name }) => name !== ''),
    hostPaths: volumes
      .map(({ hostPath }) => ({ path: text(fields(hostPath)['path']), type: text(fields(hostPath)['type']) }))
      .filter(({ path, type }) => path !== '' && type !== ''),
    hostPorts: containers
      // An init container that is no sidecar has ended before the others start.
      .filter((container) => !initContainers.includes(container) || container['restartPolicy'] === 'Always')
      .flatMap((container) => list(container['ports']))
      .flatMap((port) => readHostPort(port, spec['hostNetwork'] === true)),
  };
}

/** pkg/apis/core/v1/defaults.go, v1.37: without a policy `latest` and no tag are pulled always, all else once. */
function readImage(image: unknown, written: unknown): NeededImage {
  const name = text(image);
  if (written === 'Always' || written === 'IfNotPresent' || written === 'Never') {
    return { name, policy: written };
  }
  const isLatest = !name.includes('@') && (/:latest$/.test(name) || !/:[^/]*$/.test(name));
  return { name, policy: isLatest ? 'Always' : 'IfNotPresent' };
}

/** With hostNetwork each container port is a host port (pkg/apis/core/v1/defaults.go, v1.37). */
function readHostPort(port: Fields, hostNetwork: boolean): HostPort[] {
  const number = port['hostPort'] ?? (hostNetwork ? port['containerPort'] : undefined);
  const protocol = port['protocol'] ?? 'TCP';
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > 65535) {
    return [];
  }
  return protocol === 'TCP' || protocol === 'UDP' || protocol === 'SCTP'
    ? [{ protocol, port: number, hostIP: text(port['hostIP']) }]
    : [];
}

/** Whether two Pods can't both have what they claim. */
export function portsCollide(a: HostPort, b: HostPort): boolean {
  const isAny = ({ hostIP }: HostPort): boolean => hostIP === '' || hostIP === '0.0.0.0' || hostIP === '::';
  return a.protocol === b.protocol && a.port === b.port && (a.hostIP === b.hostIP || isAny(a) || isAny(b));
}

export function describePort({ protocol, port, hostIP }: HostPort): string {
  return `${protocol} port ${port}${hostIP === '' ? '' : ` of ${hostIP}`}`;
}
