import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import type { NodeStore } from '../node-store';
import type { NodeTree } from './node-tree';

/** While the node explorer is visible, looks at each node again when that is due: a timer for each node. */
export class AutomaticRefresh implements vscode.Disposable {
  readonly #timers = new Map<ConfiguredNode, NodeJS.Timeout>();
  readonly #disposables: vscode.Disposable[];

  constructor(
    private readonly nodes: NodeStore,
    private readonly tree: NodeTree,
  ) {
    this.#disposables = [
      nodes.onDidChange((node) => (node === undefined ? this.#planAll() : this.#plan(node))),
      tree.onDidChangeVisibility(() => this.#planAll()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('staticPods.explorer')) {
          this.#planAll();
        }
      }),
    ];
    this.#planAll();
  }

  #planAll(): void {
    this.#cancelAll();
    for (const node of this.nodes.nodes) {
      this.#plan(node);
    }
  }

  #plan(node: ConfiguredNode): void {
    clearTimeout(this.#timers.get(node));
    this.#timers.delete(node);
    const interval = vscode.workspace.getConfiguration('staticPods').get<number>('explorer.refreshInterval', 5);
    const due = this.tree.isVisible ? node.dueAt(interval) : undefined;
    if (due !== undefined) {
      const timer = setTimeout(() => void node.refresh(), Math.max(0, due - Date.now()));
      this.#timers.set(node, timer);
    }
  }

  #cancelAll(): void {
    for (const timer of this.#timers.values()) {
      clearTimeout(timer);
    }
    this.#timers.clear();
  }

  dispose(): void {
    this.#cancelAll();
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
