import * as vscode from 'vscode';
import { FolderPlan, hasSucceeded, type NodeProgress } from '../folder-plan';
import type { Prune } from '../node/plan-prune';
import { saveWithin } from '../local-folder';
import { tell } from '../notification';
import { withProgress } from '../progress';
import { describeEvent } from '../transaction-texts';
import type { PlanElement } from '../views/plan-tree';
import { CommandError, type Command, type CommandContext } from './command';
import { pickFolder } from './pick-folder';
import { findNode, pickNodes } from './pick-node';

/** What a keybinding or another extension may say, so that nothing is asked. */
interface PlanArguments {
  readonly folder?: string;
  readonly nodes?: readonly string[];
  readonly prune?: Prune;
  readonly yes?: boolean;
}

/** Shows what would change on nodes for them to match a folder. */
export const planFolder: Command = async (context, ...args) => {
  const wishes = args.find(isPlanArguments) ?? {};
  const folder = await pickFolder(args[0], wishes.folder, {
    title: 'The folder of manifests that nodes are to match',
    openLabel: 'Plan',
  });
  if (folder === undefined) {
    return undefined;
  }
  const named = wishes.nodes?.map((name) => findNode(context.nodes, name));
  const nodes =
    named === undefined
      ? await pickNodes(
          context.nodes,
          'Plan the folder on which nodes?',
          new Set(context.nodes.nodes.map(({ name }) => name)),
        )
      : context.nodes.nodes.filter((node) => named.includes(node));
  if (nodes === undefined) {
    return undefined;
  }
  const { judge, deployments, output } = context;
  const plan = new FolderPlan(folder, nodes, { judge, deployments, describeEvent, log: (text) => output.info(text) });
  await context.plans.show(plan);
  await look(plan, wishes.prune ?? 'nothing');
  return summarize(plan);
};

/** Looks at the nodes again, as they are now. */
export const refreshPlan: Command = async (context) => {
  const plan = idlePlan(context);
  await look(plan, plan.prune);
  return summarize(plan);
};

/** Changes what becomes of manifests that are on a node and not in the folder. */
export const choosePrune: Command = async (context) => {
  const plan = idlePlan(context);
  const choices: (vscode.QuickPickItem & { readonly prune: Prune })[] = [
    { label: 'Leave them', prune: 'nothing' },
    { label: 'Remove what was deployed from here', detail: 'And nobody changed since.', prune: 'own' },
    { label: 'Remove all', detail: "All but kubeadm's own manifests.", prune: 'all' },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: 'Manifests on the nodes that the folder does not hold',
  });
  if (chosen !== undefined) {
    rejectBusy(plan);
    await look(plan, chosen.prune);
  }
  return undefined;
};

/** Carries the plan out: the first node alone, then the others. */
export const applyFolderPlan: Command = async (context, ...args) => {
  const plan = idlePlan(context);
  const wishes = args.find(isPlanArguments) ?? {};
  const { ready } = plan;
  if (ready.length === 0) {
    throw new CommandError(
      'There is nothing to apply: every node has what the folder holds, or one of them refuses something.',
    );
  }
  if (wishes.yes !== true && !(await confirm(plan))) {
    return undefined;
  }
  rejectBusy(plan);
  const title = `Applying ${vscode.workspace.asRelativePath(plan.folder)} to ${count(ready.length, 'node')}`;
  const isCancelled = await withProgress(title, async (report, signal) => {
    await plan.apply(report, signal);
    return signal.aborted;
  });
  const outcomes = summarize(plan);
  const bad = plan.nodes.flatMap((node) => describeBad(node.name, plan.progressOf(node)));
  const left = plan.nodes.filter((node) => plan.progressOf(node).state === 'not-begun');
  const rest = left.length === 0 ? '' : ` ${count(left.length, 'node')} not begun.`;
  if (bad.length > 0 || left.length > 0) {
    const what = isCancelled ? 'The apply was cancelled.' : '';
    tell('error', [what, ...bad].join(' ').trim() + rest, context.output, {
      'Show Plan': () => vscode.commands.executeCommand('staticPods.plan.focus'),
      'Show Output': () => vscode.commands.executeCommand('staticPods.showOutput'),
    });
  } else {
    tell(
      'information',
      `${count(ready.length, 'node')} ${ready.length === 1 ? 'matches' : 'match'} ${vscode.workspace.asRelativePath(plan.folder)} now.`,
      context.output,
    );
  }
  return outcomes;
};

/** What went wrong on a node, in a sentence or two; nothing where nothing did. */
function describeBad(name: string, progress: NodeProgress): string[] {
  if (progress.state === 'failed') {
    return [`${name}: ${progress.message}`];
  }
  if (progress.state !== 'applied' || hasSucceeded(progress.result)) {
    return [];
  }
  const culprit = progress.result.manifests.find(
    ({ result, isConsequence }) => (result === 'failed' || result === 'rolled-back') && isConsequence !== true,
  );
  return [
    `${name}: ${culprit === undefined ? '' : `${culprit.planned.name}: `}${culprit?.message ?? 'it went wrong.'}`,
  ];
}

/** Shows what changes in one manifest, in the diff editor. */
export const diffPlanned: Command = async ({ manifests, plans }, arg) => {
  const element = arg as PlanElement | undefined;
  const plan = plans.plan;
  if (plan !== undefined && element?.kind === 'stranger') {
    await manifests.show(element.node.name, element.stranger.manifest.path);
  }
  if (plan === undefined || element?.kind !== 'planned-manifest') {
    return undefined;
  }
  const { node, planned } = element;
  if (planned.action === 'remove') {
    await manifests.show(node.name, planned.path);
  } else if (planned.before === undefined) {
    await vscode.window.showTextDocument(plan.uriOf(planned.name), { preview: true });
  } else {
    await manifests.showDiff(node.name, planned.path, plan.uriOf(planned.name));
  }
  return undefined;
};

/** Shows how every node stands to the folder, as a table. */
export const showDrift: Command = async (context, ...args) => {
  const { plans, drift } = context;
  if (plans.plan === undefined) {
    await planFolder(context, ...args);
  }
  if (plans.plan !== undefined) {
    await drift.show(plans.plan);
  }
  return undefined;
};

export const closePlan: Command = async ({ plans }) => {
  await plans.show(undefined);
};

function look(plan: FolderPlan, prune: Prune): Promise<void> {
  return withProgress(`Looking at ${count(plan.nodes.length, 'node')}`, async (_report, signal) => {
    await saveWithin(plan.folder);
    await plan.plan(prune, signal);
  });
}

async function confirm(plan: FolderPlan): Promise<boolean> {
  const planned = plan.ready.flatMap((node) => {
    const progress = plan.progressOf(node);
    return 'plan' in progress ? progress.plan.manifests.map((manifest) => ({ node, manifest })) : [];
  });
  const restarts = planned.flatMap(({ manifest }) => manifest.restarts);
  const removed = planned.flatMap(({ node, manifest: { action, name } }) =>
    action === 'remove' ? [`${name} of ${node.name}`] : [],
  );
  const apply = {
    label: '$(cloud-upload) Apply',
    detail: [
      restarts.length === 0 ? 'No Pod starts anew.' : `These start anew: ${restarts.join(', ')}.`,
      ...(removed.length === 0 ? [] : [`These are removed: ${removed.join(', ')}.`]),
    ].join(' '),
  };
  const chosen = await vscode.window.showQuickPick([apply, { label: '$(close) Cancel' }], {
    title: `Apply ${vscode.workspace.asRelativePath(plan.folder)} to ${plan.ready.map(({ name }) => name).join(', ')}?`,
    placeHolder:
      plan.ready.length > 1 ? `${plan.ready[0]?.name ?? ''} goes first; the others only if that goes well` : '',
    ignoreFocusOut: true,
  });
  return chosen === apply;
}

/** The plan, unless it is being made or applied: a second canary beside the first would be none. */
function idlePlan(context: CommandContext): FolderPlan {
  const plan = currentPlan(context);
  rejectBusy(plan);
  return plan;
}

/** The question before may have stayed open while the same was said elsewhere. */
function rejectBusy(plan: FolderPlan): void {
  if (plan.work !== undefined) {
    const what = plan.work === 'planning' ? 'being made' : 'being applied';
    throw new CommandError(`The plan is ${what}. Wait until that is over, or cancel it in its notification.`);
  }
}

function currentPlan({ plans }: CommandContext): FolderPlan {
  if (plans.plan === undefined) {
    throw new CommandError('There is no plan yet.', {
      'Plan Folder on Nodes…': () => vscode.commands.executeCommand('staticPods.planFolder'),
    });
  }
  return plans.plan;
}

/** For callers that are programs: each node with its state and what became of its manifests. */
function summarize(plan: FolderPlan): object[] {
  return plan.nodes.map((node) => {
    const progress = plan.progressOf(node);
    const results = progress.state === 'applied' ? progress.result.manifests : [];
    return {
      node: node.name,
      state: progress.state,
      manifests: ('plan' in progress ? progress.plan.manifests : []).map((planned) => ({
        name: planned.name,
        action: planned.action,
        ...(planned.drift === undefined ? {} : { drift: planned.drift }),
        result: results.find((one) => one.planned === planned)?.result,
      })),
    };
  });
}

function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}

function isPlanArguments(arg: unknown): arg is PlanArguments {
  return (
    typeof arg === 'object' &&
    arg !== null &&
    !(arg instanceof vscode.Uri) &&
    ('folder' in arg || 'nodes' in arg || 'yes' in arg || 'prune' in arg) &&
    !('kind' in arg)
  );
}
