import * as vscode from 'vscode';
import type { Finding, RenderPodListResult } from '../../server/src/protocol';
import { rangeOf } from './kubelet-problems';

/** A place that keeps a list from being published. */
export interface Hindrance {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly message: string;
}

/**
 * Why a folder can't be published, as diagnostics on its files. They go with the next try, and each file's with the next
 * change of it; the language server's own finding of the same thing, where it judges the file too, goes before.
 */
export class PublishFindings implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('static-pods-publish');
  readonly #registration: vscode.Disposable;
  #watcher: vscode.FileSystemWatcher | undefined;
  /** Of each file with a finding of its own, what it held, by its URI. */
  readonly #texts = new Map<string, string>();

  constructor() {
    this.#registration = vscode.Disposable.from(
      this.#collection,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) {
          this.#collection.delete(document.uri);
        }
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => uris.forEach((uri) => this.#leaveOutKnown(uri))),
    );
  }

  clear(): void {
    this.#watcher?.dispose();
    this.#watcher = undefined;
    this.#texts.clear();
    this.#collection.clear();
  }

  /** Files may be changed, or taken away, by others than editors. */
  #watch(folder: vscode.Uri): void {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'), true);
    const compare = async (uri: vscode.Uri): Promise<void> => {
      const text = Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
      // A file that was saved for this try is told of late.
      if (this.#texts.get(uri.toString()) !== text) {
        this.#collection.delete(uri);
      }
    };
    // What can't be read any more is not what was refused.
    watcher.onDidChange((uri) => void compare(uri).catch(() => this.#collection.delete(uri)));
    watcher.onDidDelete((uri) => this.#collection.delete(uri));
    this.#watcher = watcher;
  }

  /** Shows what is wrong with the files of a folder, and tells where, in their order. */
  show({ refused, twins }: RenderPodListResult, folder: vscode.Uri): Hindrance[] {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const { file, text, findings } of refused) {
      byFile.set(
        file,
        findings.map((finding) => toDiagnostic(text, finding)),
      );
    }
    for (const { pod, files } of twins) {
      for (const file of files) {
        const others = files.filter((other) => other !== file).join(', ');
        const message = `${pod} is in ${others || 'this file'} too: a list holds each Pod once. Rename one, or take it away.`;
        byFile.set(file, [...(byFile.get(file) ?? []), diagnostic(new vscode.Range(0, 0, 0, 0), message)]);
      }
    }
    this.clear();
    this.#watch(folder);
    for (const { file, text } of refused) {
      this.#texts.set(vscode.Uri.joinPath(folder, file).toString(), text);
    }
    return [...byFile].flatMap(([file, diagnostics]) => {
      const uri = vscode.Uri.joinPath(folder, file);
      this.#collection.set(uri, diagnostics);
      this.#leaveOutKnown(uri);
      return diagnostics.map(({ range, message }) => ({ uri, range, message }));
    });
  }

  #leaveOutKnown(uri: vscode.Uri): void {
    const own = this.#collection.get(uri) ?? [];
    if (own.length === 0) {
      return;
    }
    const theirs = vscode.languages.getDiagnostics(uri).filter((other) => !own.includes(other));
    const isKnown = (one: vscode.Diagnostic): boolean =>
      theirs.some(
        (other) => other.source === source && other.message === one.message && other.range.isEqual(one.range),
      );
    const fresh = own.filter((one) => !isKnown(one));
    if (fresh.length < own.length) {
      this.#collection.set(uri, fresh);
    }
  }

  dispose(): void {
    this.#watcher?.dispose();
    this.#registration.dispose();
  }
}

/** As the language server calls itself. */
const source = 'static-pods';

function toDiagnostic(text: string, finding: Finding): vscode.Diagnostic {
  const made = diagnostic(rangeOf(text, finding), finding.message);
  made.code = finding.rule;
  return made;
}

function diagnostic(range: vscode.Range, message: string): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  made.source = 'static-pods publish';
  return made;
}
