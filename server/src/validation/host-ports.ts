import { child, index, type FieldPath } from '../rules/field-path';
import type { Pod } from '../schema/pod-types';

/** A port of the node that a Pod claims. */
export interface HostPort {
  /** `TCP port 80` */
  readonly port: string;
  /** '' for every address of the node. */
  readonly hostIP: string;
  readonly path: FieldPath;
}

/** With hostNetwork each container port is a host port: defaulting made it one. */
export function hostPortsOf({ spec }: Pod): HostPort[] {
  const claims: HostPort[] = [];
  for (const [field, containers] of [
    ['initContainers', spec?.initContainers ?? []],
    ['containers', spec?.containers ?? []],
  ] as const) {
    for (const [position, container] of containers.entries()) {
      // An init container that is no sidecar has ended before the others start.
      if (field === 'initContainers' && container.restartPolicy !== 'Always') {
        continue;
      }
      for (const [place, { protocol = 'TCP', hostPort = 0, hostIP = '' }] of (container.ports ?? []).entries()) {
        if (hostPort > 0) {
          const path = index(child(index(child('spec', field), position), 'ports'), place);
          claims.push({ port: `${protocol} port ${hostPort}`, hostIP, path: child(path, 'hostPort') });
        }
      }
    }
  }
  return claims;
}
