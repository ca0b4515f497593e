import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import { CommandError } from './command';

/** Files that are offered: more are found by typing, or by opening the one that is meant. */
const offered = 500;

/** Asks which file goes to a node: the one in the editor first, then what the setting takes for manifests. */
export async function pickManifest(node: ConfiguredNode): Promise<vscode.Uri | undefined> {
  const found = await findManifests();
  const active = vscode.window.activeTextEditor?.document.uri;
  const isOpen = active !== undefined && active.scheme === 'file';
  const others = found.filter((uri) => uri.toString() !== active?.toString());
  const items = [...(isOpen ? [active] : []), ...others].map((uri) => ({
    label: uri.path.slice(uri.path.lastIndexOf('/') + 1),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  if (items.length === 0) {
    throw new CommandError('There is no manifest here. Open the file that is to be deployed, then try again.');
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Deploy which manifest to ${node.name}?`,
    matchOnDescription: true,
  });
  return chosen?.uri;
}

async function findManifests(): Promise<vscode.Uri[]> {
  const configuration = vscode.workspace.getConfiguration('staticPods');
  // One search for each: a glob with braces inside braces finds nothing.
  const include = configuration.get<string[]>('files.include', []);
  const exclude = configuration.get<string[]>('files.exclude', []).filter((glob) => !glob.includes('{'));
  const excluded = exclude.length === 0 ? undefined : `{${exclude.join(',')}}`;
  const found = await Promise.all(include.map((glob) => vscode.workspace.findFiles(glob, excluded, offered)));
  const unique = new Map(found.flat().map((uri) => [uri.toString(), uri]));
  return [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
