import * as vscode from 'vscode';
import type { ConfiguredNode, NodeLook } from '../configured-node';
import { lookAt } from '../look-at';
import { applyPlan, type AppliedManifest } from '../node/apply';
import type { NodePlan } from '../node/plan';
import { onlyManifest, planContent, type PlannedContent } from '../planning';
import { withProgress } from '../progress';
import { tellEvents } from '../transaction-texts';
import { waitSettings } from '../wait-settings';
import { CommandError, uriOf, type Command, type CommandContext } from './command';
import { insistOnRefused, reviewChange } from './deploy-questions';
import { tellOutcomes, type DeployOutcome } from './deploy-outcomes';
import { pickManifest } from './pick-manifest';
import { findNode, pickNodes } from './pick-node';
import { elementOf } from './tree-element';

/** What a keybinding or another extension may say, so that nothing is asked. */
export interface DeployArguments {
  /** Names of nodes. */
  readonly nodes?: readonly string[];
  /** Deploy without showing the change first. */
  readonly yes?: boolean;
  /** Deploy also what the kubelet would refuse, and leave it there. */
  readonly force?: boolean;
}

/** One file on its way to one node. */
interface Deploy {
  readonly context: CommandContext;
  readonly node: ConfiguredNode;
  readonly document: vscode.TextDocument;
  /** The name in the static Pod folder. */
  readonly name: string;
  readonly content: Buffer;
}

interface Planned extends PlannedContent {
  readonly look: NodeLook;
}

/** Deploys a manifest to chosen nodes: checked, shown, run as one transaction a node, and watched until it stays. */
export const deployToNode: Command = async (context, ...args): Promise<readonly DeployOutcome[] | undefined> => {
  const wishes = args.find(isDeployArguments) ?? {};
  const element = elementOf(args[0], 'node', 'message');
  const uri = element === undefined ? uriOf(args[0]) : await pickManifest(element.node);
  const document = uri === undefined ? undefined : await openSaved(uri);
  if (document === undefined) {
    return undefined;
  }
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  const nodes =
    wishes.nodes?.map((one) => findNode(context.nodes, one)) ??
    (element === undefined
      ? await pickNodes(context.nodes, `Deploy ${name} to which nodes?`, context.deployments.nodesOf(document.uri))
      : [element.node]);
  if (nodes === undefined) {
    return undefined;
  }
  const content = Buffer.from(await vscode.workspace.fs.readFile(document.uri));
  const outcomes: DeployOutcome[] = [];
  try {
    for (const node of nodes) {
      const outcome = await deployToOne({ context, node, document, name, content }, wishes);
      outcomes.push(outcome);
      // What did not work out on one node would not on the next.
      if (outcome.result !== 'running' && outcome.result !== 'skipped') {
        break;
      }
    }
  } finally {
    const leftOut = nodes.slice(outcomes.length).map((node) => node.name);
    tellOutcomes(context, { name, outcomes, leftOut });
  }
  return outcomes;
};

async function openSaved(uri: vscode.Uri): Promise<vscode.TextDocument> {
  if (uri.scheme === 'untitled') {
    throw new CommandError('Save the manifest first: its file name is its name on the node.');
  }
  if (uri.scheme.startsWith('static-pods')) {
    throw new CommandError(
      'This is what lies on a node: saving it there is a deploy. To deploy to another node, open the local manifest.',
    );
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty && !(await document.save())) {
    throw new CommandError(`${vscode.workspace.asRelativePath(uri)} could not be saved, so it was not deployed.`);
  }
  return document;
}

async function deployToOne(deploy: Deploy, wishes: DeployArguments): Promise<DeployOutcome> {
  const { context, node, document } = deploy;
  let force = wishes.force === true;
  const first = await planOne(deploy, force);
  const { verdict } = first;
  let { look, plan, planned } = first;
  if (planned.action === 'refused' && verdict.refusals.length > 0) {
    force = await insistOnRefused({ node, document, planned, verdict });
    if (!force) {
      return {
        node: node.name,
        path: planned.path,
        action: 'refused',
        result: 'refused',
        message: planned.reason ?? '',
      };
    }
    ({ look, plan, planned } = await planOne(deploy, force));
  } else if (planned.action !== 'refused' && planned.request !== undefined && wishes.yes !== true) {
    if (!(await reviewChange(context, { node, document, planned }))) {
      return { node: node.name, path: planned.path, action: planned.action, result: 'cancelled', message: '' };
    }
    await rejectChanged(deploy);
  }
  if (planned.action === 'refused') {
    throw new CommandError(`${node.name}: ${planned.reason ?? 'this can not be deployed.'}`);
  }
  return carryOut(deploy, look, plan, force);
}

/** The question stays for as long as one likes, and the diff shows what is typed meanwhile: what was planned may be old. */
async function rejectChanged({ document, name, content }: Deploy): Promise<void> {
  const now = Buffer.from(await vscode.workspace.fs.readFile(document.uri));
  if (document.isDirty || !now.equals(content)) {
    throw new CommandError(`${name} was changed while it was looked at, and was not deployed. Deploy it again.`);
  }
}

/** A fresh look at the node, the verdict of its kubelet's version, and what is to be done. */
function planOne({ context, node, name, content }: Deploy, force: boolean): Promise<Planned> {
  return withProgress(`Looking at ${node.name}`, async (_report, signal) => {
    const look = await lookAt(node, signal);
    return { look, ...(await planContent(look, context.judge, { name, content }, force)) };
  });
}

async function carryOut(
  { context, node, document, name }: Deploy,
  { observed }: NodeLook,
  plan: NodePlan,
  force: boolean,
): Promise<DeployOutcome> {
  const { deployments, judge, output } = context;
  const result = await withProgress(`Deploying ${name} to ${node.name}`, (report, signal) => {
    const tellEvent = tellEvents(report, output, `${node.name}: ${name}`);
    return applyPlan(node.transport, observed, plan, {
      ...waitSettings(),
      keep: force,
      signal,
      onEvent: (event) => {
        if (event.event === 'committed') {
          node.expectChange();
        }
        tellEvent(event);
      },
    });
  });
  const { planned, result: became, message = '', output: lines }: AppliedManifest = onlyManifest(result.manifests);
  for (const line of [...result.remarks, ...lines]) {
    output.info(`${node.name}: ${line}`);
  }
  // Only what lies on the node now came from this file.
  const isThere = result.outcome === 'proven' || result.outcome === 'kept' || result.outcome === 'nothing-to-do';
  if (isThere && observed.kubelet.minor !== undefined) {
    const kubernetesVersion = `1.${observed.kubelet.minor}`;
    await deployments.add({ uri: document.uri.toString(), node: node.name, path: planned.path, kubernetesVersion });
    await judge.deployedTo(document.uri, kubernetesVersion);
  }
  await node.refreshAnew();
  const { path, action } = planned;
  return { node: node.name, path, action, result: became === 'gone' ? 'failed' : became, message, lines };
}

function isDeployArguments(arg: unknown): arg is DeployArguments {
  return (
    typeof arg === 'object' && arg !== null && ('nodes' in arg || 'yes' in arg || 'force' in arg) && !('kind' in arg)
  );
}
