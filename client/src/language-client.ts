import * as vscode from 'vscode';
import { LanguageClient, State, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';
import { tell } from './notification';
import type { ObservedNode } from './node/observed-node';
import {
  canonicalRequest,
  checkRequest,
  classificationChangedNotification,
  classifyRequest,
  deployedToNotification,
  judgePodListRequest,
  locateRequest,
  renderPodListRequest,
  nearestMinor,
  treatAsNotification,
  type CanonicalResult,
  type CheckParams,
  type CheckResult,
  type ClassificationChangedParams,
  type InitializationOptions,
  type ClassifyResult,
  type LocateResult,
  type PodListVerdict,
  type RenderPodListParams,
  type RenderPodListResult,
  type Target,
} from '../../server/src/protocol';

/** The language server as the rest of the client sees it: a few questions, and one event. */
export interface ManifestJudge {
  check(content: Uint8Array, target: Target): Promise<CheckResult>;
  canonical(content: Uint8Array, target: Target): Promise<CanonicalResult>;
  classify(uri: vscode.Uri): Promise<ClassifyResult | null>;
  treatAs(uri: vscode.Uri, as: 'static-pod' | undefined): Promise<void>;
  /** Which kubelet judges a file from now on; undefined forgets it. */
  deployedTo(uri: vscode.Uri, kubernetesVersion: string | undefined): Promise<void>;
  /** Ranges of field paths in a text, one for each. */
  locate(text: string, paths: readonly string[]): Promise<LocateResult>;
  /** One PodList of several manifests. */
  renderPodList(params: RenderPodListParams): Promise<RenderPodListResult>;
  /** What a kubelet makes of a list behind its URL. */
  judgePodList(content: Uint8Array, target: Target): Promise<PodListVerdict>;
  readonly onDidClassify: vscode.Event<ClassificationChangedParams>;
  /** The language server runs, for the first time or anew after a crash: it knows nothing that it was told before. */
  readonly onDidStart: vscode.Event<void>;
}

function askAbout(content: Uint8Array, target: Target): CheckParams {
  return { octets: Buffer.from(content).toString('base64'), target };
}

/** The kubelet of a node, as far as this product knows its version: an older or newer one counts as the nearest. */
export function targetOf({ kubelet, nodeName }: ObservedNode): Target {
  return { minor: nearestMinor(kubelet.minor), nodeName, source: 'file' };
}

/**
 * Starts the language server; it ends with the context's subscriptions. Questions wait until it has started, so nodes
 * can be looked at meanwhile, and also where it can't start at all.
 */
export function startLanguageServer(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): ManifestJudge {
  const module = context.asAbsolutePath('dist/server.js');
  const options: LanguageClientOptions = {
    documentSelector: [
      { language: 'yaml' },
      { language: 'json' },
      { language: 'jsonc' },
      { pattern: '**/*.manifest' },
      { pattern: '**/{manifests,static-pods}/*' },
    ],
    outputChannel: output,
    // The link behind a finding's code opens the rule's page, which comes with the extension.
    initializationOptions: {
      rulePages: vscode.Uri.file(context.asAbsolutePath('docs/rules')).toString(),
      showsClassification: true,
    } satisfies InitializationOptions,
    diagnosticPullOptions: { onChange: true, onTabs: false },
  };
  const client = new LanguageClient(
    'staticPods',
    'Static Pods',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6019'] } },
    },
    options,
  );
  const classified = new vscode.EventEmitter<ClassificationChangedParams>();
  const started = new vscode.EventEmitter<void>();
  context.subscriptions.push(client, classified, started);
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) {
      started.fire();
    }
  });
  client.onNotification(classificationChangedNotification, (params: ClassificationChangedParams) => {
    classified.fire(params);
  });
  client.start().catch((error: unknown) => {
    output.error(`the language server did not start: ${String(error)}`);
    tell('error', 'Manifests are not checked: the language server did not start.', output, {
      'Reload Window': () => vscode.commands.executeCommand('workbench.action.reloadWindow'),
      'Show Output': () => vscode.commands.executeCommand('staticPods.showOutput'),
    });
  });
  return {
    check: (content, target) => client.sendRequest<CheckResult>(checkRequest, askAbout(content, target)),
    canonical: (content, target) => client.sendRequest<CanonicalResult>(canonicalRequest, askAbout(content, target)),
    classify: (uri) =>
      client.sendRequest<ClassifyResult | null>(classifyRequest, { uri: client.code2ProtocolConverter.asUri(uri) }),
    treatAs: (uri, as) =>
      client.sendNotification(treatAsNotification, { uri: client.code2ProtocolConverter.asUri(uri), as }),
    deployedTo: (uri, kubernetesVersion) =>
      client.sendNotification(deployedToNotification, {
        uri: client.code2ProtocolConverter.asUri(uri),
        kubernetesVersion,
      }),
    locate: (text, paths) => client.sendRequest<LocateResult>(locateRequest, { text, paths }),
    renderPodList: (params) => client.sendRequest<RenderPodListResult>(renderPodListRequest, params),
    judgePodList: (content, target) =>
      client.sendRequest<PodListVerdict>(judgePodListRequest, askAbout(content, target)),
    onDidClassify: classified.event,
    onDidStart: started.event,
  };
}
