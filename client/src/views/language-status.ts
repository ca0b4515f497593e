import * as vscode from 'vscode';
import type { ClassifyResult } from '../../../server/src/protocol';
import type { ManifestJudge } from '../language-client';

/** Context keys for menus, about the active editor. */
const isManifestKey = 'staticPods.isStaticPodManifest';
const isTreatedKey = 'staticPods.isTreatedAsStaticPod';

const selector: vscode.DocumentSelector = [
  { language: 'yaml' },
  { language: 'json' },
  { language: 'jsonc' },
  { pattern: '**/*.manifest' },
];

/** Shows what the active file is taken for and which kubelet judges it; its command changes that. */
export class ManifestStatus implements vscode.Disposable {
  readonly #item: vscode.LanguageStatusItem;
  readonly #disposables: vscode.Disposable[];

  constructor(
    private readonly judge: ManifestJudge,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.#item = vscode.languages.createLanguageStatusItem('staticPods.classification', selector);
    this.#item.name = 'Static Pods';
    this.#disposables = [
      this.#item,
      vscode.window.onDidChangeActiveTextEditor(() => void this.#show()),
      judge.onDidClassify((params) => {
        if (activeUri()?.toString() === vscode.Uri.parse(params.uri).toString()) {
          this.#render(params);
        }
      }),
    ];
    void this.#show();
  }

  async #show(): Promise<void> {
    const uri = activeUri();
    let result: ClassifyResult | null = null;
    try {
      result = uri === undefined ? null : await this.judge.classify(uri);
    } catch (error) {
      this.output.error(`It is not known what ${uri?.toString() ?? 'the file'} is: ${String(error)}`);
    }
    // Another editor may have come to the front meanwhile: its own answer counts.
    if (activeUri()?.toString() === uri?.toString()) {
      this.#render(result);
    }
  }

  #render(result: ClassifyResult | null): void {
    const classification = result?.classification;
    const isManifest = classification?.as === 'static-pod';
    const isTreated = isManifest && classification.because === 'user';
    void vscode.commands.executeCommand('setContext', isManifestKey, isManifest);
    void vscode.commands.executeCommand('setContext', isTreatedKey, isTreated);
    const treat = 'staticPods.treatAsStaticPod';
    switch (classification?.as) {
      case 'static-pod':
        this.#item.text = `Static Pod · Kubernetes ${result?.kubernetesVersion ?? ''}`;
        this.#item.detail = versionTexts[result?.versionFrom ?? 'newest'];
        this.#item.command = { command: 'staticPods.selectKubernetesVersion', title: 'Select Version' };
        break;
      case 'template':
        this.#item.text = `${classification.language} template`;
        this.#item.detail = 'Not checked: the kubelet needs the rendered text';
        this.#item.command = { command: treat, title: 'Check Anyway' };
        break;
      case 'other-kind':
        this.#item.text = `${classification.kind}, no static Pod`;
        this.#item.detail = 'Taken to be for the API server';
        this.#item.command = { command: treat, title: 'Treat as Static Pod' };
        break;
      case 'not-ours':
      case undefined:
        this.#item.text = 'No static Pod manifest';
        this.#item.detail = 'Not in a folder of manifests';
        this.#item.command = { command: treat, title: 'Treat as Static Pod' };
        break;
    }
    // Most YAML files could be a manifest; most JSON files could not, and need not hear of it.
    const isAsked = classification !== undefined && classification.as !== 'not-ours';
    this.#item.selector = isAsked ? selector : { language: 'yaml' };
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}

function activeUri(): vscode.Uri | undefined {
  return vscode.window.activeTextEditor?.document.uri;
}

const versionTexts = {
  setting: 'as set',
  newest: 'newest known',
  node: "its node's",
} as const;
