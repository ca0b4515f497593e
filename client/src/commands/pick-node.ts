import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import type { NodeStore } from '../node-store';
import { CommandError } from './command';

/**
 * Asks for nodes where there are several, with those named in `picked` chosen already; tells how to add one where there
 * is none. Undefined: cancelled.
 */
export async function pickNodes(
  nodes: NodeStore,
  title: string,
  picked: ReadonlySet<string>,
): Promise<readonly ConfiguredNode[] | undefined> {
  const all = nodes.nodes;
  if (all.length === 0) {
    throw new CommandError('There is no node yet. Add the machine that runs the kubelet, then deploy again.', {
      'Add Node…': () => vscode.commands.executeCommand('staticPods.addNode'),
    });
  }
  if (all.length === 1) {
    return all;
  }
  const items = all.map((node) => ({
    label: node.name,
    description: describeNode(node),
    picked: picked.has(node.name),
    node,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    canPickMany: true,
    placeHolder: 'One or several nodes',
    matchOnDescription: true,
  });
  return chosen === undefined || chosen.length === 0 ? undefined : chosen.map(({ node }) => node);
}

/** A node that a keybinding or another extension names. */
export function findNode(nodes: NodeStore, name: string): ConfiguredNode {
  const node = nodes.find(name);
  if (node === undefined) {
    throw new CommandError(`There is no node '${name}' in the setting staticPods.nodes.`);
  }
  return node;
}

function describeNode(node: ConfiguredNode): string {
  if (node.state.state === 'failed') {
    return 'not connected';
  }
  return node.look === undefined ? '' : `kubelet ${node.look.observed.kubelet.version}`;
}
