import type { ConfiguredNode, NodeLook } from '../configured-node';
import type { KubeletProblem } from '../node/kubelet/problem';
import type { ObservedManifest, ObservedNode } from '../node/observed-node';
import { podNameOn } from '../node/manifest-identity';
import { joinOtherPods, type ContainerState, type PodOnNode } from '../node/static-pods';
import { webProblems, type WebSource } from '../node/web-source';
import { TransportError, type TransportErrorKind } from '../transport/transport';
import { withoutTwins } from './element-ids';
import { mirrorOf, mirrorRemark, type MirrorElement } from './mirror-elements';
import { groupPods, passesFilter, plainTree, type TreeOptions } from './tree-options';

/** What stands in the node explorer. Commands get these and look at `kind`. */
export type TreeElement =
  | NodeElement
  | GroupElement
  | PodElement
  | ContainerElement
  | ManifestElement
  | MirrorElement
  | ProblemElement
  | WebSourceElement
  | MessageElement;

export interface NodeElement {
  readonly kind: 'node';
  readonly node: ConfiguredNode;
}

/** Pods of a node that belong together. */
export interface GroupElement {
  readonly kind: 'group';
  readonly node: ConfiguredNode;
  readonly look: NodeLook;
  /** Unique below the node. */
  readonly id: string;
  readonly title: string;
  readonly pods: readonly PodOnNode[];
}

export interface PodElement {
  readonly kind: 'pod';
  readonly node: ConfiguredNode;
  readonly pod: PodOnNode;
  readonly look: NodeLook;
}

export interface ContainerElement {
  readonly kind: 'container';
  readonly node: ConfiguredNode;
  readonly pod: PodOnNode;
  readonly container: ContainerState;
  readonly look: NodeLook;
}

/** A file of the static Pod folder that needs a row of its own. */
export interface ManifestElement {
  readonly kind: 'manifest';
  readonly node: ConfiguredNode;
  readonly manifest: ObservedManifest;
  /**
   * `twin`: one of several that speak of one Pod; `no-pod`: it speaks of none, and the kubelet has not said so yet;
   * `parked`: kept on the node, out of the kubelet's sight.
   */
  readonly role: 'twin' | 'no-pod' | 'parked';
  readonly pod: PodOnNode | undefined;
}

/** The URL that the node's kubelet pulls a list from. */
export interface WebSourceElement {
  readonly kind: 'web-source';
  readonly node: ConfiguredNode;
  readonly look: NodeLook;
  readonly source: WebSource;
  /** Its Pods that run; none where Pods are grouped by something else. */
  readonly pods: readonly PodOnNode[];
}

/** One reason why the kubelet refuses a file or a list. */
export interface ProblemElement {
  readonly kind: 'problem';
  readonly node: ConfiguredNode;
  readonly problem: KubeletProblem;
  /** The Pod it stands below; undefined where the file can't be told to be of any. */
  readonly pod: PodOnNode | undefined;
}

/** A failure, a remark, or what to do next. */
export interface MessageElement {
  readonly kind: 'message';
  readonly node: ConfiguredNode;
  readonly tone: 'failure' | 'remark' | 'advice';
  readonly text: string;
  /** More, in grey and in the tooltip. */
  readonly details?: string;
  /** What a click does; it gets the element. */
  readonly command?: { readonly id: string; readonly title: string; readonly icon: string };
}

export function childrenOf(element: TreeElement, options: TreeOptions = plainTree): TreeElement[] {
  return withoutTwins(listChildren(element, options));
}

function listChildren(element: TreeElement, options: TreeOptions): TreeElement[] {
  switch (element.kind) {
    case 'node':
      return childrenOfNode(element.node, options);
    case 'group':
      return podsOf(element);
    case 'web-source':
      return childrenOfWebSource(element);
    case 'pod':
      return childrenOfPod(element);
    case 'container':
    case 'manifest':
    case 'mirror':
    case 'problem':
    case 'message':
      return [];
  }
}

function childrenOfNode(node: ConfiguredNode, options: TreeOptions): TreeElement[] {
  const { state, look } = node;
  const children: TreeElement[] = [];
  if (state.state === 'failed') {
    children.push(...describeFailure(node, state.error));
  }
  if (look === undefined) {
    return children;
  }
  const { observed, pods } = look;
  for (const text of observed.remarks) {
    children.push({ kind: 'message', node, tone: 'remark', text });
  }
  if (observed.health.state === 'failed') {
    const text = `The kubelet is not healthy: ${observed.health.reason}`;
    children.push({ kind: 'message', node, tone: 'remark', text });
  }
  children.push(...mirrorRemark(node));
  children.push(...strayFiles(node, look));
  const wanted = pods.filter((pod) => passesFilter(pod, node.name, options.filter));
  const source = observed.webSource;
  if (source !== undefined) {
    const pulled = options.groupBy === 'none' ? wanted.filter((pod) => pod.source === 'http') : [];
    children.push({ kind: 'web-source', node, look, source, pods: pulled });
  }
  if (options.groupBy === 'none') {
    const own = source === undefined ? wanted : wanted.filter((pod) => pod.source !== 'http');
    children.push(...podsOf({ node, look, pods: own }));
  } else {
    const groups = groupPods(wanted, options.groupBy);
    children.push(...groups.map((group): GroupElement => ({ kind: 'group', node, look, ...group })));
  }
  if (options.showOtherPods) {
    const others = joinOtherPods(observed).filter((pod) => passesFilter(pod, node.name, options.filter));
    children.push({ kind: 'group', node, look, id: 'others', title: 'Other Pods', pods: others });
  }
  for (const manifest of observed.parked) {
    children.push({ kind: 'manifest', node, manifest, role: 'parked', pod: undefined });
  }
  if (pods.length > 0 && wanted.length === 0) {
    children.push({
      kind: 'message',
      node,
      tone: 'advice',
      text: 'No static Pod passes the filter',
      details: `“${options.filter}”: clear it…`,
      command: { id: 'staticPods.clearFilter', title: 'Clear Filter', icon: 'clear-all' },
    });
  }
  const isBare = children.every(({ kind }) => kind === 'web-source') && pods.length === 0;
  if (isBare && (source === undefined || observed.staticPodPath !== '')) {
    children.push(adviseOnEmpty(node, observed));
  }
  return children;
}

function podsOf({ node, look, pods }: Pick<GroupElement, 'node' | 'look' | 'pods'>): PodElement[] {
  return pods.map((pod): PodElement => ({ kind: 'pod', node, pod, look }));
}

/** Why the list is not taken, the Pods of it, and those that it names and that have not come. */
function childrenOfWebSource(element: WebSourceElement): TreeElement[] {
  const { node, look, source } = element;
  const listed = source.look !== undefined && 'verdict' in source.look ? source.look.verdict.pods : [];
  const { nodeName } = look.observed;
  const missing = listed.filter(
    ({ namespace, name }) =>
      !look.pods.some((pod) => pod.namespace === namespace && pod.podName === podNameOn(nodeName, name)),
  );
  return [
    ...webProblems(source).map((problem): ProblemElement => ({ kind: 'problem', node, problem, pod: undefined })),
    ...podsOf(element),
    ...missing.map(({ namespace, name }): MessageElement => ({
      kind: 'message',
      node,
      tone: 'advice',
      text: namespace === 'default' ? name : `${namespace}/${name}`,
      details: 'in the list, has not come yet',
    })),
  ];
}

/** Files that stand below no Pod: refused ones, and those that speak of no Pod at all. */
function strayFiles(node: ConfiguredNode, { observed, pods }: NodeLook): TreeElement[] {
  const told = new Set(pods.flatMap(({ manifests }) => manifests.map(({ path }) => path)));
  const refused = observed.problems.filter(({ path, source }) => source === 'file' && !told.has(path));
  const complained = new Set(refused.map(({ path }) => path));
  const silent = observed.manifests.filter(
    ({ path, kind, identity, content }) =>
      kind === 'file' && content !== undefined && identity === undefined && !told.has(path) && !complained.has(path),
  );
  return [
    ...refused.map((problem): ProblemElement => ({ kind: 'problem', node, problem, pod: undefined })),
    ...silent.map((manifest): ManifestElement => ({
      kind: 'manifest',
      node,
      manifest,
      role: 'no-pod',
      pod: undefined,
    })),
  ];
}

function childrenOfPod(element: PodElement): TreeElement[] {
  const { node, pod, look } = element;
  const problems = look.observed.problems.filter(({ path }) =>
    pod.manifests.some((manifest) => manifest.path === path),
  );
  const twins = pod.manifests.length > 1 ? pod.manifests : [];
  return [
    ...twins.map((manifest): ManifestElement => ({ kind: 'manifest', node, manifest, role: 'twin', pod })),
    ...problems.map((problem): ProblemElement => ({ kind: 'problem', node, problem, pod })),
    ...pod.containers.map((container): ContainerElement => ({ kind: 'container', node, pod, container, look })),
    ...mirrorOf(element),
  ];
}

/** What is wrong in few words, as a row is short; a click tells the rest. Below it the way out. */
function describeFailure(node: ConfiguredNode, error: Error): MessageElement[] {
  const kind = error instanceof TransportError ? error.kind : undefined;
  return [
    {
      kind: 'message',
      node,
      tone: 'failure',
      text: kind === undefined ? 'Not understood' : failureTexts[kind],
      details: error.message,
      command: { id: 'staticPods.explainFailure', title: 'Explain', icon: 'error' },
    },
    {
      kind: 'message',
      node,
      tone: 'advice',
      text: 'Try Again',
      command: { id: 'staticPods.reconnectNode', title: 'Try Again', icon: 'refresh' },
    },
  ];
}

const failureTexts: Record<TransportErrorKind, string> = {
  connect: 'No connection',
  'host-key-unknown': 'Host key not trusted',
  'host-key-changed': 'Host key has changed',
  authentication: 'Not let in',
  sudo: 'No root rights',
  cancelled: 'A question was left open',
  'output-too-large': 'Too much output',
};

function adviseOnEmpty(node: ConfiguredNode, { staticPodPath }: ObservedNode): MessageElement {
  if (staticPodPath === '') {
    const text = 'This kubelet reads no static Pods: set `staticPodPath` in its configuration file.';
    return { kind: 'message', node, tone: 'remark', text };
  }
  return {
    kind: 'message',
    node,
    tone: 'advice',
    text: 'No static Pods',
    details: 'deploy one…',
    command: { id: 'staticPods.deployToNode', title: 'Deploy to Node…', icon: 'cloud-upload' },
  };
}

/** How many things on a node need a look: Pods that fail or are refused, and refused files. */
export function countTroubles({ observed, pods }: NodeLook): number {
  const troubled = pods.filter(({ state }) => state.state === 'failing' || state.state === 'refused');
  const told = new Set(pods.flatMap(({ manifests }) => manifests.map(({ path }) => path)));
  const files = new Set(observed.problems.map(({ path }) => path).filter((path) => !told.has(path)));
  return troubled.length + files.size;
}
