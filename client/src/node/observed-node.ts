import type { Container } from './crictl/ps';
import type { ContainerExit } from './crictl/inspect';
import type { PodSandbox } from './crictl/pods';
import type { ContainerUsage } from './crictl/stats';
import type { ConfigurationFile, KubeletConfiguration } from './kubelet/configuration';
import type { MirrorFailure } from './kubelet/mirror-failure';
import type { KubeletProblem } from './kubelet/problem';
import type { ManifestIdentity } from './manifest-identity';
import type { WebSource } from './web-source';

/** All that one look at a node told. Times are seconds since 1970 by the node's clock. */
export interface ObservedNode {
  readonly time: number;
  /** What the kubelet calls the node: Pods' names end in it, in lower case. */
  readonly nodeName: string;
  readonly bootId: string;
  readonly kubelet: ObservedKubelet;
  readonly health: Health;
  /** '' where the kubelet reads no files. */
  readonly staticPodPath: string;
  /** '' where the kubelet reads no URL. */
  readonly staticPodURL: string;
  readonly folder: ObservedFolder;
  readonly runtime: ObservedRuntime;
  readonly manifests: readonly ObservedManifest[];
  /** What lies aside, out of the kubelet's reach; `path` is where, the name is the manifest's. */
  readonly parked: readonly ObservedManifest[];
  /** What this product put into the folder last, by path. */
  readonly deployed: ReadonlyMap<string, DeployedManifest>;
  readonly sandboxes: readonly PodSandbox[];
  readonly containers: readonly Container[];
  /** Why containers ended, by container id: of the newest container of each name only. */
  readonly exits: ReadonlyMap<string, ContainerExit>;
  /** What running containers have used, by container id; empty where it was not asked for. */
  readonly usage: ReadonlyMap<string, ContainerUsage>;
  readonly problems: readonly KubeletProblem[];
  /** Undefined where the kubelet reads no URL. */
  readonly webSource: WebSource | undefined;
  /** Of mirror Pods: their Pods run all the same. */
  readonly mirrorFailures: readonly MirrorFailure[];
  /** What kept this look from being complete: each a sentence for people. */
  readonly remarks: readonly string[];
}

export interface ObservedKubelet {
  readonly state: 'running' | 'stopped';
  readonly pid: number | undefined;
  /** The systemd unit: kubelet.service, k3s.service, …; '' where there is none. */
  readonly unit: string;
  /** `v1.37.2`; '' where the kubelet does not run. */
  readonly version: string;
  /** 37 for 1.37; undefined without a version. */
  readonly minor: number | undefined;
  readonly argv: readonly string[];
  readonly configuration: KubeletConfiguration;
  readonly configurationFiles: readonly ConfigurationFile[];
}

export type Health =
  | { readonly state: 'ok' }
  | { readonly state: 'failed'; readonly reason: string }
  /** The kubelet serves no health endpoint, or the node has no program to ask it. */
  | { readonly state: 'unknown'; readonly reason: string };

/** What lies at staticPodPath. */
export interface ObservedFolder {
  readonly kind: 'folder' | 'file' | 'other' | 'missing';
  /** Where it points, if it is a symbolic link. */
  readonly linkTarget: string | undefined;
}

export type ObservedRuntime =
  | {
      readonly state: 'ready';
      readonly crictl: string;
      readonly endpoint: string;
      readonly name: string;
      readonly version: string;
    }
  | { readonly state: 'failed'; readonly crictl: string; readonly endpoint: string; readonly reason: string };

/** What the node remembers of a manifest that a transaction put there. */
export interface DeployedManifest {
  readonly sha256: string;
  /** The transaction that did it; its id begins with the time. */
  readonly transaction: string;
}

/** A directory entry that the kubelet looks at: names that begin with a dot are not here. */
export interface ObservedManifest {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'other' | 'missing';
  readonly linkTarget: string | undefined;
  readonly size: number;
  readonly changeTime: number;
  readonly modificationTime: number;
  /** Octal, `600`. */
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
  /** Hexadecimal; '' for what is no file. */
  readonly sha256: string;
  /** Undefined where it is larger than what was asked for, and for what is no file. */
  readonly content: Buffer | undefined;
  /** What Pod the text speaks of, if it can be told. */
  readonly identity: ManifestIdentity | undefined;
}
