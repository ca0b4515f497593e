import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import { lookAt } from '../look-at';
import { judgeAs } from '../node-judge';
import { largestManifest, listAdoptable } from '../node/adopt';
import { applyPlan } from '../node/apply';
import type { ObservedNode } from '../node/observed-node';
import type { ManifestIdentity } from '../node/manifest-identity';
import { observeNode } from '../node/observe';
import type { NodePlan } from '../node/plan';
import {
  describeRevision,
  otherRevisionsOf,
  planFile,
  planRollback,
  planUnpark,
  type PodAction,
} from '../node/plan-pod';
import { readRevisions } from '../node/revisions';
import { tell } from '../notification';
import { withProgress } from '../progress';
import { tellEvents } from '../transaction-texts';
import { waitSettings } from '../wait-settings';
import { CommandError, type Command, type CommandContext } from './command';
import { elementOf } from './tree-element';

/** Takes a Pod off its node for a while: its manifest lies aside there until it is brought back. */
export const parkPod: Command = (context, arg) => changePod(context, arg, 'park', 'Parking');

/** Starts a Pod anew: its manifest goes away, and comes back when the sandbox is gone. */
export const restartPod: Command = (context, arg) => changePod(context, arg, 'restart', 'Restarting');

async function changePod(
  context: CommandContext,
  arg: unknown,
  action: PodAction,
  verb: string,
): Promise<string | undefined> {
  const element = elementOf(arg, 'pod');
  const [manifest, another] = element?.pod.manifests ?? [];
  if (element === undefined || manifest === undefined) {
    return undefined;
  }
  if (another !== undefined) {
    throw new CommandError(`Several files speak of ${element.pod.name}: remove all but one first.`);
  }
  const { node, pod } = element;
  return change(context, node, `${verb} ${pod.name} on ${node.name}`, (observed) => {
    const there = observed.manifests.find(({ path }) => path === manifest.path);
    if (there === undefined) {
      throw new CommandError(`${manifest.path} is not on ${node.name} any more.`);
    }
    return planFile(observed, there, action);
  });
}

/** Brings back a Pod that is parked on a node: the one of this row, or one to be chosen of that node. */
export const unparkPod: Command = async (context, arg) => {
  const row = elementOf(arg, 'manifest');
  const node = row?.node ?? elementOf(arg, 'node')?.node ?? elementOf(arg, 'pod')?.node;
  if (node === undefined) {
    return undefined;
  }
  if (row?.role === 'parked' && row.manifest.identity !== undefined) {
    return bringBack(context, node, row.manifest.identity);
  }
  const look = await withProgress(`Looking at ${node.name}`, (_report, signal) => lookAt(node, signal));
  const parked = look.observed.parked.flatMap(({ identity }) => (identity === undefined ? [] : [identity]));
  if (parked.length === 0) {
    throw new CommandError(`No Pod is parked on ${node.name}.`);
  }
  const chosen = await vscode.window.showQuickPick(
    parked.map((identity) => ({ label: identity.name, description: identity.namespace, identity })),
    { title: `Bring back which Pod on ${node.name}?` },
  );
  return chosen === undefined ? undefined : bringBack(context, node, chosen.identity);
};

function bringBack(
  context: CommandContext,
  node: ConfiguredNode,
  { namespace, name }: ManifestIdentity,
): Promise<string> {
  return change(context, node, `Bringing ${name} back on ${node.name}`, (observed) =>
    planUnpark(observed, `${namespace}/${name}`, judgeAs(context.judge, observed)),
  );
}

/** Makes a Pod's manifest what it was before one of its last changes. */
export const rollbackPod: Command = async (context, arg) => {
  const element = elementOf(arg, 'pod');
  if (element === undefined) {
    return undefined;
  }
  const { node, pod } = element;
  const name = `${pod.namespace}/${pod.name}`;
  const [observed, revisions] = await withProgress(
    `Asking ${node.name} for earlier versions`,
    async (_report, signal) => {
      const look = await lookAt(node, signal);
      return [look.observed, await readRevisions(node.transport, undefined, signal)] as const;
    },
  );
  const candidates = otherRevisionsOf(observed, name, revisions);
  if (candidates.length === 0) {
    throw new CommandError(`${node.name} keeps no earlier version of ${pod.name}: there is one after the next change.`);
  }
  const chosen = await vscode.window.showQuickPick(
    candidates.map(({ id, name: file, content }) => ({
      label: `It was there until ${describeRevision(id)}`,
      description: file,
      detail: `${content.length} bytes, revision ${id}`,
      id,
    })),
    { title: `Bring back which version of ${pod.name} on ${node.name}?`, ignoreFocusOut: true },
  );
  return chosen === undefined
    ? undefined
    : change(context, node, `Rolling ${pod.name} back on ${node.name}`, (now) =>
        planRollback(now, name, revisions, judgeAs(context.judge, now), chosen.id),
      );
};

/** One transaction on one node, with progress, cancel and one word at its end. */
async function change(
  { output }: CommandContext,
  node: ConfiguredNode,
  title: string,
  plan: (observed: ObservedNode) => NodePlan | Promise<NodePlan>,
): Promise<string> {
  const result = await withProgress(title, async (report, signal) => {
    const { observed } = await lookAt(node, signal);
    const planned = await plan(observed);
    const refused = planned.manifests.find(({ action }) => action === 'refused');
    if (refused !== undefined) {
      throw new CommandError(`${node.name}: ${refused.reason ?? 'this can not be done.'}`);
    }
    return applyPlan(node.transport, observed, planned, {
      ...waitSettings(),
      signal,
      onEvent: tellEvents(report, output, node.name),
    });
  });
  await node.refreshAnew();
  const [applied] = result.manifests;
  if (result.outcome !== 'proven' && result.outcome !== 'nothing-to-do') {
    throw new CommandError(`${title}: ${applied?.message ?? 'the node told nothing of it.'}`);
  }
  tell('information', `${title}: ${applied?.message ?? 'done'}.`, output);
  return applied?.result ?? 'skipped';
}

/** Brings a node's manifests into a local folder, byte for byte. */
export const adoptManifests: Command = async ({ output }, arg) => {
  const node = elementOf(arg, 'node')?.node;
  if (node === undefined) {
    return undefined;
  }
  const [first] = vscode.workspace.workspaceFolders ?? [];
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: 'Adopt Here',
      title: `The folder that the manifests of ${node.name} go to`,
      ...(first === undefined ? {} : { defaultUri: first.uri }),
    })) ?? [];
  if (folder === undefined) {
    return undefined;
  }
  const { manifests, left } = await withProgress(`Fetching the manifests of ${node.name}`, async (_report, signal) =>
    listAdoptable(await observeNode(node.transport, node.target, { contentBytes: largestManifest, signal })),
  );
  const kept: string[] = [];
  const kubeadms: string[] = [];
  for (const { name, content, owner, path, remarks } of manifests) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (await isAnother(uri, content)) {
      kept.push(name);
      continue;
    }
    await vscode.workspace.fs.writeFile(uri, content);
    output.info(`${node.name}: ${path} is in ${uri.fsPath} now. ${remarks.join('; ')}`);
    if (owner === 'kubeadm') {
      kubeadms.push(name);
    }
  }
  const parts = [
    `${manifests.length - kept.length} manifests of ${node.name} are in ${vscode.workspace.asRelativePath(folder)}.`,
    ...(kubeadms.length === 0 ? [] : [`kubeadm's own, which its upgrades write anew: ${kubeadms.join(', ')}.`]),
    ...(kept.length === 0 ? [] : [`Not replaced, as another text is there: ${kept.join(', ')}.`]),
    ...left,
  ];
  tell(kept.length + left.length === 0 ? 'information' : 'warning', parts.join(' '), output, {
    'Plan Folder on Nodes…': () => vscode.commands.executeCommand('staticPods.planFolder', folder),
  });
  return manifests.map(({ name }) => name);
};

async function isAnother(uri: vscode.Uri, content: Buffer): Promise<boolean> {
  try {
    return !Buffer.from(await vscode.workspace.fs.readFile(uri)).equals(content);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
      return false;
    }
    throw error;
  }
}
