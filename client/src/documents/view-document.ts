import * as vscode from 'vscode';

const scheme = 'static-pods-view';

export interface View {
  /** The document's name: `web of static-web on node1.json`. */
  readonly name: string;
  /** What tells this view from others of the same name. */
  readonly key: string;
  /** Read when the document is opened, and when somebody asks to read it anew. */
  read(): Promise<string>;
}

/** What a node tells about one thing, as a document that is only read: JSON of crictl, a timeline. */
export class ViewDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #views = new Map<string, View>();
  readonly #texts = new Map<string, string>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#registration = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
    );
  }

  /** Reads first, so that a failure is told and no empty document is left behind. */
  async show(view: View): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.from({ scheme, path: `/${view.name}`, query: view.key });
    this.#texts.set(uri.toString(), await view.read());
    this.#views.set(uri.toString(), view);
    this.#changed.fire(uri);
    return vscode.window.showTextDocument(uri, { preview: true });
  }

  /** Two texts side by side, which nothing reads anew. */
  async showDiff(name: string, key: string, texts: { readonly before: string; readonly after: string }): Promise<void> {
    const [before, after] = (['before', 'after'] as const).map((side) => {
      const uri = vscode.Uri.from({ scheme, path: `/${name}`, query: `${key} ${side}` });
      this.#texts.set(uri.toString(), texts[side]);
      this.#changed.fire(uri);
      return uri;
    });
    await vscode.commands.executeCommand('vscode.diff', before, after, `${name} (now ↔ then)`, { preview: false });
  }

  /** Reads a document's text anew. False where it is none of these. */
  async refresh(uri: vscode.Uri): Promise<boolean> {
    const view = this.#views.get(uri.toString());
    if (view === undefined) {
      return false;
    }
    this.#texts.set(uri.toString(), await view.read());
    this.#changed.fire(uri);
    return true;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? 'This view was closed. Open it again from the node explorer.\n';
  }

  #forget(uri: vscode.Uri): void {
    if (uri.scheme === scheme) {
      this.#views.delete(uri.toString());
      this.#texts.delete(uri.toString());
    }
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
