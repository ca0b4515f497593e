import * as vscode from 'vscode';

/** The extension's id, as package.json's publisher and name make it. */
const extensionId = 'static-pods.static-pods';

/** Activates the extension, or waits for its activation. */
export async function activateExtension(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension(extensionId);
  if (extension === undefined) {
    throw new Error(`VS Code does not know the extension ${extensionId}: was it built?`);
  }
  await extension.activate();
  return extension;
}

/** A file of the workspace, a copy of examples/ that tests may write to. */
export function workspaceFile(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) {
    throw new Error('The suite runs without a folder.');
  }
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Writes a file of the workspace as another program would: an open document takes the change up. */
export async function writeFile(path: string, text: string): Promise<vscode.Uri> {
  const uri = workspaceFile(path);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return uri;
}

/** Opens a file of the workspace in an editor; with a text, writes it first. */
export async function openFile(path: string, text?: string): Promise<vscode.TextEditor> {
  if (text !== undefined) {
    await writeFile(path, text);
  }
  const document = await vscode.workspace.openTextDocument(workspaceFile(path));
  return vscode.window.showTextDocument(document, { preview: false });
}

/** Edits the whole text of a document, as typing would; it stays unsaved. */
export async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new Error(`${document.uri.path} could not be edited.`);
  }
}

/** No editors, no panel, no notifications: a picture shows what its test shows. */
export async function closeEverything(): Promise<void> {
  await vscode.workspace.saveAll(false);
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('workbench.action.closePanel');
  await vscode.commands.executeCommand('notifications.clearAll');
}

/**
 * Waits until a condition about a document's diagnostics holds, looking again at each change of diagnostics.
 *
 * @throws Error with the diagnostics that were there instead, after `limit` milliseconds
 */
export function waitForDiagnostics(
  uri: vscode.Uri,
  holds: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
  limit = 20_000,
): Promise<readonly vscode.Diagnostic[]> {
  return waitForEvent(vscode.languages.onDidChangeDiagnostics, limit, {
    look: () => {
      const diagnostics = vscode.languages.getDiagnostics(uri);
      return holds(diagnostics) ? diagnostics : undefined;
    },
    describe: () => {
      const messages = vscode.languages.getDiagnostics(uri).map((each) => each.message);
      return `The diagnostics of ${uri.path} are ${JSON.stringify(messages)}.`;
    },
  });
}

/**
 * Looks now and after each event, until there is something to see.
 *
 * @throws Error saying what there was instead, after `limit` milliseconds
 */
export function waitForEvent<Seen>(
  event: vscode.Event<unknown>,
  limit: number,
  { look, describe }: { look: () => Seen | undefined; describe: () => string },
): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const seen = look();
    if (seen !== undefined) {
      resolve(seen);
      return;
    }
    const timer = setTimeout(() => {
      listener.dispose();
      reject(new Error(`Waited ${String(limit / 1000)} s. ${describe()}`));
    }, limit);
    const listener = event(() => {
      const later = look();
      if (later !== undefined) {
        clearTimeout(timer);
        listener.dispose();
        resolve(later);
      }
    });
  });
}

/** Waits until the editor in front shows a text that holds this. */
export function waitForText(part: string | RegExp, limit = 30_000): Promise<vscode.TextDocument> {
  const text = (): string => vscode.window.activeTextEditor?.document.getText() ?? '';
  const changes = new vscode.EventEmitter<void>();
  const listeners = [
    vscode.workspace.onDidChangeTextDocument(() => changes.fire()),
    vscode.window.onDidChangeActiveTextEditor(() => changes.fire()),
  ];
  return waitForEvent(changes.event, limit, {
    look: () => {
      const isThere = typeof part === 'string' ? text().includes(part) : part.test(text());
      return isThere ? vscode.window.activeTextEditor?.document : undefined;
    },
    describe: () => `The editor holds no ${String(part)}, but: ${text().slice(-1500)}`,
  }).finally(() => {
    vscode.Disposable.from(...listeners).dispose();
  });
}
