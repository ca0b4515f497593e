import { fields, list, text, type Fields } from './yaml-fields';

/**
 * A readiness probe that can be asked from the node itself. The CRI does not tell whether a container is ready, and
 * without an API server nobody else does.
 */
export interface ReadinessProbe {
  readonly container: string;
  readonly scheme: 'http' | 'https';
  /** '' for the Pod's own address, which is known once its sandbox is there. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/**
 * The readiness probes of a Pod's spec that are HTTP requests to an address that is known: the probe names its host, as
 * kubeadm's do, or the Pod has an address of its own. Others (gRPC, TCP, commands, headers, the node's network without
 * a host) are left out: asked from elsewhere than the kubelet asks, they could fail though the Pod is ready.
 */
export function readReadinessProbes(spec: Fields): ReadinessProbe[] {
  const containers = [...list(spec['containers']), ...list(spec['initContainers']).filter(isSidecar)];
  return containers.flatMap((container) => {
    const get = fields(fields(container['readinessProbe'])['httpGet']);
    const port = readPort(get['port'], list(container['ports']));
    const host = text(get['host']);
    const path = text(get['path']);
    const name = container['name'];
    const isAskable =
      typeof name === 'string' &&
      port !== undefined &&
      get['httpHeaders'] === undefined &&
      (host === '' ? spec['hostNetwork'] !== true : /^[A-Za-z0-9.:-]+$/.test(host)) &&
      /^[\x21-\x7b\x7d\x7e]*$/.test(path);
    return isAskable
      ? [
          {
            container: name,
            scheme: get['scheme'] === 'HTTPS' ? ('https' as const) : ('http' as const),
            host: host.includes(':') ? `[${host}]` : host,
            port,
            path: path.startsWith('/') ? path : `/${path}`,
          },
        ]
      : [];
  });
}

function isSidecar(container: Fields): boolean {
  return container['restartPolicy'] === 'Always';
}

/** A number, or the name of one of the container's ports. */
function readPort(port: unknown, ports: readonly Fields[]): number | undefined {
  const number = typeof port === 'string' ? ports.find(({ name }) => name === port)?.['containerPort'] : port;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 && number < 65_536 ? number : undefined;
}
