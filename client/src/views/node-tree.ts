import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import type { NodeStore } from '../node-store';
import { isSamePod } from './element-ids';
import { childrenOf, countTroubles, type NodeElement, type TreeElement } from './elements';
import { toTreeItem, tooltipOf, type DrawOptions } from './tree-items';
import type { TreeOptions } from './tree-options';

/** How often a row may change its mind about how old it is, in milliseconds. */
const ageInterval = 5000;

const filterKey = 'staticPods.isFiltered';

/** The node explorer: what the store knows, as a tree. A node's rows are drawn anew only where one of them changed. */
export class NodeTree implements vscode.TreeDataProvider<TreeElement>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeElement | undefined>();
  readonly #view: vscode.TreeView<TreeElement>;
  readonly #disposables: vscode.Disposable[];
  readonly #elements = new WeakMap<ConfiguredNode, NodeElement>();
  /** What was drawn of each node last, as JSON. */
  readonly #drawn = new WeakMap<ConfiguredNode, string>();
  #filter = '';
  /** Read once: each row of a large node would ask for them again. */
  #settings = readSettings();
  #aging: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(private readonly nodes: NodeStore) {
    this.#view = vscode.window.createTreeView('staticPods.nodes', {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.#disposables = [
      this.#changed,
      this.#view,
      nodes.onDidChange((node) => this.#update(node)),
      this.#view.onDidChangeVisibility(() => this.#watchAges()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('staticPods.explorer')) {
          this.#settings = readSettings();
          this.#redraw();
        }
      }),
    ];
    this.#watchAges();
  }

  get isVisible(): boolean {
    return this.#view.visible;
  }

  get onDidChangeVisibility(): vscode.Event<unknown> {
    return this.#view.onDidChangeVisibility;
  }

  get selection(): readonly TreeElement[] {
    return this.#view.selection;
  }

  get filter(): string {
    return this.#filter;
  }

  set filter(text: string) {
    this.#filter = text.trim();
    this.#view.message = this.#filter === '' ? '' : `Only what matches “${this.#filter}”.`;
    void vscode.commands.executeCommand('setContext', filterKey, this.#filter !== '');
    this.#redraw();
  }

  getTreeItem(element: TreeElement): vscode.TreeItem {
    return toTreeItem(element, this.#drawOptions());
  }

  resolveTreeItem(item: vscode.TreeItem, element: TreeElement): vscode.TreeItem {
    item.tooltip = tooltipOf(element);
    return item;
  }

  getChildren(element?: TreeElement): TreeElement[] {
    if (element !== undefined) {
      return childrenOf(element, this.#options());
    }
    return this.nodes.nodes.map((node) => this.#elementOf(node));
  }

  getParent(element: TreeElement): TreeElement | undefined {
    if (element.kind === 'node') {
      return undefined;
    }
    const { node } = element;
    const root = this.#elementOf(node);
    if (element.kind === 'pod') {
      const isMine = (other: TreeElement): boolean =>
        (other.kind === 'group' || other.kind === 'web-source') &&
        other.pods.some((pod) => isSamePod(pod, element.pod));
      return childrenOf(root, this.#options()).find(isMine) ?? root;
    }
    if (element.kind === 'problem' && element.problem.source === 'http') {
      return childrenOf(root, this.#options()).find(({ kind }) => kind === 'web-source') ?? root;
    }
    const pod = 'pod' in element ? element.pod : undefined;
    return pod !== undefined && node.look !== undefined ? { kind: 'pod', node, pod, look: node.look } : root;
  }

  /** Shows and selects the Pod whose manifest lies at `path`; the node where there is none. */
  async reveal(node: ConfiguredNode, path: string): Promise<void> {
    const pod = this.#podsOf(node).find(
      (child) => child.kind === 'pod' && child.pod.manifests.some((manifest) => manifest.path === path),
    );
    await this.#view.reveal(pod ?? this.#elementOf(node), { select: true, focus: true, expand: true });
  }

  #podsOf(node: ConfiguredNode): TreeElement[] {
    return childrenOf(this.#elementOf(node), this.#options()).flatMap((child) =>
      child.kind === 'group' || child.kind === 'web-source' ? childrenOf(child, this.#options()) : [child],
    );
  }

  #elementOf(node: ConfiguredNode): NodeElement {
    const known = this.#elements.get(node) ?? { kind: 'node', node };
    this.#elements.set(node, known);
    return known;
  }

  #options(): TreeOptions {
    return { ...this.#settings, filter: this.#filter };
  }

  #drawOptions(): DrawOptions {
    return { now: Date.now(), interval: this.#settings.interval };
  }

  #redraw(): void {
    this.#changed.fire(undefined);
  }

  #update(node: ConfiguredNode | undefined): void {
    if (node === undefined) {
      this.#redraw();
    } else {
      this.#updateRows(node);
    }
    this.#showCount();
  }

  #updateRows(node: ConfiguredNode): void {
    const element = this.#elementOf(node);
    // VS Code asks for a row's tooltip once, until the row is drawn anew: what only the tooltip tells belongs here too.
    const drawn = `${node.refreshMode} ${drawAll(element, this.#options(), this.#drawOptions())}`;
    if (drawn !== this.#drawn.get(node)) {
      this.#drawn.set(node, drawn);
      this.#changed.fire(element);
    }
  }

  /** Nothing comes from a node that hangs, so how old its rows are has to be looked at by the clock. */
  #watchAges(): void {
    clearInterval(this.#aging);
    this.#aging = this.#view.visible
      ? setInterval(() => {
          for (const node of this.nodes.nodes) {
            this.#updateRows(node);
          }
        }, ageInterval)
      : undefined;
  }

  /** What needs a look, as a badge. */
  #showCount(): void {
    let count = 0;
    for (const { look } of this.nodes.nodes) {
      count += look === undefined ? 0 : countTroubles(look);
    }
    const tooltip = count === 1 ? '1 static Pod needs a look' : `${count} static Pods need a look`;
    this.#view.badge = count === 0 ? undefined : { value: count, tooltip };
  }

  dispose(): void {
    clearInterval(this.#aging);
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}

function readSettings(): Omit<TreeOptions, 'filter'> & { readonly interval: number } {
  const configuration = vscode.workspace.getConfiguration('staticPods');
  return {
    groupBy: configuration.get<TreeOptions['groupBy']>('explorer.groupBy', 'none'),
    showOtherPods: configuration.get<boolean>('explorer.showOtherPods', false),
    interval: configuration.get<number>('explorer.refreshInterval', 5),
  };
}

/** Everything that is drawn of a node, as text: of commands only the title, as their arguments hold connections. */
export function drawAll(root: TreeElement, options: TreeOptions, drawOptions: DrawOptions): string {
  const draw = (element: TreeElement): unknown[] => {
    const { command, ...item } = toTreeItem(element, drawOptions);
    return [item, command?.title, ...childrenOf(element, options).map(draw)];
  };
  return JSON.stringify(draw(root));
}
