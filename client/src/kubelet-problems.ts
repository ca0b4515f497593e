import * as vscode from 'vscode';
import { describeMirrorProblem, mirrorProblems, type MirrorProblem } from './cluster/mirror-problems';
import type { ConfiguredNode } from './configured-node';
import type { Deployments } from './deployments';
import { targetOf, type ManifestJudge } from './language-client';
import type { KubeletProblem } from './node/kubelet/problem';
import type { NodeStore } from './node-store';

/** What a node says of a manifest, on its way to a diagnostic. */
interface NodeProblem {
  readonly node: ConfiguredNode;
  readonly problem: KubeletProblem | MirrorProblem;
}

/**
 * The kubelets' own words as diagnostics on the local files that were deployed: what a node refuses now appears in
 * the Problems panel at the field it is about, and goes away with the node's next look after it was mended. So does what
 * the API server refuses of its mirror Pod, as a warning: the Pod runs all the same.
 */
export class KubeletProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('kubelet');
  readonly #disposables: vscode.Disposable[];
  #update: Promise<void> = Promise.resolve();
  /** One that has not begun will see all that has come by then. */
  #isWaiting = false;

  constructor(
    private readonly nodes: NodeStore,
    private readonly deployments: Deployments,
    private readonly judge: ManifestJudge,
    output: vscode.LogOutputChannel,
  ) {
    const update = (): void => {
      if (this.#isWaiting) {
        return;
      }
      this.#isWaiting = true;
      this.#update = this.#update
        .then(() => {
          this.#isWaiting = false;
          return this.#show();
        })
        .catch((error: unknown) => output.error(`The kubelets' refusals could not be shown: ${String(error)}`));
    };
    this.#disposables = [this.#collection, nodes.onDidChange(update), deployments.onDidAdd(update)];
  }

  async #show(): Promise<void> {
    const byFile = new Map<string, NodeProblem[]>();
    for (const node of this.nodes.nodes) {
      const observed = node.look?.observed;
      for (const problem of observed === undefined ? [] : [...observed.problems, ...mirrorProblems(observed)]) {
        const deployment = this.deployments.find(node.name, problem.path);
        if (deployment !== undefined) {
          byFile.set(deployment.uri, [...(byFile.get(deployment.uri) ?? []), { node, problem }]);
        }
      }
    }
    const stale: vscode.Uri[] = [];
    this.#collection.forEach((uri) => {
      if (!byFile.has(uri.toString())) {
        stale.push(uri);
      }
    });
    for (const uri of stale) {
      this.#collection.delete(uri);
    }
    for (const [key, problems] of byFile) {
      const uri = vscode.Uri.parse(key);
      this.#collection.set(uri, await this.#toDiagnostics(uri, problems));
    }
  }

  async #toDiagnostics(uri: vscode.Uri, problems: readonly NodeProblem[]): Promise<vscode.Diagnostic[]> {
    const text = await readText(uri);
    if (text === undefined) {
      return [];
    }
    return Promise.all(
      problems.map(async ({ node, problem }) => {
        const range = await locateProblem(this.judge, text, node, problem);
        const diagnostic =
          'reason' in problem
            ? new vscode.Diagnostic(
                range,
                `The kubelet on ${node.name} can't make the mirror Pod: ${describeMirrorProblem(problem)}`,
                vscode.DiagnosticSeverity.Warning,
              )
            : new vscode.Diagnostic(
                range,
                `The kubelet on ${node.name} refuses this manifest: ${problem.message}`,
                vscode.DiagnosticSeverity.Error,
              );
        diagnostic.source = 'kubelet';
        return diagnostic;
      }),
    );
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}

/**
 * Where in a text a kubelet's refusal is. Validation errors name their field. The other stages name none, but a kubelet
 * stops at the first of them: there it is the place of our own finding for that kubelet. The text's start if there is
 * neither, as where the text was edited since.
 */
export async function locateProblem(
  judge: ManifestJudge,
  text: string,
  node: ConfiguredNode,
  problem: KubeletProblem | MirrorProblem,
): Promise<vscode.Range> {
  const { field } = problem;
  if (field === undefined && 'source' in problem && node.look !== undefined) {
    const { findings } = await judge.check(Buffer.from(text), targetOf(node.look.observed));
    const finding = findings.find(({ kubelet }) => kubelet !== undefined && kubelet.field === undefined);
    return finding === undefined ? new vscode.Range(0, 0, 0, 0) : rangeOf(text, finding);
  }
  const [place] = await judge.locate(text, [field ?? '']);
  return place === undefined
    ? new vscode.Range(0, 0, 0, 0)
    : new vscode.Range(place.start.line, place.start.character, place.end.line, place.end.character);
}

/** Offsets to a range, for a text that is in no document. */
export function rangeOf(text: string, { start, end }: { readonly start: number; readonly end: number }): vscode.Range {
  const positionAt = (offset: number): vscode.Position => {
    const before = text.slice(0, offset).split(/\r\n|\r|\n/);
    return new vscode.Position(before.length - 1, before.at(-1)?.length ?? 0);
  };
  return new vscode.Range(positionAt(start), positionAt(end));
}

/** The open document if there is one, else the file; undefined where it is gone. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) {
    return open.getText();
  }
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) {
      return undefined;
    }
    throw error;
  }
}
