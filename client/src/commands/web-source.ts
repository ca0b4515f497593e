import * as vscode from 'vscode';
import { readWebList } from '../node/web-list';
import { withProgress } from '../progress';
import { sanitizeHostLine } from '../transport/host-text';
import type { Command } from './command';
import { elementOf } from './tree-element';

/** The list as the node gets it at this moment. */
export const openWebList: Command = async ({ views }, arg) => {
  const element = elementOf(arg, 'web-source');
  if (element === undefined) {
    return;
  }
  const { node, look, source } = element;
  const file = /([^/?#]+)(?:[?#].*)?$/.exec(source.url)?.[1] ?? 'list';
  const type = /\.(ya?ml|json)$/i.test(file) ? '' : '.yaml';
  await views.show({
    name: `${node.name} ${file}${type}`,
    key: source.url,
    read: async () => {
      const list = await withProgress(`Getting ${source.url} on ${node.name}`, (_report, signal) =>
        readWebList(node.transport, node.look?.observed ?? look.observed, signal),
      );
      return list.toString('utf8');
    },
  });
};

export const copyWebUrl: Command = async (_context, arg) => {
  const element = elementOf(arg, 'web-source');
  if (element !== undefined) {
    // A line break in what a node says would run what follows it, pasted into a terminal.
    await vscode.env.clipboard.writeText(sanitizeHostLine(element.source.url));
    vscode.window.setStatusBarMessage(`Copied ${element.source.url}`, 3000);
  }
};
