import * as vscode from 'vscode';
import { waitSettings } from '../wait-settings';
import { lookAt } from '../look-at';
import { withProgress } from '../progress';
import { tellEvents } from '../transaction-texts';
import type { ConfiguredNode } from '../configured-node';
import type { ManifestJudge } from '../language-client';
import { applyPlan } from '../node/apply';
import { readManifest, statFile } from '../node/manifest-file';
import type { NodeStore } from '../node-store';
import { tell } from '../notification';
import { onlyManifest, planContent } from '../planning';

/** `static-pods-node://node1/etc/kubernetes/manifests/web.yaml` */
export const nodeFileScheme = 'static-pods-node';

/**
 * The manifests of a node as files to edit. Saving is a deploy: checked by the node's own kubelet version first, run as
 * one transaction, and put back where the Pod does not stay. A save that was refused or put back fails, so the text
 * stays unsaved in its editor with the reason.
 */
export class NodeFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  /**
   * Of each file that was read what lay there, to tell who changed it meanwhile. With its URI, for the key has lost the
   * case of the node's name: an authority's text is in lower case.
   */
  readonly #read = new Map<string, { readonly uri: vscode.Uri; readonly sha256: string }>();
  readonly #registration: vscode.Disposable;
  readonly onDidChangeFile = this.#changed.event;

  constructor(
    private readonly nodes: NodeStore,
    private readonly judge: ManifestJudge,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.#registration = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerFileSystemProvider(nodeFileScheme, this, { isCaseSensitive: true }),
      nodes.onDidChange((node) => (node === undefined ? undefined : this.#noteChanges(node))),
    );
  }

  uriOf(node: string, path: string): vscode.Uri {
    return vscode.Uri.from({ scheme: nodeFileScheme, authority: encodeURIComponent(node), path });
  }

  /** Opens what lies on the node now. */
  async show(node: string, path: string): Promise<vscode.TextEditor> {
    const uri = this.uriOf(node, path);
    const minor = this.nodes.find(node)?.look?.observed.kubelet.minor;
    if (minor !== undefined) {
      await this.judge.deployedTo(uri, `1.${minor}`);
    }
    // A staticPodPath may have any name; whatever lies in it is a manifest.
    await this.judge.treatAs(uri, 'static-pod');
    return vscode.window.showTextDocument(uri, { preview: true });
  }

  watch(): vscode.Disposable {
    // Every look at a node tells of changes; nothing more is watched for.
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const node = this.#nodeOf(uri);
    const stat = await statFile(node.transport, uri.path);
    if (stat === undefined) {
      throw vscode.FileSystemError.FileNotFound(`${uri.path} is not on ${node.name}.`);
    }
    const { kind, size, changeTime, modificationTime } = stat;
    const { Directory, File } = vscode.FileType;
    return { type: kind === 'folder' ? Directory : File, ctime: changeTime, mtime: modificationTime, size };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    const node = this.#nodeOf(uri);
    const folder = node.look?.observed.staticPodPath ?? '';
    if (uri.path.replace(/\/$/, '') !== folder) {
      throw vscode.FileSystemError.NoPermissions(`Only the static Pod folder of ${node.name} can be listed: ${folder}`);
    }
    return (node.look?.observed.manifests ?? []).map(({ path, kind }) => [
      path.slice(folder.length + 1),
      kind === 'folder' ? vscode.FileType.Directory : vscode.FileType.File,
    ]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const node = this.#nodeOf(uri);
    const content = await readManifest(node.transport, uri.path);
    if (content === undefined) {
      throw vscode.FileSystemError.FileNotFound(`${uri.path} is not on ${node.name} any more.`);
    }
    this.#noteRead(node, uri);
    return content;
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const node = this.#nodeOf(uri);
    const slash = uri.path.lastIndexOf('/');
    const name = uri.path.slice(slash + 1);
    const message = await withProgress(`Deploying ${name} to ${node.name}`, async (report, signal) => {
      const look = await lookAt(node, signal);
      const folder = look.observed.staticPodPath;
      if (uri.path.slice(0, slash) !== folder) {
        throw vscode.FileSystemError.NoPermissions(
          `Only files of the static Pod folder of ${node.name} can be saved: ${folder}`,
        );
      }
      report('asking what its kubelet would say…');
      const { plan, planned } = await planContent(look, this.judge, { name, content: Buffer.from(content) });
      if (planned.action === 'refused') {
        throw vscode.FileSystemError.NoPermissions(planned.reason ?? `${name} can not be deployed to ${node.name}.`);
      }
      return this.#deploy(node, { look, plan, name, report, signal });
    });
    this.#noteRead(node, uri);
    tell('information', message, this.output);
  }

  async #deploy(node: ConfiguredNode, { look, plan, name, report, signal }: Deploy): Promise<string> {
    const tellEvent = tellEvents(report, this.output, `${node.name}: ${name}`);
    const result = await applyPlan(node.transport, look.observed, plan, {
      ...waitSettings(),
      signal,
      onEvent: (event) => {
        if (event.event === 'committed') {
          node.expectChange();
        }
        tellEvent(event);
      },
    });
    await node.refreshAnew();
    const { result: became, message = '', output } = onlyManifest(result.manifests);
    for (const line of [...result.remarks, ...output]) {
      this.output.info(`${node.name}: ${line}`);
    }
    if (result.outcome !== 'proven' && result.outcome !== 'nothing-to-do') {
      // `Unavailable` is the kind of failure after which VS Code keeps the text and offers another try.
      throw vscode.FileSystemError.Unavailable(`${name} on ${node.name}: ${message}`);
    }
    return became === 'running'
      ? `${name} runs on ${node.name}.${message === '' ? '' : ` ${message}.`}`
      : `${name} on ${node.name}: ${message}.`;
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions('A kubelet reads no folders below its static Pod folder.');
  }

  delete(uri: vscode.Uri): void {
    const what = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    throw vscode.FileSystemError.NoPermissions(
      `Taking ${what} off the node ends its Pod: use “Remove Static Pod from Node…” in the node explorer.`,
    );
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions(
      'The kubelet would start the Pod anew under another file name: deploy it under that name and remove this one.',
    );
  }

  #nodeOf(uri: vscode.Uri): ConfiguredNode {
    const name = decodeURIComponent(uri.authority);
    const node = this.nodes.find(name);
    if (node === undefined) {
      throw vscode.FileSystemError.Unavailable(
        `There is no node '${name}' any more. Add it again to see its manifests.`,
      );
    }
    return node;
  }

  #noteRead(node: ConfiguredNode, uri: vscode.Uri): void {
    this.#read.set(uri.toString(), { uri, sha256: this.#shaOf(node, uri.path) });
  }

  #shaOf(node: ConfiguredNode, path: string): string {
    return node.look?.observed.manifests.find((manifest) => manifest.path === path)?.sha256 ?? '';
  }

  /** A clean editor takes the new text up by itself; one with unsaved changes is told when it is saved. */
  #noteChanges(node: ConfiguredNode): void {
    const events: vscode.FileChangeEvent[] = [];
    for (const { uri, sha256: before } of this.#read.values()) {
      const isMine = decodeURIComponent(uri.authority) === node.name && node.state.state === 'ready';
      const now = isMine ? this.#shaOf(node, uri.path) : before;
      if (now !== before) {
        this.#noteRead(node, uri);
        const { Changed, Deleted } = vscode.FileChangeType;
        events.push({ type: now === '' ? Deleted : Changed, uri });
      }
    }
    if (events.length > 0) {
      this.#changed.fire(events);
    }
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

interface Deploy {
  readonly look: Parameters<typeof planContent>[0];
  readonly plan: Parameters<typeof applyPlan>[2];
  readonly name: string;
  readonly report: (text: string) => void;
  readonly signal: AbortSignal;
}
