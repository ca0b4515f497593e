import * as vscode from 'vscode';
import { ConfiguredNode, type TransportFactory } from './configured-node';
import type { ListJudge } from './node/web-source';
import type { NodeTarget } from './transport/transport';

/** The nodes of the setting `staticPods.nodes`. */
export class NodeStore implements vscode.Disposable {
  #nodes = new Map<string, ConfiguredNode>();
  readonly #changed = new vscode.EventEmitter<ConfiguredNode | undefined>();
  readonly #disposables: vscode.Disposable[] = [this.#changed];

  /** A node told something new; `undefined`: the list of nodes changed. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly connect: TransportFactory,
    private readonly output: vscode.LogOutputChannel,
    private readonly judgeList: ListJudge,
  ) {
    this.#disposables.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('staticPods.ssh')) {
          this.#readSettings({ keep: false });
        } else if (event.affectsConfiguration('staticPods.nodes')) {
          this.#readSettings({ keep: true });
        }
      }),
    );
    this.#readSettings({ keep: true });
  }

  get nodes(): readonly ConfiguredNode[] {
    return [...this.#nodes.values()];
  }

  find(name: string): ConfiguredNode | undefined {
    return this.#nodes.get(name);
  }

  /** Adds a target, or puts it in the place of the one with its name. */
  async add(target: NodeTarget): Promise<void> {
    const targets = configuredTargets();
    const isNew = targets.every((one) => nameOf(one) !== target.name);
    await writeTargets(
      isNew ? [...targets, target] : targets.map((one) => (nameOf(one) === target.name ? target : one)),
    );
  }

  async remove(name: string): Promise<void> {
    await writeTargets(configuredTargets().filter((one) => nameOf(one) !== name));
  }

  /** `keep`: nodes whose settings are as before keep their connection and what they told. */
  #readSettings({ keep }: { keep: boolean }): void {
    const before = this.#nodes;
    this.#nodes = new Map();
    for (const target of configuredTargets()) {
      if (!isNamed(target) || this.#nodes.has(target.name)) {
        this.output.warn(
          `staticPods.nodes: every node needs a name of its own; this one is left out: ${JSON.stringify(target)}`,
        );
        continue;
      }
      const known = before.get(target.name);
      const isSame = keep && known !== undefined && JSON.stringify(known.target) === JSON.stringify(target);
      this.#nodes.set(
        target.name,
        isSame
          ? known
          : new ConfiguredNode(target, this.connect, (node) => this.#changed.fire(node), wantsUsage, this.judgeList),
      );
    }
    for (const [name, node] of before) {
      if (this.#nodes.get(name) !== node) {
        node.dispose();
      }
    }
    this.#changed.fire(undefined);
  }

  dispose(): void {
    for (const node of this.#nodes.values()) {
      node.dispose();
    }
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}

function wantsUsage(): boolean {
  return vscode.workspace.getConfiguration('staticPods').get<boolean>('explorer.showUsage', false);
}

/** As they are written: a settings file may hold anything while somebody types in it. */
function configuredTargets(): readonly unknown[] {
  const written = vscode.workspace.getConfiguration('staticPods').get<unknown>('nodes');
  return Array.isArray(written) ? (written as unknown[]) : [];
}

function isNamed(target: unknown): target is NodeTarget {
  return nameOf(target) !== undefined;
}

function nameOf(target: unknown): string | undefined {
  const name: unknown = typeof target === 'object' && target !== null && 'name' in target ? target.name : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** Writes where the list is set now; a list that is set nowhere goes to the user's settings. */
async function writeTargets(targets: readonly unknown[]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('staticPods');
  const isInWorkspace = configuration.inspect('nodes')?.workspaceValue !== undefined;
  await configuration.update(
    'nodes',
    targets,
    isInWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}
