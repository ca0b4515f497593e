import * as vscode from 'vscode';
import { locateProblem } from '../kubelet-problems';
import type { ManifestElement, PodElement, ProblemElement } from '../views/elements';
import { CommandError, type Command, type CommandContext } from './command';
import { elementOf, elementsOf } from './tree-element';

/** A manifest on a node. */
interface RemoteManifest {
  readonly node: string;
  readonly path: string;
}

/** The manifest that a tree element stands for. */
function manifestOf(element: PodElement | ProblemElement | ManifestElement): RemoteManifest | undefined {
  const path = pathOf(element);
  return path === undefined ? undefined : { node: element.node.name, path };
}

function pathOf(element: PodElement | ProblemElement | ManifestElement): string | undefined {
  switch (element.kind) {
    case 'pod':
      return element.pod.manifests[0]?.path;
    case 'problem':
      return element.problem.path;
    case 'manifest':
      return element.manifest.path;
  }
}

function manifestsOf(context: CommandContext, args: readonly unknown[]): RemoteManifest[] {
  return elementsOf(context, args, 'pod', 'problem', 'manifest').flatMap((element) => manifestOf(element) ?? []);
}

/** Opens manifests where they lie: saving such an editor is a deploy. */
export const openManifest: Command = async (context, ...args) => {
  for (const { node, path } of manifestsOf(context, args)) {
    await context.nodeFiles.show(node, path);
  }
};

/** Opens the local files that the manifests were deployed from, else those of the same name. */
export const openLocalManifest: Command = async (context, ...args) => {
  for (const manifest of manifestsOf(context, args)) {
    const local = await localFileOf(context, manifest);
    if (local !== undefined) {
      await vscode.window.showTextDocument(local, { preview: true });
    }
  }
};

/** Shows the Pod of a manifest in the node explorer; called from above the manifest's text. */
export const revealPod: Command = async ({ nodes, tree }, arg) => {
  if (isRemoteManifest(arg)) {
    const node = nodes.find(arg.node);
    await vscode.commands.executeCommand('staticPods.nodes.focus');
    await (node === undefined ? undefined : tree.reveal(node, arg.path));
  }
};

function isRemoteManifest(arg: unknown): arg is RemoteManifest {
  return typeof arg === 'object' && arg !== null && 'path' in arg && 'node' in arg && typeof arg.node === 'string';
}

/** Opens the manifest at the field that the kubelet refuses: the local file if it came from here, else the node's. */
export const showProblem: Command = async ({ deployments, nodeFiles, judge }, arg) => {
  const element = elementOf(arg, 'problem');
  if (element === undefined) {
    return;
  }
  const { node, problem } = element;
  const local = await existing(deployments.find(node.name, problem.path)?.uri);
  const editor =
    local === undefined
      ? await nodeFiles.show(node.name, problem.path)
      : await vscode.window.showTextDocument(local, { preview: true });
  const range = await locateProblem(judge, editor.document.getText(), node, problem);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
};

/** Compares a node's manifest with the file it was deployed from, else with a local one of the same name. */
export const diffManifest: Command = async (context, ...args) => {
  const [manifest] = manifestsOf(context, args);
  if (manifest !== undefined) {
    const local = await localFileOf(context, manifest);
    if (local !== undefined) {
      await context.manifests.showDiff(manifest.node, manifest.path, local);
    }
  }
};

async function localFileOf(
  { deployments }: CommandContext,
  { node, path }: RemoteManifest,
): Promise<vscode.Uri | undefined> {
  const deployed = await existing(deployments.find(node, path)?.uri);
  if (deployed !== undefined) {
    return deployed;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  const found = await vscode.workspace.findFiles(`**/${name.replace(/[[\]{}*?]/g, '?')}`, '**/node_modules/**', 20);
  if (found.length > 1) {
    const items = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
    return (await vscode.window.showQuickPick(items, { title: `Which ${name} is meant?` }))?.uri;
  }
  return found[0] ?? chooseAnyFile(name);
}

async function chooseAnyFile(name: string): Promise<vscode.Uri | undefined> {
  if (vscode.workspace.workspaceFolders === undefined) {
    throw new CommandError(`No folder is open, so there is no local ${name}. Open the folder with your manifests.`);
  }
  const [chosen] = (await vscode.window.showOpenDialog({ title: `No ${name} here: choose a file` })) ?? [];
  return chosen;
}

/** The file, if it is there. */
async function existing(uri: string | undefined): Promise<vscode.Uri | undefined> {
  if (uri === undefined) {
    return undefined;
  }
  try {
    const file = vscode.Uri.parse(uri);
    await vscode.workspace.fs.stat(file);
    return file;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) {
      return undefined;
    }
    throw error;
  }
}
