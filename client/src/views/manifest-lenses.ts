import * as vscode from 'vscode';
import type { ConfiguredNode } from '../configured-node';
import type { Deployments } from '../deployments';
import { nodeFileScheme } from '../documents/node-files';
import type { PodOnNode } from '../node/static-pods';
import type { NodeStore } from '../node-store';

const selector: vscode.DocumentSelector = [
  { scheme: 'file' },
  { scheme: 'vscode-remote' },
  { scheme: nodeFileScheme },
].flatMap(({ scheme }) => [
  { scheme, language: 'yaml' },
  { scheme, language: 'json' },
  { scheme, pattern: '**/*.manifest' },
]);

/** Where a manifest lies on a node. */
interface Place {
  readonly node: ConfiguredNode;
  readonly path: string;
}

/** Above a manifest: on which nodes it lies and what became of it there, with the way to its containers. */
export class ManifestLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #registration: vscode.Disposable;
  /** What the lenses said last, so that a look that changed nothing draws nothing anew. */
  #said = '';
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(
    private readonly nodes: NodeStore,
    private readonly deployments: Deployments,
  ) {
    this.#registration = vscode.Disposable.from(
      this.#changed,
      vscode.languages.registerCodeLensProvider(selector, this),
      nodes.onDidChange(() => this.#tell()),
      // Which file lies where is no part of what was said.
      deployments.onDidAdd(() => this.#changed.fire()),
    );
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const top = new vscode.Range(0, 0, 0, 0);
    return this.#placesOf(uri).map(({ node, path }) => {
      const pod = podOf(node, path);
      const state = pod === undefined ? 'not seen there' : describe(pod);
      return new vscode.CodeLens(top, {
        title: `$(vm) ${node.name}: ${state}`,
        tooltip: `Show ${path} in the node explorer`,
        command: 'staticPods.revealPod',
        arguments: [{ node: node.name, path }],
      });
    });
  }

  #placesOf(uri: vscode.Uri): Place[] {
    if (uri.scheme === nodeFileScheme) {
      const node = this.nodes.find(decodeURIComponent(uri.authority));
      return node === undefined ? [] : [{ node, path: uri.path }];
    }
    return this.deployments.all
      .filter((one) => one.uri === uri.toString())
      .flatMap(({ node: name, path }) => {
        const node = this.nodes.find(name);
        return node === undefined ? [] : [{ node, path }];
      });
  }

  #tell(): void {
    const said = JSON.stringify(
      this.nodes.nodes.map(({ name, look }) => [
        name,
        look?.pods.map((pod) => [pod.manifests[0]?.path, describe(pod)]),
      ]),
    );
    if (said !== this.#said) {
      this.#said = said;
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

function podOf(node: ConfiguredNode, path: string): PodOnNode | undefined {
  return node.look?.pods.find(({ manifests }) => manifests.some((manifest) => manifest.path === path));
}

function describe({ state, containers }: PodOnNode): string {
  const restarts = Math.max(0, ...containers.map(({ attempt }) => attempt));
  const why = state.state === 'failing' ? `, ${state.container}: ${state.reason}` : '';
  return `${state.state}${restarts === 0 ? '' : `, attempt ${restarts}`}${why}`;
}
