import * as vscode from 'vscode';
import type { ManifestJudge } from '../language-client';
import { readManifest } from '../node/manifest-file';
import type { NodeStore } from '../node-store';

const scheme = 'static-pods-manifest';

/** Manifests as they lie on a node, to compare with, read-only: `static-pods-manifest://node1/etc/kubernetes/manifests/web.yaml`. */
export class ManifestDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly nodes: NodeStore,
    private readonly judge: ManifestJudge,
  ) {
    this.#registration = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    );
  }

  /** Opens what lies on the node now, read-only. */
  async show(node: string, path: string): Promise<void> {
    await vscode.window.showTextDocument(await this.#prepare(node, path), { preview: true });
  }

  /** Left: what lies on the node; right: the local file. Returns what closes the diff again. */
  async showDiff(node: string, path: string, local: vscode.Uri): Promise<() => Promise<void>> {
    const remote = await this.#prepare(node, path);
    const title = `${path.slice(path.lastIndexOf('/') + 1)} (on ${node} ↔ local)`;
    await vscode.commands.executeCommand('vscode.diff', remote, local, title, { preview: true });
    return () => closeDiff(remote, local);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const name = decodeURIComponent(uri.authority);
    const node = this.nodes.find(name);
    if (node === undefined) {
      throw new Error(`There is no node '${name}' any more. Add it again to see its manifests.`);
    }
    const content = await readManifest(node.transport, uri.path);
    if (content === undefined) {
      throw new Error(`${uri.path} is not on ${name} any more.`);
    }
    return content.toString('utf8');
  }

  /** Has the manifest judged by its own node's kubelet, and read anew if it is open. */
  async #prepare(name: string, path: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.from({ scheme, authority: encodeURIComponent(name), path });
    const minor = this.nodes.find(name)?.look?.observed.kubelet.minor;
    if (minor !== undefined) {
      await this.judge.deployedTo(uri, `1.${minor}`);
    }
    this.#changed.fire(uri);
    return uri;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

async function closeDiff(original: vscode.Uri, modified: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const shown = tabs.filter(
    ({ input }) =>
      input instanceof vscode.TabInputTextDiff &&
      input.original.toString() === original.toString() &&
      input.modified.toString() === modified.toString(),
  );
  if (shown.length > 0) {
    await vscode.window.tabGroups.close(shown, true);
  }
}
