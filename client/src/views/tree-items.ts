import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import { formatAge } from '../node/age';
import type { ContainerState, PodOnNode, PodState } from '../node/static-pods';
import type { WebState } from '../node/web-source';
import type {
  ContainerElement,
  GroupElement,
  ManifestElement,
  MessageElement,
  PodElement,
  ProblemElement,
  TreeElement,
  WebSourceElement,
} from './elements';
import { plainRow, plainTooltip } from '../plain-text';
import { idOf } from './element-ids';
import { mirrorTooltip } from './mirror-elements';
import { mirrorItem } from './mirror-item';
import {
  containerTooltip,
  groupTooltip,
  manifestTooltip,
  nodeTooltip,
  podTooltip,
  problemTooltip,
  stateText,
  usageOfContainer,
  webReasons,
  webSourceTooltip,
} from './tooltips';

/** Pods from which on a node's Pods are folded at first: more rows than a window has. */
const manyPods = 20;

/** Milliseconds after which a look is old enough to say so; the node's interval may make it more. */
const freshFor = 10_000;

export interface DrawOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Seconds between two looks, as the setting has it. */
  readonly interval: number;
}

/**
 * What VS Code draws for an element: a short description; the details are in the tooltip, which is made when somebody
 * asks for it.
 */
export function toTreeItem(element: TreeElement, options: DrawOptions): vscode.TreeItem {
  const item = drawElement(element, options);
  item.id = idOf(element);
  // All of it may be a node's own words.
  const label = plainRow(typeof item.label === 'string' ? item.label : (item.label?.label ?? ''));
  item.label = label;
  item.description = plainRow(typeof item.description === 'string' ? item.description : '');
  item.accessibilityInformation = { label: plainRow(item.accessibilityInformation?.label ?? label) };
  return item;
}

function drawElement(element: TreeElement, options: DrawOptions): vscode.TreeItem {
  switch (element.kind) {
    case 'node':
      return nodeItem(element.node, options);
    case 'group':
      return groupItem(element);
    case 'pod':
      return podItem(element);
    case 'container':
      return containerItem(element);
    case 'manifest':
      return manifestItem(element);
    case 'mirror':
      return mirrorItem(element);
    case 'problem':
      return problemItem(element);
    case 'web-source':
      return webSourceItem(element);
    case 'message':
      return messageItem(element);
  }
}

export function tooltipOf(element: TreeElement): string {
  return plainTooltip(describeElement(element));
}

function describeElement(element: TreeElement): string {
  switch (element.kind) {
    case 'node':
      return nodeTooltip(element.node);
    case 'group':
      return groupTooltip(element);
    case 'pod':
      return podTooltip(element);
    case 'container':
      return containerTooltip(element);
    case 'manifest':
      return manifestTooltip(element);
    case 'mirror':
      return mirrorTooltip(element);
    case 'problem':
      return problemTooltip(element);
    case 'web-source':
      return webSourceTooltip(element);
    case 'message':
      return (element.details ?? '') === '' ? element.text : `${element.text}: ${element.details ?? ''}`;
  }
}

function nodeItem(node: ConfiguredNode, { now, interval }: DrawOptions): vscode.TreeItem {
  const item = new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Expanded);
  item.contextValue = `node.${node.state.state}`;
  switch (node.state.state) {
    case 'new':
    case 'connecting':
      item.description = 'connecting…';
      item.iconPath = new vscode.ThemeIcon('loading~spin');
      break;
    case 'failed':
      item.description =
        node.look === undefined ? 'not connected' : `not connected, seen ${formatAge((now - node.look.at) / 1000)} ago`;
      item.iconPath = icon('vm-outline', 'problemsErrorIcon.foreground');
      break;
    case 'ready': {
      const { observed, at } = node.state.look;
      const isSound = observed.health.state !== 'failed' && observed.runtime.state === 'ready';
      const isOld = interval > 0 && now - at > Math.max(freshFor, 2000 * node.usualInterval(interval));
      const kubelet = observed.kubelet.version === '' ? 'no kubelet runs' : `kubelet ${observed.kubelet.version}`;
      item.description = isOld ? `${kubelet} · as of ${formatAge((now - at) / 1000)} ago` : kubelet;
      item.iconPath = icon('vm', isSound ? 'testing.iconPassed' : 'problemsWarningIcon.foreground');
      break;
    }
  }
  item.accessibilityInformation = { label: `node ${node.name}, ${item.description}` };
  return item;
}

function groupItem({ node, id, title, pods }: GroupElement): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const state = pods.length === 0 ? None : id === 'others' || pods.length > manyPods ? Collapsed : Expanded;
  const item = new vscode.TreeItem(title, state);
  item.contextValue = 'group';
  item.description = pods.length === 0 ? 'none' : String(pods.length);
  item.iconPath = new vscode.ThemeIcon(id === 'others' ? 'layers-dot' : 'layers');
  item.accessibilityInformation = { label: `${title} on ${node.name}, ${pods.length} Pods` };
  return item;
}

const webLooks: Record<WebState, { readonly icon: string; readonly color: string; readonly text: string }> = {
  read: { icon: 'globe', color: 'testing.iconPassed', text: 'read' },
  silent: { icon: 'globe', color: 'testing.iconQueued', text: 'nothing of it yet' },
  refused: { icon: 'circle-slash', color: 'testing.iconFailed', text: 'refused' },
  empty: { icon: 'warning', color: 'problemsWarningIcon.foreground', text: 'empty, its Pods were ended' },
  unreachable: { icon: 'warning', color: 'problemsWarningIcon.foreground', text: 'unreachable' },
};

function webSourceItem({ node, source, pods }: WebSourceElement): vscode.TreeItem {
  const { state, url, periodSeconds } = source;
  const { file, host } = partsOf(url);
  const item = new vscode.TreeItem(file, vscode.TreeItemCollapsibleState.Expanded);
  const drawn = webLooks[state];
  const [reason] = state === 'refused' || state === 'unreachable' ? webReasons(source) : [];
  item.contextValue = `webSource.${state}`;
  item.iconPath = icon(drawn.icon, drawn.color);
  const said = reason === undefined ? drawn.text : `${drawn.text}: ${reason}`;
  // The reasons stand below.
  item.description = [drawn.text, `every ${periodSeconds} s`, ...(host === '' ? [] : [host])].join(' · ');
  const count = pods.length === 1 ? '1 Pod' : `${pods.length} Pods`;
  item.accessibilityInformation = {
    label: `web source ${url} of ${node.name}, ${said}, every ${periodSeconds} seconds, ${count}`,
  };
  return item;
}

/** `pods.yaml` and `10.0.0.5:8080`: rows are short. */
function partsOf(url: string): { readonly file: string; readonly host: string } {
  const [, host = '', path = ''] = /^https?:\/\/(?:[^/?#]*@)?([^/?#]*)([^?#]*)/.exec(url) ?? [];
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file === '' ? { file: host || url, host: '' } : { file, host };
}

/** Icon and colour by state; the words say the same to those who see neither. */
const podLooks: Record<PodState['state'], { icon: string; color: string }> = {
  running: { icon: 'pass-filled', color: 'testing.iconPassed' },
  completed: { icon: 'pass', color: 'testing.iconPassed' },
  starting: { icon: 'sync~spin', color: 'testing.iconQueued' },
  failing: { icon: 'error', color: 'testing.iconFailed' },
  refused: { icon: 'circle-slash', color: 'testing.iconFailed' },
  stopping: { icon: 'sync~spin', color: 'testing.iconQueued' },
  stopped: { icon: 'circle-outline', color: 'disabledForeground' },
};

function podItem({ node, pod, look }: PodElement): vscode.TreeItem {
  const label = pod.namespace === 'default' ? pod.name : `${pod.namespace}/${pod.name}`;
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  // A row that once had no children stays folded when they come: one that waits for its containers is open before.
  const hasChildren =
    pod.containers.length > 0 || pod.manifests.length > 1 || ['refused', 'starting'].includes(pod.state.state);
  const isFolded = pod.source === 'api' || (look.pods.length > manyPods && pod.state.state === 'running');
  const item = new vscode.TreeItem(label, hasChildren ? (isFolded ? Collapsed : Expanded) : None);
  const drawn = podLooks[pod.state.state];
  item.contextValue = [
    pod.source === 'api' ? 'other' : 'pod',
    pod.state.state,
    ...(pod.manifests.length > 0 ? ['manifest'] : []),
    ...(pod.containers.length > 0 ? ['containers'] : []),
    ...(pod.sandbox === undefined ? [] : ['sandbox']),
  ].join('.');
  item.iconPath = icon(drawn.icon, drawn.color);
  item.description = podDescription(pod);
  const kind = pod.source === 'api' ? 'Pod' : 'static Pod';
  item.accessibilityInformation = { label: `${kind} ${label} on ${node.name}, ${item.description}` };
  return item;
}

function podDescription(pod: PodOnNode): string {
  const marks = [
    ...(pod.manifests.length > 1 ? [`in ${pod.manifests.length} files`] : []),
    ...(pod.source === 'http' ? ['from the web'] : []),
    ...(pod.state.state === 'stopping' ? ['its file is gone'] : []),
  ];
  return [describeState(pod), ...marks].join(', ');
}

function describeState({ state, containers, sandbox }: PodOnNode): string {
  switch (state.state) {
    case 'failing':
      return containers.length > 1 ? `failing: ${state.container}` : 'failing';
    case 'starting': {
      const waiting = state.waitingFor.length > 0 ? `starting: ${state.waitingFor.join(', ')}` : 'starting';
      return sandbox === undefined ? `${waiting}, no sandbox yet` : waiting;
    }
    case 'refused':
    case 'running':
    case 'completed':
    case 'stopping':
    case 'stopped':
      return state.state;
  }
}

const containerLooks: Record<ContainerState['state'], { icon: string; color: string }> = {
  created: { icon: 'circle-outline', color: 'testing.iconQueued' },
  running: { icon: 'debug-start', color: 'testing.iconPassed' },
  exited: { icon: 'debug-stop', color: 'disabledForeground' },
  unknown: { icon: 'question', color: 'problemsWarningIcon.foreground' },
};

function containerItem({ node, pod, container, look }: ContainerElement): vscode.TreeItem {
  const item = new vscode.TreeItem(container.name, vscode.TreeItemCollapsibleState.None);
  const { exit } = container;
  const hasFailed = exit !== undefined && exit.exitCode !== 0;
  const state = stateText(container);
  const age = formatAge(look.observed.time - container.createdAt);
  const usage = usageOfContainer(container, look);
  const kind = container.kind === 'container' ? '' : `${container.kind} · `;
  item.contextValue = `container.${container.state}${container.attempt > 0 ? '.restarted' : ''}`;
  item.iconPath = hasFailed
    ? icon('error', 'testing.iconFailed')
    : icon(containerLooks[container.state].icon, containerLooks[container.state].color);
  item.description = [
    `${kind}${state}${exit?.reason === 'OOMKilled' ? ' (OOMKilled)' : ''}`,
    // Rows are short: what was switched on to be seen comes first.
    ...(usage === undefined ? [] : [usage]),
    `attempt ${container.attempt}`,
    age,
  ].join(' · ');
  const name = container.kind === 'container' ? 'container' : `${container.kind} container`;
  item.accessibilityInformation = {
    label: `${name} ${container.name} of ${pod.name} on ${node.name}, ${state}, attempt ${container.attempt}, created ${age} ago${usage === undefined ? '' : `, ${usage}`}`,
  };
  return item;
}

const manifestTexts: Record<ManifestElement['role'], string> = {
  twin: 'speaks of this Pod too',
  'no-pod': 'no Pod in it',
  parked: 'parked',
};

function manifestItem(element: ManifestElement): vscode.TreeItem {
  const { node, manifest, role } = element;
  const name = nameOf(manifest.path);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  const said = manifestTexts[role];
  item.contextValue = `manifest.${role}`;
  item.iconPath =
    role === 'parked'
      ? icon('debug-pause', 'disabledForeground')
      : icon(role === 'twin' ? 'warning' : 'file', 'problemsWarningIcon.foreground');
  item.description = said;
  item.accessibilityInformation = { label: `file ${name} on ${node.name}, ${said}` };
  item.command = { command: 'staticPods.openManifest', title: 'Open Manifest', arguments: [element] };
  return item;
}

function problemItem(element: ProblemElement): vscode.TreeItem {
  const { node, problem, pod } = element;
  const name = nameOf(problem.path);
  const field = problem.field ?? '';
  // Below its own row a list need not be named again.
  const label = pod !== undefined ? problem.message : problem.source === 'file' ? name : field || problem.message;
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.contextValue = `problem.${problem.source}`;
  item.iconPath = icon(pod === undefined && problem.source === 'file' ? 'circle-slash' : 'error', 'testing.iconFailed');
  // The kubelet's own text often begins with the path, which the row's label says already.
  const message = problem.message.replace(`${problem.path}: `, '');
  item.description = pod !== undefined ? field : label === problem.message ? '' : message;
  item.accessibilityInformation = {
    label: `${node.name} ${problem.about === 'fetch' || problem.about === 'empty' ? 'does not get' : 'refuses'} ${name}: ${field === '' ? '' : `${field}: `}${problem.message}`,
  };
  if (problem.source === 'file') {
    item.command = { command: 'staticPods.showProblem', title: 'Show in Manifest', arguments: [element] };
  }
  return item;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const tones = {
  failure: { icon: 'error', color: 'problemsErrorIcon.foreground' },
  remark: { icon: 'warning', color: 'problemsWarningIcon.foreground' },
  advice: { icon: 'info', color: 'problemsInfoIcon.foreground' },
} as const;

function messageItem(element: MessageElement): vscode.TreeItem {
  const { node, tone, text, details = '', command } = element;
  const item = new vscode.TreeItem(text, vscode.TreeItemCollapsibleState.None);
  item.contextValue = `message.${tone}`;
  item.description = withoutName(node, details);
  item.iconPath =
    tone === 'advice' && command !== undefined
      ? new vscode.ThemeIcon(command.icon)
      : icon(tones[tone].icon, tones[tone].color);
  item.accessibilityInformation = { label: `${node.name}: ${tooltipOf(element)}` };
  if (command !== undefined) {
    item.command = { command: command.id, title: command.title, arguments: [element] };
  }
  return item;
}

/** A row that stands below the node's name need not repeat it, nor its address. */
function withoutName({ name }: ConfiguredNode, text: string): string {
  return text.startsWith(`${name} `) ? text.slice(name.length + 1).replace(/^\([^)]*\) /, '') : text;
}

function icon(id: string, color: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, new vscode.ThemeColor(color));
}
