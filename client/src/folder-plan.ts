import * as vscode from 'vscode';
import { waitSettings } from './wait-settings';
import type { ConfiguredNode } from './configured-node';
import type { Deployments } from './deployments';
import type { ManifestJudge } from './language-client';
import { readLocalFolder } from './local-folder';
import { judgeAs } from './node-judge';
import { largestManifest } from './node/adopt';
import { applyPlan, type ApplyResult } from './node/apply';
import { adviseDaemonSet } from './node/daemon-set-advice';
import type { ObservedNode } from './node/observed-node';
import { observeNode } from './node/observe';
import { planDeploy, type DesiredManifest, type NodePlan } from './node/plan';
import type { Prune } from './node/plan-prune';
import { rollOut } from './node/rollout';
import type { TransactionEvent } from './node/transaction';

/** What is known of one node of a plan. */
export type NodeProgress =
  | { readonly state: 'planning' }
  /** `isLost`: it was being changed, and what became of that is for the next look to find out. */
  | { readonly state: 'failed'; readonly message: string; readonly isLost?: true }
  | { readonly state: 'planned'; readonly observed: ObservedNode; readonly plan: NodePlan }
  | { readonly state: 'applying'; readonly observed: ObservedNode; readonly plan: NodePlan; readonly text: string }
  | {
      readonly state: 'applied';
      readonly observed: ObservedNode;
      readonly plan: NodePlan;
      readonly result: ApplyResult;
    }
  | { readonly state: 'not-begun'; readonly observed: ObservedNode; readonly plan: NodePlan; readonly because: string };

export interface FolderPlanOptions {
  readonly judge: ManifestJudge;
  readonly deployments: Deployments;
  readonly describeEvent: (event: TransactionEvent) => string | undefined;
  readonly log: (message: string) => void;
}

/** A local folder, the nodes that are to match it, and how far that is. */
export class FolderPlan implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ConfiguredNode | undefined>();
  readonly #progress = new Map<ConfiguredNode, NodeProgress>();
  readonly onDidChange = this.#changed.event;
  #passedOver: readonly string[] = [];
  #isEmpty = false;
  #work: 'planning' | 'applying' | undefined;
  #prune: Prune = 'nothing';

  constructor(
    readonly folder: vscode.Uri,
    readonly nodes: readonly ConfiguredNode[],
    private readonly options: FolderPlanOptions,
  ) {}

  get prune(): Prune {
    return this.#prune;
  }

  /** Files of the folder that are not sent, one sentence each. */
  get passedOver(): readonly string[] {
    return this.#passedOver;
  }

  /** Whether there is no manifest in the folder. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /**
   * What is under way: nodes that wait for their turn look like planned ones, and those that were not looked at yet may
   * refuse something, so nothing else may be done with the plan until it is over.
   */
  get work(): 'planning' | 'applying' | undefined {
    return this.#work;
  }

  /** Where a DaemonSet would do better; undefined where there is nothing to advise. */
  get advice(): string | undefined {
    return adviseDaemonSet(
      this.nodes.flatMap((node) => {
        const progress = this.progressOf(node);
        return 'plan' in progress ? [{ node: progress.observed, plan: progress.plan }] : [];
      }),
    );
  }

  progressOf(node: ConfiguredNode): NodeProgress {
    return this.#progress.get(node) ?? { state: 'planning' };
  }

  /** The local file of a planned manifest. */
  uriOf(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, name);
  }

  /** Looks at every node and plans for it; what can't be reached is told at its row. */
  async plan(prune: Prune, signal: AbortSignal): Promise<void> {
    this.#work = 'planning';
    try {
      await this.#planAll(prune, signal);
    } finally {
      this.#work = undefined;
    }
  }

  async #planAll(prune: Prune, signal: AbortSignal): Promise<void> {
    this.#prune = prune;
    const desired = await this.#read();
    this.nodes.forEach((node) => this.#become(node, { state: 'planning' }));
    const turns = await rollOut(this.nodes, (node) => this.#planOne(node, desired, signal), {
      succeeded: () => true,
      stopAtFailure: false,
      signal,
    });
    for (const [index, node] of this.nodes.entries()) {
      if (turns[index]?.state === 'not-begun') {
        this.#become(node, { state: 'failed', message: 'The look at it was cancelled: plan again.' });
      }
    }
  }

  async #planOne(node: ConfiguredNode, desired: readonly DesiredManifest[], signal: AbortSignal): Promise<void> {
    try {
      const observed = await observeNode(node.transport, node.target, { contentBytes: largestManifest, signal });
      const judge = judgeAs(this.options.judge, observed);
      const plan = await planDeploy(observed, desired, judge, { prune: this.#prune });
      this.#become(node, { state: 'planned', observed, plan });
    } catch (error) {
      this.#become(node, { state: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** The nodes that have something to do, in their order; none where one of them refuses something. */
  get ready(): readonly ConfiguredNode[] {
    const planned = this.nodes.filter((node) => this.progressOf(node).state === 'planned');
    return planned.some((node) => this.#planOf(node).manifests.some(({ action }) => action === 'refused'))
      ? []
      : planned.filter((node) => this.#planOf(node).manifests.some(({ request }) => request !== undefined));
  }

  /** Carries the plans out: the first node alone, then the others; stops at the first that fails. */
  async apply(report: (text: string) => void, signal: AbortSignal): Promise<void> {
    this.#work = 'applying';
    try {
      await this.#applyAll(report, signal);
    } finally {
      this.#work = undefined;
    }
  }

  async #applyAll(report: (text: string) => void, signal: AbortSignal): Promise<void> {
    const configuration = vscode.workspace.getConfiguration('staticPods');
    const { ready } = this;
    const [canary] = ready;
    const turns = await rollOut(ready, (node) => this.#applyOne(node, report, signal), {
      concurrency: configuration.get<number>('apply.concurrency', 10),
      succeeded: hasSucceeded,
      signal,
      ...(ready.length > 1 && canary !== undefined ? { canary } : {}),
    });
    for (const [index, node] of ready.entries()) {
      const turn = turns[index];
      const progress = this.progressOf(node);
      if (turn?.state === 'not-begun' && progress.state === 'planned') {
        const because =
          signal.aborted || turn.because === undefined ? 'it was cancelled' : `${turn.because} went wrong`;
        this.#become(node, { ...progress, state: 'not-begun', because });
      } else if (turn?.state === 'failed') {
        const message = turn.error instanceof Error ? turn.error.message : String(turn.error);
        this.#become(node, { state: 'failed', message, isLost: true });
      }
    }
  }

  async #applyOne(node: ConfiguredNode, report: (text: string) => void, signal: AbortSignal): Promise<ApplyResult> {
    const progress = this.progressOf(node);
    if (progress.state !== 'planned') {
      throw new Error(`${node.name} is not planned.`);
    }
    const { observed, plan } = progress;
    this.#become(node, { ...progress, state: 'applying', text: 'checking what it needs' });
    const result = await applyPlan(node.transport, observed, plan, {
      ...waitSettings(),
      signal,
      onEvent: (event) => {
        const text = this.options.describeEvent(event);
        if (text !== undefined) {
          this.#become(node, { state: 'applying', observed, plan, text });
          this.options.log(`${node.name}: ${text}`);
          report(`${node.name}: ${text}`);
        }
      },
    });
    this.#become(node, { state: 'applied', observed, plan, result });
    for (const remark of result.remarks) {
      this.options.log(`${node.name}: ${remark}`);
    }
    await this.#remember(node, observed, result);
    await node.refreshAnew();
    return result;
  }

  /** What lies on the node now came from these files: the kubelet's refusals of it belong to them. */
  async #remember(node: ConfiguredNode, observed: ObservedNode, { outcome, manifests }: ApplyResult): Promise<void> {
    const { deployments, judge } = this.options;
    if ((outcome !== 'proven' && outcome !== 'kept') || observed.kubelet.minor === undefined) {
      return;
    }
    const kubernetesVersion = `1.${observed.kubelet.minor}`;
    for (const { planned } of manifests) {
      if (planned.action === 'remove') {
        const deployment = deployments.find(node.name, planned.path);
        await (deployment === undefined ? undefined : deployments.remove(deployment));
      } else {
        const uri = this.uriOf(planned.name);
        await deployments.add({ uri: uri.toString(), node: node.name, path: planned.path, kubernetesVersion });
        await judge.deployedTo(uri, kubernetesVersion);
      }
    }
  }

  #planOf(node: ConfiguredNode): NodePlan {
    const progress = this.progressOf(node);
    return 'plan' in progress ? progress.plan : { manifests: [] };
  }

  async #read(): Promise<readonly DesiredManifest[]> {
    const { manifests, passedOver } = await readLocalFolder(this.folder);
    this.#passedOver = passedOver;
    this.#isEmpty = manifests.length === 0;
    return manifests;
  }

  #become(node: ConfiguredNode, progress: NodeProgress): void {
    this.#progress.set(node, progress);
    this.#changed.fire(node);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

export function hasSucceeded({ manifests }: ApplyResult): boolean {
  return manifests.every(({ result }) => result !== 'failed' && result !== 'rolled-back');
}
