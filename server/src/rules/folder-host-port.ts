import { nameFiles } from '../validation/name-files';
import { defineRule, type FolderEntry, type PodOutline } from './rule';

interface Claim {
  readonly entry: FolderEntry;
  readonly pod: PodOutline;
  readonly hostPort: PodOutline['hostPorts'][number];
}

/**
 * Two Pods of one folder that claim one port of the node: the kubelet admits the first and rejects the other
 * (pkg/scheduler/framework/plugins/nodeports, which the kubelet's admission calls). With hostNetwork each container
 * port is a host port.
 */
export const rule = defineRule({
  id: 'folder-host-port',
  on: 'folder',
  severity: 'warning',
  check({ entries, report }) {
    const claims = new Map<string, Claim[]>();
    for (const entry of entries) {
      const pod = entry.file?.pod;
      if (pod === undefined) {
        continue;
      }
      for (const hostPort of pod.hostPorts) {
        const claim = { entry, pod, hostPort };
        const all = claims.get(hostPort.port);
        if (all === undefined) {
          claims.set(hostPort.port, [claim]);
        } else {
          all.push(claim);
        }
      }
    }
    for (const [port, all] of claims) {
      for (const claim of all) {
        const rivals = all.filter(
          ({ pod, hostPort }) => !isSamePod(pod, claim.pod) && overlap(hostPort.hostIP, claim.hostPort.hostIP),
        );
        const names = [...new Set(rivals.map(({ entry }) => entry.name))];
        if (names.length > 0) {
          report(claim.entry, {
            path: claim.hostPort.path,
            span: claim.hostPort.span,
            message: `${nameFiles(names, names.length)} ${names.length > 1 ? 'claim' : 'claims'} ${port} of the node too: the kubelet runs only the Pod that it sees first. Give one of them another port.`,
          });
        }
      }
    }
  },
});

/** Twins, of which only one runs, are the rule folder-twin's. */
function isSamePod(a: PodOutline, b: PodOutline): boolean {
  return a.name === b.name && a.namespace === b.namespace;
}

/** No address, or the unspecified one, is every address of the node. */
function overlap(a: string, b: string): boolean {
  const isAny = (address: string): boolean => address === '' || address === '0.0.0.0' || address === '::';
  return a === b || isAny(a) || isAny(b);
}
