import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import type { LogReader } from '../node/crictl/logs';
import type { NodeStore } from '../node-store';
import { withProgress } from '../progress';
import { onAbort } from '../transport/abort';
import { LogBuffer } from './log-buffer';

const scheme = 'static-pods-log';

/** Characters of a log that a document keeps: the newest. Older lines stay on the node. */
const keptCharacters = 2_000_000;

/**
 * A chatty log would make the editor reload itself for every line: four times a second reads as live. Reloading costs
 * with the length of the text, so a long one is drawn more rarely.
 */
function redrawAfter(characters: number): number {
  return 250 + characters / 1500;
}

export interface LogSource {
  readonly node: string;
  /** For the document's name: `web of static-web on node1`. */
  readonly title: string;
  /** What tells this log from others of the same title. */
  readonly key: string;
  /** Goes on until its document is closed. */
  readonly follow: boolean;
  /** Resolves with a last line about how it ended, '' for none. */
  read(node: ConfiguredNode, reader: LogReader & { readonly signal: AbortSignal }): Promise<string>;
}

interface OpenLog {
  readonly buffer: LogBuffer;
  readonly stop: AbortController;
  timer: NodeJS.Timeout | undefined;
}

/** Logs as documents: read once, or followed until the document's tab is closed. */
export class LogDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #logs = new Map<string, OpenLog>();
  /** Readers who scrolled up, and stay where they are. */
  readonly #scrolledUp = new WeakSet<vscode.TextDocument>();
  readonly #disposables: vscode.Disposable[] = [];
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly nodes: NodeStore,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.#disposables.push(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.#closeTabs(closed)),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.#noteScrolling(textEditor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#scrollToEnd(document)),
    );
  }

  async show(source: LogSource): Promise<void> {
    const uri = vscode.Uri.from({
      scheme,
      authority: encodeURIComponent(source.node),
      path: `/${source.title}${source.follow ? ' (following)' : ''}.klog`,
      query: source.key,
    });
    const log = this.#open(uri, '');
    const ended = this.#read(uri, source, log);
    if (!source.follow) {
      await withProgress(`Reading ${source.title}`, (_report, signal) => {
        onAbort(signal, () => log.stop.abort());
        return ended;
      });
      if (log.stop.signal.aborted) {
        // It was cancelled, or is read anew: then the later one is shown.
        this.#closeUnshown(uri, log);
        return;
      }
    }
    await showAtEnd(uri);
  }

  /** Lines that are there already, such as the last ones of a container that is gone. */
  async showText(title: string, lines: readonly string[]): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${title}.klog`, query: 'text' });
    this.#open(uri, `${lines.join('\n')}\n`);
    await showAtEnd(uri);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const log = this.#logs.get(uri.toString());
    if (log === undefined) {
      return 'This log was closed. Open it again from the node explorer.\n';
    }
    const { text, dropped } = log.buffer;
    return dropped === 0
      ? text
      : `[Older lines are on the node: this shows the last ${keptCharacters / 1e6} MB.]\n${text}`;
  }

  /** Begins anew where the document is open already. */
  #open(uri: vscode.Uri, text: string): OpenLog {
    this.#close(uri);
    const log: OpenLog = { buffer: new LogBuffer(keptCharacters), stop: new AbortController(), timer: undefined };
    log.buffer.append(text);
    this.#logs.set(uri.toString(), log);
    this.#changed.fire(uri);
    return log;
  }

  async #read(uri: vscode.Uri, source: LogSource, log: OpenLog): Promise<void> {
    const node = this.nodes.find(source.node);
    if (node === undefined) {
      this.#append(uri, log, `[There is no node '${source.node}' any more.]\n`);
      return;
    }
    try {
      const { signal } = log.stop;
      const last = await source.read(node, { signal, onText: (text) => this.#append(uri, log, text) });
      if (last !== '') {
        this.#append(uri, log, `[${last}]\n`);
      } else if (log.buffer.length === 0) {
        this.#append(uri, log, '[Nothing was written.]\n');
      }
    } catch (error) {
      if (!log.stop.signal.aborted) {
        const message = error instanceof Error ? error.message : String(error);
        this.output.error(`log of ${source.title} on ${source.node}: ${message}`);
        this.#append(uri, log, `\n[${message}]\n`);
      }
    }
  }

  #append(uri: vscode.Uri, log: OpenLog, text: string): void {
    if (log.stop.signal.aborted) {
      return;
    }
    log.buffer.append(text);
    log.timer ??= setTimeout(() => {
      log.timer = undefined;
      this.#changed.fire(uri);
    }, redrawAfter(log.buffer.length));
  }

  #noteScrolling({ document, visibleRanges }: vscode.TextEditor): void {
    if (document.uri.scheme === scheme) {
      if ((visibleRanges.at(-1)?.end.line ?? 0) >= document.lineCount - 1) {
        this.#scrolledUp.delete(document);
      } else {
        this.#scrolledUp.add(document);
      }
    }
  }

  #scrollToEnd(document: vscode.TextDocument): void {
    if (document.uri.scheme !== scheme || this.#scrolledUp.has(document)) {
      return;
    }
    for (const editor of vscode.window.visibleTextEditors.filter((one) => one.document === document)) {
      revealEnd(editor);
    }
  }

  /** A tab that goes to another group is closed here and opened there, and a log may have several: the last one counts. */
  #closeTabs(tabs: readonly vscode.Tab[]): void {
    for (const { input } of tabs) {
      if (input instanceof vscode.TabInputText && input.uri.scheme === scheme && !isShown(input.uri)) {
        this.#close(input.uri);
      }
    }
  }

  #closeUnshown(uri: vscode.Uri, log: OpenLog): void {
    if (this.#logs.get(uri.toString()) === log && !isShown(uri)) {
      this.#close(uri);
    }
  }

  #close(uri: vscode.Uri): void {
    const log = this.#logs.get(uri.toString());
    if (log !== undefined) {
      log.stop.abort();
      clearTimeout(log.timer);
      this.#logs.delete(uri.toString());
    }
  }

  dispose(): void {
    for (const key of this.#logs.keys()) {
      this.#close(vscode.Uri.parse(key));
    }
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}

function isShown(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
  );
}

async function showAtEnd(uri: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  revealEnd(await vscode.window.showTextDocument(document, { preview: false }));
}

function revealEnd(editor: vscode.TextEditor): void {
  const { end } = editor.document.lineAt(editor.document.lineCount - 1).range;
  editor.selection = new vscode.Selection(end, end);
  editor.revealRange(editor.selection);
}
