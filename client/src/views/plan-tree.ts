import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import type { FolderPlan, NodeProgress } from '../folder-plan';
import type { AppliedManifest } from '../node/apply';
import type { PlannedManifest } from '../node/plan';
import { describeStranger, type Prune, type Stranger } from '../node/plan-prune';
import { plainRow, plainTooltip } from '../plain-text';

/** What stands in the plan. Commands get these and look at `kind`. */
export type PlanElement =
  | { readonly kind: 'planned-node'; readonly node: ConfiguredNode }
  | { readonly kind: 'planned-manifest'; readonly node: ConfiguredNode; readonly planned: PlannedManifest }
  | { readonly kind: 'stranger'; readonly node: ConfiguredNode; readonly stranger: Stranger }
  | { readonly kind: 'plan-message'; readonly text: string; readonly tone: 'failure' | 'remark' | 'advice' };

const contextKey = 'staticPods.hasPlan';

/** The plan for a folder, as a tree: nodes, and what becomes of each manifest there. Shown once there is a plan. */
export class PlanTree implements vscode.TreeDataProvider<PlanElement>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<PlanElement>;
  #plan: FolderPlan | undefined;
  #listener: vscode.Disposable | undefined;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor() {
    this.#view = vscode.window.createTreeView('staticPods.plan', { treeDataProvider: this, showCollapseAll: true });
  }

  get plan(): FolderPlan | undefined {
    return this.#plan;
  }

  /** Shows another plan, or none. */
  async show(plan: FolderPlan | undefined): Promise<void> {
    this.#listener?.dispose();
    this.#plan?.dispose();
    this.#plan = plan;
    this.#listener = plan?.onDidChange(() => this.#update());
    await vscode.commands.executeCommand('setContext', contextKey, plan !== undefined);
    this.#update();
    if (plan !== undefined) {
      await vscode.commands.executeCommand('staticPods.plan.focus');
    }
  }

  getTreeItem(element: PlanElement): vscode.TreeItem {
    return withPlainTexts(this.#draw(element));
  }

  #draw(element: PlanElement): vscode.TreeItem {
    switch (element.kind) {
      case 'planned-node':
        return drawNode(element.node, this.#progressOf(element.node), this.#goesFirst(element.node));
      case 'planned-manifest':
        return drawManifest(element, this.#progressOf(element.node));
      case 'stranger':
        return drawStranger(element);
      case 'plan-message':
        return drawMessage(element);
    }
  }

  getChildren(element?: PlanElement): PlanElement[] {
    const plan = this.#plan;
    if (plan === undefined) {
      return [];
    }
    if (element === undefined) {
      const { advice } = plan;
      return [
        ...plan.nodes.map((node): PlanElement => ({ kind: 'planned-node', node })),
        ...plan.passedOver.map((text): PlanElement => ({ kind: 'plan-message', text, tone: 'remark' })),
        ...(advice === undefined ? [] : [{ kind: 'plan-message', text: advice, tone: 'advice' } satisfies PlanElement]),
      ];
    }
    return element.kind === 'planned-node' ? childrenOf(element.node, plan.progressOf(element.node)) : [];
  }

  #progressOf(node: ConfiguredNode): NodeProgress {
    return this.#plan?.progressOf(node) ?? { state: 'planning' };
  }

  /** Of several nodes one is the canary: the others follow only if it goes well. */
  #goesFirst(node: ConfiguredNode): boolean {
    const ready = this.#plan?.ready ?? [];
    return ready.length > 1 && ready[0] === node;
  }

  #update(): void {
    const plan = this.#plan;
    this.#view.description = plan === undefined ? '' : vscode.workspace.asRelativePath(plan.folder);
    this.#view.message = plan === undefined ? '' : describeIdle(plan);
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#listener?.dispose();
    this.#plan?.dispose();
    vscode.Disposable.from(this.#changed, this.#view).dispose();
  }
}

/** All of it may be a node's own words. */
function withPlainTexts(item: vscode.TreeItem): vscode.TreeItem {
  const { label, description, tooltip, accessibilityInformation } = item;
  const row = plainRow(typeof label === 'string' ? label : (label?.label ?? ''));
  item.label = row;
  item.description = plainRow(typeof description === 'string' ? description : '');
  item.accessibilityInformation = { label: plainRow(accessibilityInformation?.label ?? row) };
  if (typeof tooltip === 'string') {
    item.tooltip = plainTooltip(tooltip);
  }
  return item;
}

/** Why there is nothing to apply, and what to do about it; '' where there is, or where that is not known yet. */
function describeIdle(plan: FolderPlan): string {
  if (plan.nodes.some((node) => plan.progressOf(node).state === 'not-begun')) {
    return 'Nodes that were not begun are as they were. Mend what went wrong, then plan again.';
  }
  if (plan.ready.length > 0 || plan.nodes.some((node) => plan.progressOf(node).state !== 'planned')) {
    return '';
  }
  const isRefused = plan.nodes.some((node) => {
    const progress = plan.progressOf(node);
    return 'plan' in progress && progress.plan.manifests.some(({ action }) => action === 'refused');
  });
  if (isRefused) {
    return 'Nothing is applied to any node while something is refused: mend it, then plan again.';
  }
  return plan.isEmpty
    ? 'The folder holds no manifest: put one there, then plan again.'
    : 'The nodes have what the folder holds.';
}

function childrenOf(node: ConfiguredNode, progress: NodeProgress): PlanElement[] {
  switch (progress.state) {
    case 'planning':
      return [];
    case 'failed':
      return [{ kind: 'plan-message', text: progress.message, tone: 'failure' }];
    case 'planned':
    case 'applying':
    case 'applied':
    case 'not-begun':
      return [
        ...progress.plan.manifests.map((planned): PlanElement => ({ kind: 'planned-manifest', node, planned })),
        ...(progress.plan.strangers ?? []).map((stranger): PlanElement => ({ kind: 'stranger', node, stranger })),
      ];
  }
}

function drawNode(node: ConfiguredNode, progress: NodeProgress, goesFirst: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `node/${node.name}`;
  item.contextValue = `plannedNode.${progress.state}`;
  const [icon, said] = describeProgress(progress);
  const description = goesFirst ? `${said}, goes first` : said;
  item.iconPath = icon;
  item.description = description;
  item.accessibilityInformation = { label: `${node.name}: ${description}` };
  return item;
}

function describeProgress(progress: NodeProgress): [vscode.ThemeIcon, string] {
  switch (progress.state) {
    case 'planning':
      return [new vscode.ThemeIcon('loading~spin'), 'looking…'];
    case 'failed':
      return [errorIcon, progress.isLost === true ? 'lost on the way' : 'not reached'];
    case 'planned':
      return [new vscode.ThemeIcon('server-environment'), countActions(progress.plan.manifests)];
    case 'applying':
      return [new vscode.ThemeIcon('loading~spin'), progress.text];
    case 'applied': {
      const bad = progress.result.manifests.some(({ result }) => result === 'failed' || result === 'rolled-back');
      const became = progress.result.outcome === 'undone' ? 'put back as it was' : bad ? 'failed' : 'done';
      return [bad ? errorIcon : passIcon, became];
    }
    case 'not-begun':
      return [new vscode.ThemeIcon('circle-slash'), `not begun: ${progress.because}`];
  }
}

const errorIcon = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
const passIcon = new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));

function countActions(manifests: readonly PlannedManifest[]): string {
  // In the order of `words`: what matters most is not cut off.
  const counted = Object.entries(words).flatMap(([action, word]) => {
    const count = manifests.filter((manifest) => manifest.action === action).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return counted.join(', ') || 'nothing';
}

const words: Readonly<Record<PlannedManifest['action'], string>> = {
  refused: 'refused',
  remove: 'to remove',
  update: 'to update',
  add: 'to add',
  restart: 'to restart',
  park: 'to park',
  unpark: 'to bring back',
  unchanged: 'unchanged',
};

const icons: Readonly<Record<PlannedManifest['action'], vscode.ThemeIcon>> = {
  add: new vscode.ThemeIcon('diff-added', new vscode.ThemeColor('gitDecoration.addedResourceForeground')),
  update: new vscode.ThemeIcon('diff-modified', new vscode.ThemeColor('gitDecoration.modifiedResourceForeground')),
  unchanged: new vscode.ThemeIcon('check'),
  remove: new vscode.ThemeIcon('diff-removed', new vscode.ThemeColor('gitDecoration.deletedResourceForeground')),
  restart: new vscode.ThemeIcon('debug-restart'),
  park: new vscode.ThemeIcon('diff-removed'),
  unpark: new vscode.ThemeIcon('diff-added'),
  refused: errorIcon,
};

function drawManifest(
  { node, planned }: Extract<PlanElement, { kind: 'planned-manifest' }>,
  progress: NodeProgress,
): vscode.TreeItem {
  const applied =
    progress.state === 'applied' ? progress.result.manifests.find((one) => one.planned === planned) : undefined;
  const item = new vscode.TreeItem(planned.name);
  item.id = `manifest/${node.name}/${planned.path}`;
  const said = applied === undefined ? describePlanned(planned) : describeApplied(applied);
  item.description = said;
  item.iconPath = applied === undefined ? icons[planned.action] : iconOf(applied);
  item.tooltip = [planned.path, said, ...planned.remarks, applied?.message ?? '', ...(applied?.output ?? [])]
    .filter((line) => line !== '')
    .join('\n');
  item.contextValue = `plannedManifest.${planned.action}`;
  item.accessibilityInformation = {
    label: [`${planned.name} on ${node.name}: ${said}`, ...planned.remarks].join(', '),
  };
  item.command = {
    command: 'staticPods.diffPlanned',
    title: 'Show Change',
    arguments: [{ kind: 'planned-manifest', node, planned } satisfies PlanElement],
  };
  return item;
}

function iconOf({ result, planned, isConsequence }: AppliedManifest): vscode.ThemeIcon {
  if (isConsequence === true) {
    return new vscode.ThemeIcon('discard');
  }
  return result === 'failed' || result === 'rolled-back'
    ? errorIcon
    : result === 'skipped'
      ? icons[planned.action]
      : passIcon;
}

function describePlanned({ action, reason, request, restarts, drift }: PlannedManifest): string {
  const drifted =
    drift === undefined ? '' : drift === 'changed' ? ', was changed on the node' : ', was taken away on the node';
  switch (action) {
    case 'refused':
      return `refused: ${reason ?? ''}`;
    case 'unchanged':
      return request === undefined ? 'unchanged' : 'only the text changes';
    case 'update':
      return `update, restarts ${restarts.join(', ') || 'its Pod'}${drifted}`;
    case 'add':
    case 'remove':
    case 'restart':
    case 'park':
    case 'unpark':
      return `${action}${drifted}`;
  }
}

function describeApplied({ result, message, planned }: AppliedManifest): string {
  const became = result === 'skipped' ? planned.action : result.replace('-', ' ');
  return message === undefined ? became : `${became}: ${message}`;
}

const takenAway: Readonly<Record<Prune, string>> = {
  nothing: '',
  own: 'It can be removed: “What the Folder Does Not Hold…”.',
  all: 'It stays unless all that the folder does not hold is removed: “What the Folder Does Not Hold…”.',
};

function drawStranger(element: Extract<PlanElement, { kind: 'stranger' }>): vscode.TreeItem {
  const { node, stranger } = element;
  const { path } = stranger.manifest;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const { text, takenBy } = describeStranger(stranger);
  const item = new vscode.TreeItem(name);
  item.id = `stranger/${node.name}/${path}`;
  item.description = text;
  item.tooltip = [path, text, ...(takenBy === undefined ? [] : [takenAway[takenBy]])].join('\n');
  item.iconPath = new vscode.ThemeIcon(takenBy === undefined ? 'lock' : 'question');
  item.contextValue = 'stranger';
  item.accessibilityInformation = { label: `${name} on ${node.name}: ${text}` };
  item.command = { command: 'staticPods.diffPlanned', title: 'Show Manifest', arguments: [element] };
  return item;
}

function drawMessage({ text, tone }: Extract<PlanElement, { kind: 'plan-message' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(tone === 'advice' ? 'A DaemonSet?' : text);
  item.description = tone === 'advice' ? text : '';
  item.tooltip = text;
  item.iconPath = tone === 'failure' ? errorIcon : new vscode.ThemeIcon(tone === 'advice' ? 'lightbulb' : 'info');
  item.accessibilityInformation = { label: text };
  return item;
}
