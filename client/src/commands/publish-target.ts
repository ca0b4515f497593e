import path from 'node:path';
import * as vscode from 'vscode';
import type { ConfiguredNode, NodeConnection } from '../configured-node';
import { CommandError, type CommandContext } from './command';
import { lookAt } from '../look-at';
import { withProgress } from '../progress';

/** Where a list is written, and by whom it is pulled. */
export interface PublishTarget {
  /** The file that a web server hands out. */
  readonly path: string;
  /** The web server; undefined for this machine. */
  readonly server: ConfiguredNode | undefined;
}

export interface PublishWishes {
  readonly path?: string | undefined;
  readonly node?: string | undefined;
  readonly follow?: readonly string[] | undefined;
}

/** What the settings say for a folder. */
export function configuredWishes(folder: vscode.Uri): PublishWishes {
  const settings = vscode.workspace.getConfiguration('staticPods', folder);
  return {
    path: settings.get<string>('publish.path', '') || undefined,
    node: settings.get<string>('publish.node', '') || undefined,
    follow: settings.get<readonly string[] | null>('publish.follow', null) ?? undefined,
  };
}

/** What is wished for, else asked; undefined: cancelled. */
export async function chooseTarget(
  context: CommandContext,
  folder: vscode.Uri,
  { path: wished, node }: PublishWishes,
): Promise<PublishTarget | undefined> {
  if (wished !== undefined) {
    const server = node === undefined ? undefined : findNode(context, node);
    return { path: server === undefined ? resolveHere(folder, wished) : wished, server };
  }
  const here = { label: '$(device-desktop) This machine', description: 'a folder here', node: undefined };
  const items: (vscode.QuickPickItem & { node: ConfiguredNode | undefined })[] = [
    here,
    ...context.nodes.nodes.map((one) => ({ label: `$(vm) ${one.name}`, description: 'over SSH', node: one })),
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: 'Publish: where is the web server?' });
  if (chosen === undefined) {
    return undefined;
  }
  const file = await vscode.window.showInputBox({
    title: `Publish: which file on ${chosen.node?.name ?? 'this machine'}?`,
    prompt: 'The file that the web server hands out. It is replaced as a whole, never half of it.',
    placeHolder: '/var/www/html/pods.yaml',
    validateInput: (text) =>
      text === '' || (text.startsWith('/') && !text.trim().endsWith('/'))
        ? undefined
        : 'Name a file by its whole path, such as /var/www/html/pods.yaml.',
    ignoreFocusOut: true,
  });
  return file === undefined || file.trim() === '' ? undefined : { path: file.trim(), server: chosen.node };
}

function resolveHere(folder: vscode.Uri, file: string): string {
  const root = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
  return path.resolve(root.fsPath, file);
}

function findNode({ nodes }: CommandContext, name: string): ConfiguredNode {
  const node = nodes.find(name);
  if (node === undefined) {
    throw new CommandError(`The settings publish by way of “${name}”, and there is no node of that name.`, {
      'Edit Settings': openSettings,
    });
  }
  return node;
}

export function openSettings(): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', 'staticPods.publish');
}

/**
 * The nodes that are followed: those that are wished for, else those to choose from that pull a list. Undefined:
 * cancelled.
 */
export async function chooseFollowed(
  context: CommandContext,
  { path: file }: PublishTarget,
  { follow }: PublishWishes,
): Promise<readonly ConfiguredNode[] | undefined> {
  if (follow !== undefined) {
    return follow.map((name) => findNode(context, name));
  }
  const all = context.nodes.nodes;
  if (all.length === 0) {
    return [];
  }
  const pulling = await withProgress('Looking for nodes that pull a list', async (_report, signal) => {
    const looks = await Promise.allSettled(all.map((node) => lookAt(node, signal)));
    return all.filter((_node, index) => {
      const look = looks[index];
      return look?.status === 'fulfilled' && look.value.observed.staticPodURL !== '';
    });
  });
  if (pulling.length === 0) {
    return [];
  }
  const chosen = await vscode.window.showQuickPick(
    pulling.map((node) => {
      const url = node.look?.observed.staticPodURL ?? '';
      return { label: node.name, description: url, picked: lastPart(url) === lastPart(file), node };
    }),
    {
      title: 'Publish: follow which nodes until they have taken the list?',
      placeHolder: 'Those that pull it; none, to publish only',
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  return chosen?.map(({ node }) => node);
}

function lastPart(place: string): string {
  const path = place.replace(/[?#].*$/, '');
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A way to the web server, and what ends it. */
export function connectTo(
  context: CommandContext,
  { server }: PublishTarget,
): { readonly transport: NodeConnection; dispose(): void } {
  if (server !== undefined) {
    return { transport: server.transport, dispose: () => undefined };
  }
  const transport = context.connect({ name: 'this machine', local: true });
  return { transport, dispose: () => transport.dispose() };
}

/** Writes a target to the settings of the folder's workspace folder, so that it is not asked for again. */
export async function keepTarget(
  folder: vscode.Uri,
  { path: file, server }: PublishTarget,
  followed: readonly ConfiguredNode[],
): Promise<void> {
  const isSeveral = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const where = isSeveral ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Workspace;
  const settings = vscode.workspace.getConfiguration('staticPods', folder);
  await settings.update('publish.path', file, where);
  await settings.update('publish.node', server?.name, where);
  await settings.update(
    'publish.follow',
    followed.map(({ name }) => name),
    where,
  );
}
