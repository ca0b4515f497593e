import * as vscode from 'vscode';

/** The folder that a menu or a caller named, else one that is asked for; undefined: cancelled. */
export async function pickFolder(
  arg: unknown,
  named: string | undefined,
  { title, openLabel }: { readonly title: string; readonly openLabel: string },
): Promise<vscode.Uri | undefined> {
  if (named !== undefined) {
    return vscode.Uri.file(named);
  }
  if (arg instanceof vscode.Uri) {
    return arg;
  }
  const [first] = vscode.workspace.workspaceFolders ?? [];
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel,
    title,
    ...(first === undefined ? {} : { defaultUri: first.uri }),
  });
  return chosen?.[0];
}
