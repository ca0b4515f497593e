import type * as vscode from 'vscode';
import type { ConfiguredNode } from './configured-node';
import { followEvents } from './node/crictl/events';
import type { NodeStore } from './node-store';
import { TransportError } from './transport/transport';

/** Events come in bursts: a Pod's start is a dozen of them. */
const settleMilliseconds = 300;

/** A runtime that takes the call and keeps it open this long does tell events. */
const proofMilliseconds = 3000;

/**
 * Follows `crictl events` on each node while the node explorer is visible, and looks at a node as soon as its runtime
 * tells of a change. Where a runtime has no events (containerd before 1.7), that is found out once a connection, and
 * the node is asked again and again as before.
 */
export class RuntimeEvents implements vscode.Disposable {
  readonly #watches = new Map<ConfiguredNode, AbortController>();
  /** Found out to have none, by the boot and the runtime that said so. */
  readonly #without = new WeakMap<ConfiguredNode, string>();
  #isVisible = false;
  readonly #registration: vscode.Disposable;

  constructor(
    private readonly nodes: NodeStore,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.#registration = nodes.onDidChange((node) => {
      if (node === undefined) {
        this.#forgetRemoved();
      } else {
        this.#consider(node);
      }
    });
  }

  /** Nobody looks, nobody listens. */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    if (isVisible) {
      for (const node of this.nodes.nodes) {
        this.#consider(node);
      }
    } else {
      this.#stopAll();
    }
  }

  #consider(node: ConfiguredNode): void {
    const observed = node.state.state === 'ready' ? node.state.look.observed : undefined;
    if (!this.#isVisible || observed?.runtime.state !== 'ready' || this.#watches.has(node)) {
      return;
    }
    const identity = `${observed.bootId} ${observed.runtime.endpoint} ${observed.runtime.version}`;
    if (this.#without.get(node) === identity) {
      return;
    }
    const stop = new AbortController();
    this.#watches.set(node, stop);
    this.#follow(node, identity, stop.signal)
      .catch((error: unknown) => {
        // A lost connection is told by the next look; a cancelled one by nobody.
        if (!(error instanceof TransportError)) {
          this.output.error(`${node.name}: the runtime's events can't be followed: ${String(error)}`);
        }
      })
      .finally(() => {
        if (node.refreshMode === 'events') {
          node.refreshMode = 'unknown';
        }
        // Last: what the line above tells must not start the next watch before the next look.
        this.#watches.delete(node);
      });
  }

  async #follow(node: ConfiguredNode, identity: string, signal: AbortSignal): Promise<void> {
    const { look } = node;
    if (look === undefined) {
      return;
    }
    let settling: NodeJS.Timeout | undefined;
    const proof = setTimeout(() => {
      node.refreshMode = 'events';
    }, proofMilliseconds);
    try {
      const end = await followEvents(node.transport, look.observed, {
        signal,
        onEvent: () => {
          node.refreshMode = 'events';
          settling ??= setTimeout(() => {
            settling = undefined;
            void node.refreshAnew();
          }, settleMilliseconds);
        },
      });
      // One that did tell events and stopped (a runtime that was restarted) is followed again after the next look.
      if (end.reason === 'unsupported' || node.refreshMode !== 'events') {
        this.#without.set(node, identity);
      }
      node.refreshMode = 'polling';
      const what = end.reason === 'unsupported' ? 'tells no events' : 'stopped telling events';
      this.output.info(`${node.name}: its runtime ${what}, so it is asked again and again (${end.message})`);
    } finally {
      clearTimeout(proof);
      clearTimeout(settling);
    }
  }

  #forgetRemoved(): void {
    for (const [node, stop] of this.#watches) {
      if (!this.nodes.nodes.includes(node)) {
        stop.abort();
      }
    }
  }

  #stopAll(): void {
    for (const stop of this.#watches.values()) {
      stop.abort();
    }
  }

  dispose(): void {
    this.#isVisible = false;
    this.#registration.dispose();
    this.#stopAll();
  }
}
