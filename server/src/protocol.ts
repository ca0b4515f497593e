/** What the client and the language server say to each other beside LSP. The only server file that the client imports. */
import type { CheckResult } from './language-service/check';
import type { Classification } from './language-service/classify';
import type { PodListItem, PodListVerdict } from './language-service/pod-list';
import type { Finding, Fix, Severity, Target } from './rules/rule';

export type { CheckResult, Classification, Finding, Fix, PodListItem, PodListVerdict, Severity, Target };

/** The minors of Kubernetes that the language server judges for, oldest first. */
export const supportedMinors = [31, 32, 33, 34, 35, 36, 37] as const;

export const newestMinor = supportedMinors[supportedMinors.length - 1] ?? supportedMinors[0];

/** A kubelet outside of what is known is judged as the nearest that is; one that tells no version as the newest. */
export function nearestMinor(minor: number | undefined): number {
  return Math.min(Math.max(minor ?? newestMinor, supportedMinors[0]), newestMinor);
}

/** `staticPods` in the editor's configuration; a client that answers null gets these defaults. */
export interface Settings {
  readonly kubernetesVersion: string;
  readonly nodeName: string;
  readonly files: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  /** Severity by rule id. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}

export const defaultSettings: Settings = {
  kubernetesVersion: 'newest',
  nodeName: 'my-node1',
  files: {
    include: ['**/manifests/**', '**/static-pods/**', '**/*.static-pod.{yaml,yml,json}', '**/*.manifest'],
    exclude: ['**/node_modules/**', '**/.git/**'],
  },
  rules: {},
};

/** What a client may say of itself at the start; other editors' clients say none of it. */
export interface InitializationOptions {
  /** URI of the folder of the rules' pages, for links. */
  readonly rulePages?: string;
  /** The client takes {@link classificationChangedNotification}. */
  readonly showsClassification?: boolean;
}

/** Request, client to server: what a document is taken for, for the language status item. */
export const classifyRequest = 'staticPods/classify';
export interface ClassifyParams {
  readonly uri: string;
}
export interface ClassifyResult {
  readonly classification: Classification;
  /** `1.37` */
  readonly kubernetesVersion: string;
  /** Why this version: the setting, or the node that the file was last deployed to. */
  readonly versionFrom: 'setting' | 'newest' | 'node';
}

/** Notification, server to a client that `showsClassification`: that of an open document may have changed. */
export const classificationChangedNotification = 'staticPods/classificationChanged';
export interface ClassificationChangedParams extends ClassifyResult {
  readonly uri: string;
}

/** Notification, client to server: the user says what a document is, whatever its path. `undefined` forgets it. */
export const treatAsNotification = 'staticPods/treatAs';
export interface TreatAsParams {
  readonly uri: string;
  readonly as: 'static-pod' | undefined;
}

/** Notification, client to server: the version of the node that a document was last deployed to. */
export const deployedToNotification = 'staticPods/deployedTo';
export interface DeployedToParams {
  readonly uri: string;
  /** `1.36`, or undefined to forget it. */
  readonly kubernetesVersion: string | undefined;
}

/** Request, client to server: the verdict on a manifest for a given kubelet, before a deploy. */
export const checkRequest = 'staticPods/check';
export interface CheckParams {
  /** The file's octets in base64: a text would not tell those that are no UTF-8. */
  readonly octets: string;
  readonly target: Target;
}

/** Request, client to server: what the kubelet makes of a manifest, to compare two of them. */
export const canonicalRequest = 'staticPods/canonical';
export interface CanonicalResult {
  /** Equal strings mean that the kubelet sees no change. Undefined where the text is no Pod. */
  readonly canonical: string | undefined;
  readonly pod: { readonly namespace: string; readonly name: string } | undefined;
}

/** Request, client to server: where field paths are in a text, for what a kubelet says of a deployed manifest. */
export const locateRequest = 'staticPods/locate';
export interface LocateParams {
  readonly text: string;
  /** `spec.containers[0].image`; '' is the start of the text. */
  readonly paths: readonly string[];
}
/** One for each path, in LSP's terms. */
export type LocateResult = readonly {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}[];

/** Request, client to server: one PodList of several manifests, for kubelets that pull it from a URL. */
export const renderPodListRequest = 'staticPods/renderPodList';
export interface RenderPodListParams {
  /** The octets in base64. */
  readonly manifests: readonly { readonly file: string; readonly octets: string }[];
  readonly target: Target;
  readonly format: 'yaml' | 'json';
}
export interface RenderPodListResult {
  /** Null where something is refused: JSON knows no undefined. */
  readonly text: string | null;
  readonly items: readonly PodListItem[];
  /** Findings have offsets in `text`, the file as it was read. */
  readonly refused: readonly { readonly file: string; readonly text: string; readonly findings: readonly Finding[] }[];
  readonly twins: readonly { readonly pod: string; readonly files: readonly string[] }[];
}

/** Request, client to server: what a kubelet makes of a list behind its URL. Takes CheckParams. */
export const judgePodListRequest = 'staticPods/judgePodList';
