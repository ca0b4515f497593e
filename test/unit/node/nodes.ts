import { readIdentity } from '../../../client/src/node/manifest-identity';
import type { ObservedManifest, ObservedNode } from '../../../client/src/node/observed-node';
import { sha256 } from '../../../client/src/node/observe';

/** A healthy node on which nothing runs, changed as a test needs it. */
export function nodeWith(change: Partial<ObservedNode>): ObservedNode {
  return {
    time: 1795384510,
    nodeName: 'my-node1',
    bootId: 'b',
    kubelet: {
      state: 'running',
      pid: 1,
      unit: 'kubelet.service',
      version: 'v1.37.2',
      minor: 37,
      argv: [],
      configuration: {
        staticPodPath: '/etc/kubernetes/manifests',
        staticPodURL: '',
        fileCheckFrequencySeconds: 2,
        httpCheckFrequencySeconds: 20,
        syncFrequencySeconds: 5,
        containerRuntimeEndpoint: '',
        healthzBindAddress: '127.0.0.1',
        healthzPort: 10248,
        hostnameOverride: '',
      },
      configurationFiles: [],
    },
    health: { state: 'ok' },
    staticPodPath: '/etc/kubernetes/manifests',
    staticPodURL: '',
    folder: { kind: 'folder', linkTarget: undefined },
    runtime: {
      state: 'ready',
      crictl: '/usr/local/bin/crictl',
      endpoint: 'unix:///r.sock',
      name: 'containerd',
      version: '1',
    },
    manifests: [],
    parked: [],
    deployed: new Map(),
    sandboxes: [],
    containers: [],
    exits: new Map(),
    usage: new Map(),
    problems: [],
    webSource: undefined,
    mirrorFailures: [],
    remarks: [],
    ...change,
  };
}

export function manifestOf(name: string, text: string, change: Partial<ObservedManifest> = {}): ObservedManifest {
  const content = Buffer.from(text);
  return {
    path: `/etc/kubernetes/manifests/${name}`,
    kind: 'file',
    linkTarget: undefined,
    size: content.length,
    changeTime: 0,
    modificationTime: 0,
    mode: '600',
    owner: 'root',
    group: 'root',
    sha256: sha256(content),
    content,
    identity: readIdentity(text),
    ...change,
  };
}
