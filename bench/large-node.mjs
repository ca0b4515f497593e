// A node of 110 Pods and 500 containers, as the node explorer is told of it.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const pods = 110;
export const containers = 500;

/**
 * What scripts/observe.sh prints on a node with so many Pods, each value in the shape that was recorded; something of it
 * changes with the round.
 *
 * @param {{ recordings: string, round: number, nonce: string }} look recordings: test/fixtures/recordings; nonce: what
 * stands between sections (sections.ts)
 */
export function describeNode({ recordings, round, nonce }) {
  const recorded = (name) => JSON.parse(readFileSync(path.join(recordings, name), 'utf8'));
  const sandbox = recorded('crictl-pods.json').items.find(({ state }) => state === 'SANDBOX_READY');
  const container = recorded('crictl-ps.json').containers[0];
  const id = (kind, number) => `${kind}${number}`.padEnd(64, '0');
  const created = BigInt(sandbox.createdAt);
  const items = Array.from({ length: pods }, (_, pod) => ({
    ...sandbox,
    id: id('a', pod),
    metadata: { ...sandbox.metadata, name: `pod-${pod}-my-node1`, uid: id('e', pod).slice(0, 32) },
  }));
  const all = Array.from({ length: containers }, (_, number) => ({
    ...container,
    id: id('b', number),
    podSandboxId: id('a', number % pods),
    metadata: { name: `container-${Math.floor(number / pods)}`, attempt: number % 7 === 0 ? round : 0 },
    createdAt: String(created + BigInt(number)),
    state: 'CONTAINER_RUNNING',
  }));
  const text = (name, body) => `\n@${nonce} ${name}\n${body}`;
  const words = (...values) => values.map((value) => `${value}\0`).join('');
  const report = (name, stdout) => text(name, `${stdout}\n0`);
  const manifests = Array.from({ length: pods }, (_, pod) => {
    const bytes = [
      'apiVersion: v1\nkind: Pod\n',
      `metadata:\n  name: pod-${pod}\n  namespace: ${sandbox.metadata.namespace}\nspec:\n  containers:\n`,
      ...Array.from({ length: 5 }, (__, number) => `    - name: container-${number}\n      image: nginx:1.${number}\n`),
    ].join('');
    const time = '2026-11-22 21:54:13.008434000 +0000';
    const stat = `${bytes.length}|${time}|${time}|600|root|root`;
    return text('manifest', `${words(`/etc/kubernetes/manifests/pod-${pod}.yaml`, 'file', '', stat)}${bytes}`);
  });
  return Buffer.from(
    [
      text('machine', words('time=1795384510', 'zone=+0000', 'hostname=my-node1', 'bootId=b')),
      text('kubelet.argv', words('/usr/local/bin/kubelet')),
      report('kubelet.version', 'Kubernetes v1.37.2'),
      text(
        'settings',
        words('pid=1', 'unit=kubelet.service', 'staticPodPath=/etc/kubernetes/manifests', 'crictl=/usr/bin/crictl'),
      ),
      report('healthz', 'ok'),
      text('manifests', words('folder', '')),
      ...manifests,
      report('crictl.version', 'RuntimeName:  containerd\nRuntimeVersion:  1.6.20'),
      report('crictl.pods', JSON.stringify({ items }, undefined, 2)),
      report('crictl.images', '{"images": []}'),
      report('crictl.ps', JSON.stringify({ containers: all }, undefined, 2)),
      report('journal', ''),
      text('end', ''),
    ].join(''),
  );
}
