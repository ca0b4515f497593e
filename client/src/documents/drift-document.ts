import * as vscode from 'vscode';
import type { FolderPlan } from '../folder-plan';
import { compareNodes, driftRows, hasDrift } from '../node/drift';

const uri = vscode.Uri.from({ scheme: 'static-pods-drift', path: '/Drift of all nodes' });

const legend = [
  ['same', 'the node has what the folder holds'],
  ['reworded', 'another text, and no change for the kubelet'],
  ['differs', 'another version is there'],
  ['changed there', 'somebody changed it on the node since it was deployed'],
  ['missing', 'it was never there'],
  ['taken away', 'somebody removed it on the node since it was deployed'],
  ['refused', 'it can not be deployed there: the plan says why'],
  ['only there', 'on the node and not in the folder'],
  ['not reached', 'the node could not be looked at'],
  ['-', 'neither there nor in the folder'],
] as const;

/** How all nodes stand to a folder: one read-only text, a row a manifest, a column a node, in words. */
export class DriftDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(uri.scheme, this);
  #text = '';
  readonly onDidChange = this.#changed.event;

  async show(plan: FolderPlan): Promise<void> {
    this.#text = describeDrift(plan);
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: true });
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

function describeDrift(plan: FolderPlan): string {
  const matrix = compareNodes(
    plan.nodes.map((node) => {
      const progress = plan.progressOf(node);
      return { name: node.name, plan: 'plan' in progress ? progress.plan : undefined };
    }),
  );
  const { header, rows } = driftRows(matrix);
  const cells = [header, ...rows].map((row) => row.map(toPlainText));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  );
  const used = new Set(rows.flatMap((row) => row.slice(1)));
  return [
    `${toPlainText(vscode.workspace.asRelativePath(plan.folder))} on ${plan.nodes.length} nodes, ${new Date().toLocaleString()}`,
    hasDrift(matrix) ? 'They differ.' : 'All nodes have what the folder holds.',
    '',
    ...lines,
    '',
    ...legend.filter(([word]) => used.has(word)).map(([word, meaning]) => `${word}: ${meaning}`),
    '',
  ].join('\n');
}

/** File names of a node may hold anything. */
function toPlainText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters and direction marks are what this takes out
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '?');
}
