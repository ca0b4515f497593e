import * as vscode from 'vscode';
import type { ClusterTarget } from './cluster/api-server';
import { askForMirrors, mirrorKey } from './cluster/mirrors';
import type { ConfiguredNode } from './configured-node';
import type { NodeStore } from './node-store';

/** Milliseconds for which an answer serves, unless other Pods or versions run by then. */
const freshFor = 10_000;

interface Asked {
  readonly at: number;
  /** Of what was asked: the kubeconfig, and the Pods with their config hashes. */
  readonly key: string;
}

/** Asks API servers for the mirror Pods of the nodes that were looked at. Nothing of it holds up the node explorer. */
export class MirrorWatch implements vscode.Disposable {
  readonly #asked = new WeakMap<ConfiguredNode, Asked>();
  readonly #asking = new WeakSet<ConfiguredNode>();
  readonly #abort = new AbortController();
  readonly #disposables: vscode.Disposable[];

  constructor(
    private readonly nodes: NodeStore,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.#disposables = [
      nodes.onDidChange((node) => (node === undefined ? this.#considerAll() : this.#consider(node))),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (
          event.affectsConfiguration('staticPods.kubeconfig') ||
          event.affectsConfiguration('staticPods.kubeContext')
        ) {
          this.#considerAll();
        }
      }),
    ];
  }

  /** Asks now, whatever was asked lately. Never rejects. */
  async ask(node: ConfiguredNode): Promise<void> {
    const target = clusterOf(node);
    const { look } = node;
    if (target === undefined || look === undefined || this.#asking.has(node)) {
      return;
    }
    this.#asking.add(node);
    this.#asked.set(node, { at: Date.now(), key: keyOf(node, target) });
    try {
      const before = node.mirrors;
      const mirrors = await askForMirrors(target, node.transport, look.observed, look.pods, this.#abort.signal);
      if (mirrors.state === 'unknown' && !(before?.state === 'unknown' && before.reason === mirrors.reason)) {
        this.output.warn(`${node.name}: mirror Pods are not known: ${mirrors.reason}`);
      }
      node.showMirrors(mirrors);
    } catch (error) {
      if (!this.#abort.signal.aborted) {
        const reason = error instanceof Error ? error.message : String(error);
        this.output.error(`${node.name}: mirror Pods are not known: ${reason}`);
        node.showMirrors({ state: 'unknown', reason });
      }
    } finally {
      this.#asking.delete(node);
    }
  }

  #considerAll(): void {
    for (const node of this.nodes.nodes) {
      this.#consider(node);
    }
  }

  #consider(node: ConfiguredNode): void {
    const target = clusterOf(node);
    if (target === undefined) {
      if (node.mirrors !== undefined) {
        node.showMirrors(undefined);
      }
      return;
    }
    const asked = this.#asked.get(node);
    const isFresh = asked !== undefined && Date.now() - asked.at < freshFor && asked.key === keyOf(node, target);
    if (node.state.state === 'ready' && !isFresh) {
      void this.ask(node);
    }
  }

  dispose(): void {
    this.#abort.abort();
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}

/** The API server of a node: the node's own kubeconfig, else the one for all; undefined where none is named. */
export function clusterOf({ target }: ConfiguredNode): ClusterTarget | undefined {
  const configuration = vscode.workspace.getConfiguration('staticPods');
  const isOwn = (target.kubeconfig ?? '') !== '';
  const kubeconfig = isOwn ? target.kubeconfig : configuration.get<string>('kubeconfig', '');
  const context = isOwn ? target.kubeContext : configuration.get<string>('kubeContext', '') || target.kubeContext;
  return kubeconfig === undefined || kubeconfig === ''
    ? undefined
    : { kubeconfig, ...((context ?? '') === '' ? {} : { context: context ?? '' }) };
}

function keyOf({ look }: ConfiguredNode, target: ClusterTarget): string {
  const pods = (look?.pods ?? []).map((pod) => `${mirrorKey(pod)} ${pod.configHash} ${pod.state.state}`);
  return JSON.stringify([target, pods]);
}
