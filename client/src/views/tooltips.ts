import type { ConfiguredNode, NodeLook, RefreshMode } from '../configured-node';
import { formatAge } from '../node/age';
import { formatBytes, formatCores } from '../node/crictl/stats';
import type { ObservedNode } from '../node/observed-node';
import type { ContainerState, PodOnNode } from '../node/static-pods';
import type { WebSource, WebState } from '../node/web-source';
import type {
  ContainerElement,
  GroupElement,
  ManifestElement,
  PodElement,
  ProblemElement,
  WebSourceElement,
} from './elements';

/** Plain texts, so that nothing that a node says is taken for Markdown. */

export function nodeTooltip(node: ConfiguredNode): string {
  const { look, state } = node;
  return [
    ...(state.state === 'failed' ? [state.error.message] : []),
    ...(look === undefined ? [] : describeNode(node, look)),
  ].join('\n');
}

function describeNode(node: ConfiguredNode, { observed, at }: NodeLook): string[] {
  const { kubelet, health, runtime, folder } = observed;
  return [
    `${node.name}: ${node.label}`,
    `Node name: ${observed.nodeName}`,
    `Kubelet: ${kubelet.version || 'not running'}${kubelet.unit === '' ? '' : ` (${kubelet.unit})`}`,
    `Health: ${health.state === 'ok' ? 'ok' : `${health.state}, ${health.reason}`}`,
    runtime.state === 'ready'
      ? `Runtime: ${runtime.name} ${runtime.version} at ${runtime.endpoint}`
      : `Runtime: ${runtime.reason}`,
    `Static Pods: ${describeSource(observed)}`,
    ...(folder.linkTarget === undefined ? [] : [`The folder is a link to ${folder.linkTarget}`]),
    ...(kubelet.configurationFiles.length === 0
      ? []
      : [`Configuration: ${kubelet.configurationFiles.map(({ path }) => path).join(', ')}`]),
    `Seen at ${new Date(at).toLocaleTimeString()}, in ${node.lookMilliseconds} ms; ${refreshTexts[node.refreshMode]}`,
  ];
}

function describeSource({ staticPodPath, staticPodURL, kubelet }: ObservedNode): string {
  const period = kubelet.configuration.fileCheckFrequencySeconds;
  return [
    staticPodPath === '' ? 'no staticPodPath' : `${staticPodPath} (read every ${period} s)`,
    ...(staticPodURL === '' ? [] : [staticPodURL]),
  ].join(', ');
}

export function webSourceTooltip({ node, source, look, pods }: WebSourceElement): string {
  const { url, periodSeconds, saidAt } = source;
  const listed = source.look !== undefined && 'verdict' in source.look ? source.look.verdict.pods.length : undefined;
  return [
    `The kubelet of ${node.name} pulls ${url} every ${periodSeconds} s`,
    ...webReasons(source).map((reason) => `${webStateTexts[source.state]}: ${reason}`),
    ...(source.state === 'read' ? [webStateTexts.read] : []),
    ...(source.state === 'silent' ? ['It has said nothing of it, and nothing of it runs'] : []),
    ...(saidAt === undefined || source.state === 'read'
      ? []
      : [`It said so ${formatAge(look.observed.time - saidAt)} ago, and says it only once`]),
    ...oldRefusal(source, look),
    ...(listed === undefined ? [] : [`The list that is there now: ${listed === 1 ? '1 Pod' : `${listed} Pods`}`]),
    ...(source.look !== undefined && 'error' in source.look
      ? [`The list itself is not known: ${source.look.error}`]
      : []),
    ...(pods.length === 0 ? [] : [`Runs: ${pods.map(({ podName }) => podName).join(', ')}`]),
  ].join('\n');
}

/** A kubelet never says that a refusal is over. */
function oldRefusal({ state, words: { refusal } }: WebSource, { observed }: NodeLook): string[] {
  return state !== 'read' || refusal === undefined
    ? []
    : [
        `It refused an earlier list ${formatAge(observed.time - refusal.time)} ago (${refusal.text}); what is there now is sound`,
      ];
}

export function webReasons({ reasons }: WebSource): string[] {
  return reasons.map(({ field, message }) => (field === undefined ? message : `${field}: ${message}`));
}

const webStateTexts: Record<WebState, string> = {
  read: 'The kubelet takes the list',
  refused: 'It refuses the list, all of it, and keeps the Pods it had',
  empty: 'It got an empty answer, which ended every Pod of the list',
  unreachable: 'It does not get the list, and keeps the Pods it had',
  silent: '',
};

const refreshTexts: Record<RefreshMode, string> = {
  unknown: 'asked again and again',
  events: 'its runtime tells of changes at once (crictl events)',
  polling: 'asked again and again, as its runtime tells no events',
};

export function groupTooltip({ title, pods, node }: GroupElement): string {
  return `${title}: ${pods.length} on ${node.name}`;
}

export function podTooltip({ pod, look }: PodElement): string {
  return [
    `${pod.namespace}/${pod.podName}: ${pod.state.state}`,
    ...(pod.state.state === 'refused' ? [`The kubelet says: ${pod.state.reason}`] : []),
    ...(pod.state.state === 'failing' ? [`${pod.state.container}: ${pod.state.reason}`] : []),
    ...pod.manifests.map((manifest) => `Manifest: ${manifest.path}`),
    ...(pod.manifests.length > 1
      ? ['Several files speak of this Pod, and only one of them can win: remove the others.']
      : []),
    ...sourceTexts(pod, look),
    ...(pod.configHash === '' ? [] : [`Config hash: ${pod.configHash}`]),
    ...(pod.sandbox === undefined
      ? ['No PodSandbox: nothing of it runs yet']
      : [
          `PodSandbox: ${pod.sandbox.id.slice(0, 13)}, attempt ${pod.sandbox.attempt}, ${formatAge(look.observed.time - pod.sandbox.createdAt)} old`,
        ]),
    ...usageOfPod(pod, look),
  ].join('\n');
}

function sourceTexts({ source, state }: PodOnNode, { observed }: NodeLook): string[] {
  if (state.state === 'stopping') {
    return ['Its manifest is gone: the kubelet is ending the containers'];
  }
  switch (source) {
    case 'file':
      return [];
    case 'http':
      return [`From the web source ${observed.staticPodURL || '(staticPodURL)'}`];
    case 'api':
      return ['Not a static Pod: the API server sent it, or it was made by hand'];
  }
}

function usageOfPod({ containers }: PodOnNode, { usage }: NodeLook): string[] {
  const known = containers.flatMap(({ id }) => usage.get(id) ?? []);
  if (known.length === 0) {
    return [];
  }
  const cores = known.reduce((sum, one) => sum + (one.cores ?? 0), 0);
  const bytes = known.reduce((sum, one) => sum + (one.memoryBytes ?? 0), 0);
  const isTimed = known.some((one) => one.cores !== undefined);
  return [[...(isTimed ? [`${formatCores(cores)} CPU`] : []), formatBytes(bytes)].join(' ')];
}

/** `12m CPU 3.4Mi`; undefined where nothing is known. */
export function usageOfContainer({ id }: ContainerState, { usage }: NodeLook): string | undefined {
  const used = usage.get(id);
  if (used === undefined) {
    return undefined;
  }
  const parts = [
    ...(used.cores === undefined ? [] : [`${formatCores(used.cores)} CPU`]),
    ...(used.memoryBytes === undefined ? [] : [formatBytes(used.memoryBytes)]),
  ];
  return parts.length === 0 ? undefined : parts.join(' ');
}

const kindTexts: Record<ContainerState['kind'], string> = {
  init: 'Init container',
  sidecar: 'Sidecar (an init container that stays)',
  container: 'Container',
};

export function containerTooltip({ pod, container, look }: ContainerElement): string {
  const { exit } = container;
  const usage = usageOfContainer(container, look);
  return [
    `${kindTexts[container.kind]} ${container.name} of ${pod.namespace}/${pod.podName}`,
    `State: ${stateText(container)}${exit === undefined || exit.reason === '' ? '' : ` (${exit.reason})`}`,
    ...(exit === undefined || exit.message === '' ? [] : [`Message: ${exit.message}`]),
    `Attempt: ${container.attempt}, created ${formatAge(look.observed.time - container.createdAt)} ago`,
    ...(usage === undefined ? [] : [`Uses: ${usage}`]),
    `Image: ${container.image}`,
    `ID: ${container.id}`,
  ].join('\n');
}

export function stateText({ state, exit }: ContainerState): string {
  return exit === undefined ? state : `exited with ${exit.exitCode}`;
}

export function problemTooltip({ problem }: ProblemElement): string {
  const { path, field, message, about } = problem;
  const what = about === 'fetch' || about === 'empty' ? 'does not get' : 'refuses';
  return [`The kubelet ${what} ${path}`, ...(field === undefined ? [] : [field]), message].join('\n');
}

export function manifestTooltip({ manifest, role, pod }: ManifestElement): string {
  switch (role) {
    case 'twin':
      return `${manifest.path}\nOne of several files that speak of ${pod?.name ?? 'this Pod'}: the kubelet runs only one. Remove the others.`;
    case 'no-pod':
      return `${manifest.path}\nNo Pod can be read from it.`;
    case 'parked':
      return `${manifest.path}\nParked: kept on the node where the kubelet does not look, until it is put back.`;
  }
}
