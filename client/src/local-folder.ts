import * as vscode from 'vscode';
import { whyPassedOver } from './node/desired-folder';
import type { DesiredManifest } from './node/plan';

export interface LocalFolder {
  readonly manifests: readonly DesiredManifest[];
  /** Files that are not sent, one sentence each. */
  readonly passedOver: readonly string[];
}

/** The manifests of a folder as they lie on the disk. */
export async function readLocalFolder(folder: vscode.Uri): Promise<LocalFolder> {
  const manifests: DesiredManifest[] = [];
  const passedOver: string[] = [];
  const entries = await vscode.workspace.fs.readDirectory(folder);
  for (const [name, type] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
    // A link to a file has both bits.
    if (name.startsWith('.') || (type & vscode.FileType.File) === 0) {
      continue;
    }
    const content = Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name)));
    const why = whyPassedOver(name, content);
    if (why === undefined) {
      manifests.push({ name, content });
    } else {
      passedOver.push(`${name} is passed over: ${why}.`);
    }
  }
  return { manifests, passedOver };
}

/** What is sent is what lies on the disk. */
export async function saveWithin(folder: vscode.Uri): Promise<void> {
  const within = `${folder.toString()}/`;
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty && document.uri.toString().startsWith(within)) {
      await document.save();
    }
  }
}
