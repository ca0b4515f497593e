import type { NodeMirrors } from './cluster/mirrors';
import { coresUsed } from './node/crictl/stats';
import { observeNode } from './node/observe';
import type { ObservedNode } from './node/observed-node';
import { joinStaticPods, type StaticPodState } from './node/static-pods';
import type { ListJudge } from './node/web-source';
import {
  TransportError,
  type NodeTarget,
  type SecretHolder,
  type TerminalHost,
  type Transport,
} from './transport/transport';

/** What is known of a node at this moment; the last look outlives a failure. */
export type NodeState =
  | { readonly state: 'new' }
  | { readonly state: 'connecting' }
  | { readonly state: 'ready'; readonly look: NodeLook }
  | { readonly state: 'failed'; readonly error: Error };

export interface NodeLook {
  readonly observed: ObservedNode;
  readonly pods: readonly StaticPodState[];
  /** By container id; empty where it was not asked for. */
  readonly usage: ReadonlyMap<string, MeasuredUsage>;
  /** Milliseconds since 1970, by the clock of this machine. */
  readonly at: number;
}

export interface MeasuredUsage {
  /** Since the look before; undefined at the first. */
  readonly cores: number | undefined;
  readonly memoryBytes: number | undefined;
}

/** How changes on a node come to be known between two looks. */
export type RefreshMode = 'unknown' | 'events' | 'polling';

/** With events, what they don't tell (files, refusals) is looked at this many times more rarely. */
const eventsFactor = 3;

export type NodeConnection = Transport & TerminalHost & SecretHolder;

export type TransportFactory = (target: NodeTarget) => NodeConnection;

/** Milliseconds for which a node is asked more often after something was done to it. */
const restlessTime = 15_000;

/** One node of the settings: its connection, and what it told last. */
export class ConfiguredNode {
  #state: NodeState = { state: 'new' };
  #look: NodeLook | undefined;
  #mirrors: NodeMirrors | undefined;
  #transport: NodeConnection | undefined;
  #refreshing: Promise<NodeState> | undefined;
  #isDisposed = false;
  #failures = 0;
  #lastAsked = { at: 0, took: 0 };
  #restlessUntil = 0;
  #refreshMode: RefreshMode = 'unknown';

  constructor(
    readonly target: NodeTarget,
    private readonly connect: TransportFactory,
    private readonly changed: (node: ConfiguredNode) => void,
    private readonly wantsUsage: () => boolean = () => false,
    private readonly judgeList?: ListJudge,
  ) {}

  get refreshMode(): RefreshMode {
    return this.#refreshMode;
  }

  /** Told by whoever follows the runtime's events. */
  set refreshMode(mode: RefreshMode) {
    if (mode !== this.#refreshMode) {
      this.#refreshMode = mode;
      this.#become(this.#state);
    }
  }

  /** Seconds between two looks at a node where nothing happens. `interval` is the setting, in seconds. */
  usualInterval(interval: number): number {
    return this.#refreshMode === 'events' ? eventsFactor * interval : interval;
  }

  /** How long the last look took. */
  get lookMilliseconds(): number {
    return this.#lastAsked.took;
  }

  get name(): string {
    return this.target.name;
  }

  /** `ops@node1:22` once it is known. */
  get label(): string {
    return this.#transport?.label ?? this.name;
  }

  get state(): NodeState {
    return this.#state;
  }

  /** What the API server shows of its static Pods; undefined where none was asked. */
  get mirrors(): NodeMirrors | undefined {
    return this.#mirrors;
  }

  showMirrors(mirrors: NodeMirrors | undefined): void {
    this.#mirrors = mirrors;
    this.#become(this.#state);
  }

  /** The last look at the node, also if it can't be reached now. */
  get look(): NodeLook | undefined {
    return this.#look;
  }

  /** Throws where the node was taken off the list meanwhile. */
  get transport(): NodeConnection {
    if (this.#isDisposed) {
      throw new Error(`The node ${this.name} was changed or taken off the list.`);
    }
    this.#transport ??= this.connect(this.target);
    return this.#transport;
  }

  /** Looks at the node; callers at the same time share one look. Never rejects: a failure is a state. */
  refresh(): Promise<NodeState> {
    this.#refreshing ??= this.#observe().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** As `refresh`, by a look that begins now: one that is under way may have seen what was before. */
  async refreshAnew(): Promise<NodeState> {
    await this.#refreshing;
    return this.refresh();
  }

  /** Drops the connection and tries again from the start. */
  async reconnect(): Promise<NodeState> {
    this.#transport?.dispose();
    this.#transport = undefined;
    // A look that is under way has lost its connection, so it ends now.
    await this.#refreshing;
    this.#become({ state: 'connecting' });
    return this.refresh();
  }

  /** What its connection was told; the connection itself goes on. */
  forgetSecrets(): void {
    this.#transport?.forgetSecrets();
  }

  /** Something was done that the node will show within seconds: it is asked more often for a while. */
  expectChange(): void {
    this.#restlessUntil = Date.now() + restlessTime;
    this.#become(this.#state);
  }

  /**
   * When the node wants to be looked at again without being told to, in milliseconds since 1970; undefined: not by
   * itself. `interval` is the setting, in seconds.
   */
  dueAt(interval: number): number | undefined {
    switch (this.#state.state) {
      case 'new':
        return 0;
      case 'connecting':
        return undefined;
      case 'ready':
        return interval === 0 ? undefined : this.#after(this.#interval(interval));
      case 'failed':
        // What a person has to mend first (a password, a host key) would only be asked about again and again.
        return interval === 0 || !isPassing(this.#state.error)
          ? undefined
          : this.#after(Math.min(120, 5 * 2 ** Math.min(this.#failures, 10)));
    }
  }

  #interval(seconds: number): number {
    if (this.#isRestless()) {
      return Math.min(1, seconds);
    }
    return this.usualInterval(seconds);
  }

  /** A node that takes a second to answer is asked again after four at the earliest. */
  #after(seconds: number): number {
    const { at, took } = this.#lastAsked;
    return at + Math.max(seconds * 1000, 4 * took);
  }

  #isRestless(): boolean {
    return (
      Date.now() < this.#restlessUntil ||
      this.#look?.pods.some(({ state }) => state.state === 'starting' || state.state === 'stopping') === true
    );
  }

  async #observe(): Promise<NodeState> {
    if (this.#state.state === 'new') {
      this.#become({ state: 'connecting' });
    }
    const started = Date.now();
    let transport: Transport | undefined;
    let next: NodeState;
    try {
      transport = this.transport;
      const previous = this.#look?.observed;
      const observed = await observeNode(transport, this.target, {
        withUsage: this.wantsUsage(),
        ...(this.judgeList === undefined ? {} : { judgeList: this.judgeList }),
        ...(previous === undefined ? {} : { previous }),
      });
      this.#look = {
        observed,
        pods: joinStaticPods(observed),
        usage: measureUsage(previous, observed),
        at: Date.now(),
      };
      next = { state: 'ready', look: this.#look };
    } catch (error) {
      if (transport !== this.#transport) {
        // The connection was taken away on purpose, which is no failure of the node. Nor is it a look: what was seen
        // before must not be taken for one.
        return { state: 'connecting' };
      }
      next = { state: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
    }
    this.#failures = next.state === 'failed' ? this.#failures + 1 : 0;
    this.#lastAsked = { at: Date.now(), took: Date.now() - started };
    this.#become(next);
    return next;
  }

  #become(state: NodeState): void {
    if (!this.#isDisposed) {
      this.#state = state;
      this.changed(this);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#transport?.dispose();
    this.#transport = undefined;
  }
}

function measureUsage(before: ObservedNode | undefined, now: ObservedNode): NodeLook['usage'] {
  return new Map(
    [...now.usage].map(([id, used]) => [
      id,
      { cores: coresUsed(before?.usage.get(id), used), memoryBytes: used.memoryBytes },
    ]),
  );
}

function isPassing(error: Error): boolean {
  return error instanceof TransportError && error.kind === 'connect';
}
