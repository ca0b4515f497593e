import * as vscode from 'vscode';
import type { Command } from './command';

/** Shows only what holds the words that are typed; the list follows while one types. */
export const filterNodes: Command = async ({ tree }, arg) => {
  if (typeof arg === 'string') {
    tree.filter = arg;
    return;
  }
  const before = tree.filter;
  const box = vscode.window.createInputBox();
  box.title = 'Filter the Node Explorer';
  box.placeholder = 'Words of a Pod’s name, namespace, state, container or image';
  box.prompt = 'An empty filter shows all. Escape leaves things as they were.';
  box.value = before;
  box.onDidChangeValue((text) => (tree.filter = text));
  const isTaken = await new Promise<boolean>((resolve) => {
    box.onDidAccept(() => resolve(true));
    box.onDidHide(() => resolve(false));
    box.show();
  });
  if (!isTaken) {
    tree.filter = before;
  }
  box.dispose();
};

export const clearFilter: Command = ({ tree }) => {
  tree.filter = '';
  return Promise.resolve();
};

export const groupNodes: Command = async () => {
  const configuration = vscode.workspace.getConfiguration('staticPods');
  const now = configuration.get<string>('explorer.groupBy', 'none');
  const items = [
    { label: 'No Groups', value: 'none' },
    { label: 'By State', value: 'state', detail: 'What fails or is refused comes first' },
    { label: 'By Namespace', value: 'namespace' },
  ].map((item) => ({ ...item, description: item.value === now ? 'now' : '' }));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Group the static Pods of each node' });
  if (chosen !== undefined) {
    await set('explorer.groupBy', chosen.value);
  }
};

export const toggleOtherPods: Command = () => toggle('explorer.showOtherPods');

export const toggleUsage: Command = async ({ nodes }) => {
  await toggle('explorer.showUsage');
  // The first look gives memory, the second what of the processor was used between the two.
  await Promise.all(nodes.nodes.map((node) => node.refresh()));
  await Promise.all(nodes.nodes.map((node) => node.refresh()));
};

async function toggle(key: string): Promise<void> {
  await set(key, !vscode.workspace.getConfiguration('staticPods').get<boolean>(key, false));
}

/** Written where it is set already, else for the user. */
async function set(key: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('staticPods');
  const isInWorkspace = configuration.inspect(key)?.workspaceValue !== undefined;
  await configuration.update(
    key,
    value,
    isInWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}
