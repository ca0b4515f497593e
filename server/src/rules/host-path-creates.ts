import { child, index } from './field-path';
import { defineRule } from './rule';

/**
 * kubeadm's own: it creates these on nodes where the distribution has none, and means it. And what the node's programs
 * fill once they run: an agent that only reads there may be the first.
 */
const meant =
  /^\/(etc\/(kubernetes|ssl|ca-certificates|pki|cni)|usr\/(local\/)?share\/ca-certificates|opt\/cni|run|var\/(run|log)|var\/lib\/(etcd|kubelet|cni|containerd))(\/|$)/;

/** A path that is only read and is made empty if it is not there: a typo in it is never noticed. */
export const rule = defineRule({
  id: 'host-path-creates',
  on: 'pod',
  severity: 'hint',
  check({ pod, report }) {
    const spec = pod.spec ?? {};
    const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
    for (const [position, { name, hostPath }] of (spec.volumes ?? []).entries()) {
      const { path = '', type } = hostPath ?? {};
      if ((type !== 'DirectoryOrCreate' && type !== 'FileOrCreate') || meant.test(path)) {
        continue;
      }
      const mounts = containers.flatMap(({ volumeMounts }) =>
        (volumeMounts ?? []).filter((mount) => mount.name === name),
      );
      if (mounts.length > 0 && mounts.every(({ readOnly }) => readOnly === true)) {
        const sure = type === 'DirectoryOrCreate' ? 'Directory' : 'File';
        report({
          path: child(child(index('spec.volumes', position), 'hostPath'), 'type'),
          message: `\`${type}\` makes ${path} empty where it is not there, and the containers only read it: a typo in the path would not be noticed. \`${sure}\` has the Pod wait and say so.`,
          details: { sure },
        });
      }
    }
  },
  fixes({ finding }) {
    const sure = finding.details?.['sure'];
    return typeof sure === 'string'
      ? [
          {
            title: `Change to ${sure}`,
            safe: false,
            edits: [{ start: finding.start, end: finding.end, newText: sure }],
          },
        ]
      : [];
  },
});
