import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import { lookAt } from '../look-at';
import { applyPlan } from '../node/apply';
import { planFile } from '../node/plan-pod';
import { tell } from '../notification';
import { withProgress } from '../progress';
import { tellEvents } from '../transaction-texts';
import type { ManifestElement, PodElement, ProblemElement } from '../views/elements';
import { waitSettings } from '../wait-settings';
import { CommandError, type Command, type CommandContext } from './command';
import { elementsOf } from './tree-element';

/** Takes a static Pod off its node: asks, takes the manifest out, waits until the containers are gone. */
export const removePod: Command = async (context, ...args) => {
  let outcome: 'gone' | undefined;
  const elements = elementsOf(context, args, 'pod', 'problem', 'manifest');
  // A selection may hold rows of every kind; what has no manifest is not this command's to remove.
  const removable = elements.filter((element) => element.kind !== 'pod' || element.pod.manifests.length > 0);
  if (elements.length > 0 && removable.length === 0) {
    throw new CommandError('Nothing here has a manifest on the node: Pods of the API server are deleted there.');
  }
  for (const element of removable) {
    outcome = await removeOne(context, element);
    if (outcome === undefined) {
      break;
    }
  }
  return outcome;
};

async function removeOne(
  { deployments, judge, output }: CommandContext,
  element: PodElement | ProblemElement | ManifestElement,
): Promise<'gone' | undefined> {
  const path = await choosePath(element);
  if (path === undefined || !(await confirm(element.node, path))) {
    return undefined;
  }
  const { node } = element;
  const name = nameOf(path);
  const result = await withProgress(`Removing ${name} from ${node.name}`, async (report, signal) => {
    const { observed } = await lookAt(node, signal);
    const manifest = observed.manifests.find((one) => one.path === path);
    if (manifest === undefined) {
      throw new CommandError(`${path} is not on ${node.name} any more.`);
    }
    const plan = planFile(observed, manifest, 'remove');
    const [refused] = plan.manifests.filter(({ action }) => action === 'refused');
    if (refused !== undefined) {
      throw new CommandError(`${node.name}: ${refused.reason ?? 'this can not be removed.'}`);
    }
    return applyPlan(node.transport, observed, plan, {
      ...waitSettings(),
      signal,
      onEvent: tellEvents(report, output, `${node.name}: ${name}`),
    });
  });
  await node.refreshAnew();
  const [applied] = result.manifests;
  if (result.outcome !== 'proven') {
    throw new CommandError(`${name} on ${node.name}: ${applied?.message ?? 'the node told nothing of it.'}`);
  }
  const deployment = deployments.find(node.name, path);
  if (deployment !== undefined) {
    await deployments.remove(deployment);
    await judge.deployedTo(vscode.Uri.parse(deployment.uri), deployments.versionOf(deployment.uri));
  }
  tell(
    'information',
    `${name} is gone from ${node.name}${applied?.result === 'gone' ? ', and so are its containers' : ''}.`,
    output,
  );
  return 'gone';
}

/** Several files may claim to be the Pod. */
async function choosePath(element: PodElement | ProblemElement | ManifestElement): Promise<string | undefined> {
  if (element.kind === 'problem') {
    return element.problem.path;
  }
  if (element.kind === 'manifest') {
    return element.manifest.path;
  }
  const paths = element.pod.manifests.map(({ path }) => path);
  return paths.length < 2
    ? paths[0]
    : vscode.window.showQuickPick(paths, { title: `Several files speak of ${element.pod.name}: remove which one?` });
}

async function confirm(node: ConfiguredNode, path: string): Promise<boolean> {
  const remove = 'Remove';
  const detail = `${path} is taken out, and the kubelet ends the containers. A copy stays on the node in /var/lib/static-pods/revisions.`;
  const message = `Remove ${nameOf(path)} from ${node.name}?`;
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, remove)) === remove;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
