import * as vscode from 'vscode';
import type { ManifestJudge } from './language-client';

/** Which local file was deployed to which manifest of which node: remembered for the workspace. */
export interface Deployment {
  readonly uri: string;
  readonly node: string;
  /** On the node. */
  readonly path: string;
  /** `1.37` */
  readonly kubernetesVersion: string;
}

const stateKey = 'staticPods.deployments';

/** The newest deployments that are kept: a workspace does not deploy more files than this in earnest. */
const kept = 500;

/** The newest first. */
export class Deployments implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Deployment>();
  readonly onDidAdd = this.#changed.event;

  constructor(private readonly state: vscode.Memento) {}

  get all(): readonly Deployment[] {
    return this.state.get<Deployment[]>(stateKey, []);
  }

  async add(deployment: Deployment): Promise<void> {
    await this.state.update(stateKey, [deployment, ...this.#without(deployment)].slice(0, kept));
    this.#changed.fire(deployment);
  }

  async remove(deployment: Deployment): Promise<void> {
    await this.state.update(stateKey, this.#without(deployment));
  }

  /** The local file behind a node's manifest, if it was deployed from here. */
  find(node: string, path: string): Deployment | undefined {
    return this.all.find((one) => one.node === node && one.path === path);
  }

  /** Of the node that a file was deployed to last, and is there still. */
  versionOf(uri: string): string | undefined {
    return this.all.find((one) => one.uri === uri)?.kubernetesVersion;
  }

  /** The nodes that a file was deployed to. */
  nodesOf(uri: vscode.Uri): ReadonlySet<string> {
    return new Set(this.all.filter((one) => one.uri === uri.toString()).map(({ node }) => node));
  }

  /** Tells a fresh language server which kubelets judge the files that were deployed. */
  async restore(judge: ManifestJudge): Promise<void> {
    for (const uri of new Set(this.all.map((deployment) => deployment.uri))) {
      await judge.deployedTo(vscode.Uri.parse(uri), this.versionOf(uri));
    }
  }

  #without({ node, path }: Deployment): readonly Deployment[] {
    return this.all.filter((one) => one.node !== node || one.path !== path);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
