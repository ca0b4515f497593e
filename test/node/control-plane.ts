import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import path from 'node:path';
import { parse } from 'yaml';
import { onNode, run, untilFound, type BedNode } from './bed';

/** A control plane of one node as kubeadm makes it, on this machine and not yet on the node. */
export interface ControlPlane {
  /** The folder with etcd.yaml, kube-apiserver.yaml, kube-controller-manager.yaml and kube-scheduler.yaml. */
  readonly manifests: string;
  /** Of a user in system:masters; names the node's address. */
  readonly kubeconfig: string;
  /** The kubelet's own: user system:node:NAME in system:nodes. */
  readonly kubeletKubeconfig: string;
}

export const controlPlaneManifests = [
  'etcd.yaml',
  'kube-apiserver.yaml',
  'kube-controller-manager.yaml',
  'kube-scheduler.yaml',
] as const;

/** What there is besides the four of kubeadm, and where. */
export interface ControlPlaneOptions {
  /** The checkout that the scripts and their cache are in; a test's own folder unless it runs elsewhere. */
  readonly repository?: string;
  /** Those that are wanted: others get no image. */
  readonly manifests?: readonly string[];
}

/**
 * Builds what is missing, and gives the node images, certificates and kubeconfigs: all but the manifests. Throws what a
 * step said where it failed.
 */
export async function prepareControlPlane(
  node: BedNode,
  { repository = process.cwd(), manifests = controlPlaneManifests }: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const cache = path.join(repository, '.cache/node/control-plane');
  const images = await script(repository, 'control-plane/images.sh', [path.join(cache, 'images')]);
  for (const archive of images.trim().split('\n')) {
    if (manifests.some((name) => path.basename(archive).includes(`_${path.basename(name, '.yaml')}_`))) {
      await importImage(repository, node, archive);
    }
  }
  const folder = path.join(cache, node.nodeName);
  await mkdir(cache, { recursive: true });
  await script(repository, 'control-plane/kubeadm.sh', [node.nodeName, node.host, folder]);
  const packed = await run('bash', ['-c', 'tar -C "$1" -cf - pki $(cd "$1" && ls *.conf) | base64', 'tar', folder]);
  await onNode(node, 'mkdir -p /etc/kubernetes && base64 -d | tar -C /etc/kubernetes --no-same-owner -xf -', {
    input: packed.stdout,
  });
  return {
    manifests: path.join(folder, 'manifests'),
    kubeconfig: path.join(folder, 'super-admin.conf'),
    kubeletKubeconfig: path.join(folder, 'kubelet.conf'),
  };
}

async function importImage(repository: string, node: BedNode, archive: string): Promise<void> {
  const sum = (await readFile(`${archive}.sha256`, 'utf8')).trim();
  const mark = `/var/lib/bed/${path.basename(archive)}.imported`;
  if ((await onNode(node, `cat ${mark} 2> /dev/null || true`)).trim() === sum) {
    return;
  }
  const number = node.networkNamespace.slice(1);
  await script(repository, 'bed.sh', ['image', number, archive]);
  await onNode(node, `cat > ${mark}`, { input: `${sum}\n` });
}

async function script(repository: string, name: string, args: readonly string[]): Promise<string> {
  const ran = await run('bash', [path.join(repository, 'test/node', name), ...args]);
  if (ran.code !== 0) {
    throw new Error(`${name} ${args.join(' ')} ended with ${String(ran.code)}: ${ran.stderr}`);
  }
  return ran.stdout;
}

/** Takes everything off the node that this file and a test brought there, and waits until its Pods are gone. */
export async function removeControlPlane(node: BedNode): Promise<void> {
  const files = controlPlaneManifests.map((name) => `/etc/kubernetes/manifests/${name}`).join(' ');
  await onNode(node, `rm -f ${files}; rm -f /etc/default/kubelet; systemctl restart kubelet`);
  await untilFound("the control plane's Pods are gone", 90, async () =>
    (await onNode(node, 'crictl pods -q --state ready --namespace kube-system')) === '' ? true : undefined,
  );
  await onNode(
    node,
    [
      'crictl pods -q --namespace kube-system | xargs -r -n 1 crictl rmp',
      "crictl images | awk '/registry.k8s.io\\/(etcd|kube-)/ { print $3 }' | xargs -r -n 1 crictl rmi",
      'rm -rf /var/lib/bed/*.imported /var/lib/etcd /etc/kubernetes/pki /etc/kubernetes/*.conf',
    ].join(' && '),
  );
}

/** Gives the kubelet an API server, or with undefined none, and starts it anew. */
export async function pointKubelet(node: BedNode, kubeconfig: string | undefined): Promise<void> {
  const args = kubeconfig === undefined ? '' : `--kubeconfig ${kubeconfig}`;
  await onNode(node, 'cat > /etc/default/kubelet && systemctl restart kubelet', {
    input: `KUBELET_EXTRA_ARGS=${args}\n`,
  });
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Asks the API server as the user of a kubeconfig: a second opinion beside the product's own client. */
export async function askApiServer(
  kubeconfig: string,
  method: string,
  resource: string,
  body?: object,
): Promise<Answer> {
  const config = parse(await readFile(kubeconfig, 'utf8')) as {
    clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
    users: { user: { 'client-certificate-data': string; 'client-key-data': string } }[];
  };
  const cluster = config.clusters[0]?.cluster;
  const user = config.users[0]?.user;
  if (cluster === undefined || user === undefined) {
    throw new Error(`${kubeconfig} names no cluster or no user`);
  }
  const decode = (text: string): Buffer => Buffer.from(text, 'base64');
  return new Promise((resolve, reject) => {
    const asked = request(
      `${cluster.server}${resource}`,
      {
        method,
        ca: decode(cluster['certificate-authority-data']),
        cert: decode(user['client-certificate-data']),
        key: decode(user['client-key-data']),
        headers: { 'content-type': 'application/json' },
        timeout: 5000,
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer within 5 s')));
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Whether the API server says that it is ready; false also where nothing answers. */
export async function isReady({ kubeconfig }: ControlPlane): Promise<boolean> {
  try {
    const { status, text } = await askApiServer(kubeconfig, 'GET', '/readyz');
    return status === 200 && text === 'ok';
  } catch {
    return false;
  }
}

/** Puts the manifests there by hand, for tests that are about something else. */
export async function startControlPlane(
  node: BedNode,
  plane: ControlPlane,
  manifests: readonly string[] = controlPlaneManifests,
): Promise<void> {
  for (const name of manifests) {
    const input = await readFile(path.join(plane.manifests, name), 'utf8');
    const folder = '/etc/kubernetes/manifests';
    await onNode(node, `cat > ${folder}/.${name} && mv ${folder}/.${name} ${folder}/${name}`, { input });
  }
  await untilFound('the API server is ready', 120, async () => ((await isReady(plane)) ? true : undefined));
}

/** A copy of a manifest with the line `before` followed by `added`. Throws where there is no such line. */
export async function withLine(file: string, before: string, added: string, into: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(`${before}\n`)) {
    throw new Error(`${file} has no line '${before}'`);
  }
  const changed = path.join(into, path.basename(file));
  await writeFile(changed, text.replace(`${before}\n`, `${before}\n${added}\n`));
  return changed;
}
