import * as vscode from 'vscode';
import { plainRow } from '../plain-text';
import { tell } from '../notification';
import type { Command } from './command';
import { elementOf, elementsOf } from './tree-element';

/** Takes a node off the list; nothing changes on the node, and Undo puts it back. */
export const removeNode: Command = async ({ nodes, output }, arg) => {
  const element = elementOf(arg, 'node');
  if (element === undefined) {
    return;
  }
  const { target } = element.node;
  await nodes.remove(target.name);
  tell('information', `${target.name} is off the list. Its static Pods keep running.`, output, {
    Undo: () => nodes.add(target),
  });
};

export const editNodes: Command = async () => {
  await vscode.commands.executeCommand('workbench.action.openSettings', 'staticPods.nodes');
};

/** Refreshes the nodes that are meant, or all. */
export const refreshNodes: Command = async ({ nodes }, ...args) => {
  const [first, all] = args;
  const elements = (Array.isArray(all) ? (all as unknown[]) : [first]).flatMap((arg) => elementOf(arg, 'node') ?? []);
  await Promise.all(
    (elements.length === 0 ? nodes.nodes : elements.map(({ node }) => node)).map((node) => node.refreshAnew()),
  );
};

/** Drops the connection of a node and tries again from the start. */
export const reconnectNode: Command = async ({ nodes }, arg) => {
  const element = elementOf(arg, 'node', 'message');
  await Promise.all((element === undefined ? nodes.nodes : [element.node]).map((node) => node.reconnect()));
};

/** Says in full why a node can't be reached, as its row has no room for it. */
export const explainFailure: Command = ({ output }, arg) => {
  const element = elementOf(arg, 'node', 'message');
  const node = element?.node;
  if (node?.state.state === 'failed') {
    const { message } = node.state.error;
    tell('error', message.startsWith(node.name) ? message : `${node.name}: ${message}`, output, {
      'Try Again': () => vscode.commands.executeCommand('staticPods.reconnectNode', element),
      'Edit Nodes': () => vscode.commands.executeCommand('staticPods.editNodes'),
      'Show Output': () => vscode.commands.executeCommand('staticPods.showOutput'),
    });
  }
  return Promise.resolve();
};

export const forgetSecrets: Command = async ({ secrets, nodes, output }) => {
  const count = await secrets.forgetAll();
  for (const node of nodes.nodes) {
    node.forgetSecrets();
  }
  const text = count === 1 ? '1 password or passphrase is' : `${count} passwords and passphrases are`;
  tell('information', count === 0 ? 'No password or passphrase was stored.' : `${text} forgotten.`, output);
};

export const showOutput: Command = ({ output }) => {
  output.show();
  return Promise.resolve();
};

/** Copies the ids of containers, or of Pods' sandboxes: one a line. */
export const copyId: Command = async (context, ...args) => {
  const ids = elementsOf(context, args, 'container', 'pod').flatMap(
    (element) => (element.kind === 'container' ? element.container.id : element.pod.sandbox?.id) ?? [],
  );
  await copy(ids);
};

/** Copies names as commands take them: `namespace/pod`, a container's or a node's own. */
export const copyName: Command = async (context, ...args) => {
  const names = elementsOf(context, args, 'container', 'pod', 'node').map((element) => {
    switch (element.kind) {
      case 'container':
        return element.container.name;
      case 'pod':
        return `${element.pod.namespace}/${element.pod.name}`;
      case 'node':
        return element.node.name;
    }
  });
  await copy(names);
};

async function copy(texts: readonly string[]): Promise<void> {
  if (texts.length > 0) {
    // A line break in a hostile name would run what follows it, pasted into a terminal.
    await vscode.env.clipboard.writeText(texts.map(plainRow).join('\n'));
    const [only] = texts;
    const what = texts.length === 1 && only !== undefined ? only.slice(0, 40) : `${texts.length} lines`;
    vscode.window.setStatusBarMessage(`Copied ${what}`, 3000);
  }
}
