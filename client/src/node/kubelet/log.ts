import type { ObservedNode } from '../observed-node';

/** Follows the kubelet's log as it writes it, with `lines` of what came before: its unit's journal, else RKE2's file. */
export function kubeletLogArguments(node: ObservedNode | undefined, lines: number): string[] {
  const unit = node?.kubelet.unit ?? '';
  return unit === '' && node?.staticPodPath.startsWith('/var/lib/rancher/') === true
    ? ['tail', '-n', String(lines), '-F', '/var/lib/rancher/rke2/agent/logs/kubelet.log']
    : ['journalctl', '-q', '--no-pager', '-f', '-o', 'cat', '-n', String(lines), '-u', unit || 'kubelet.service'];
}
