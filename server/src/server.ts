import {
  CodeActionKind,
  CodeActionTriggerKind,
  DidChangeConfigurationNotification,
  DocumentDiagnosticReportKind,
  MarkupKind,
  TextDocuments,
  TextDocumentSyncKind,
  type CodeAction,
  type CodeActionContext,
  type Connection,
  type Diagnostic,
  type InitializeParams,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DocumentVerdicts } from './documents';
import { draftDaemonSet } from './language-service/daemon-set';
import { judgePodList, renderPodList } from './language-service/pod-list';
import {
  canonicalRequest,
  checkRequest,
  classificationChangedNotification,
  classifyRequest,
  deployedToNotification,
  judgePodListRequest,
  locateRequest,
  renderPodListRequest,
  treatAsNotification,
  type CanonicalResult,
  type CheckParams,
  type ClassificationChangedParams,
  type ClassifyParams,
  type DeployedToParams,
  type InitializationOptions,
  type LocateParams,
  type LocateResult,
  type PodListVerdict,
  type RenderPodListParams,
  type RenderPodListResult,
  type TreatAsParams,
} from './protocol';
import type { FolderInput } from './language-service/check-folder';
import type { FieldPlace, FieldTexts } from './language-service/field-text';
import { readSettings } from './settings';
import { readOctets } from './manifest/octets';
import {
  diagnosticSource,
  toCodeAction,
  toCompletionItems,
  toDaemonSetAction,
  toDiagnostic,
  toHover,
  toRange,
  withText,
} from './to-lsp';
import { placeOf } from './language-service/place';

/** What the process that the server runs in lends it. */
export interface ServerEnvironment {
  /** The entries of a folder, by its path; nothing where there is no file system. */
  readonly entriesOf: (folder: string) => readonly FolderInput[];
  /** Kubernetes' texts on the fields of a Pod. */
  readonly fieldTexts?: FieldTexts;
}

/** Wires LSP to the language service: handlers of a few lines, no judgement of their own. */
export function startServer(
  connection: Connection,
  { entriesOf, fieldTexts }: ServerEnvironment = { entriesOf: () => [] },
): void {
  const documents = new TextDocuments(TextDocument);
  const log = (message: string): void => connection.console.error(message);
  const verdicts = new DocumentVerdicts(
    { log, fieldTexts },
    { entriesOf, openTextOf: (uri) => documents.get(uri)?.getText() },
  );
  const client = {
    pulls: false,
    refreshes: false,
    configures: false,
    registers: false,
    createsFiles: false,
    showsClassification: false,
    showsMarkdown: false,
    pages: undefined as string | undefined,
  };

  connection.onInitialize((params) => {
    readClient(params, client);
    return {
      serverInfo: { name: 'static-pods' },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        completionProvider: { triggerCharacters: [' ', '-'], resolveProvider: true },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
        diagnosticProvider: {
          identifier: diagnosticSource,
          // Two manifests of one folder may claim one name or one port.
          interFileDependencies: true,
          workspaceDiagnostics: false,
        },
      },
    };
  });

  connection.onInitialized(async () => {
    if (client.registers) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: 'staticPods' });
    }
    await configure();
  });
  connection.onDidChangeConfiguration(configure);

  async function configure(): Promise<void> {
    const answer: unknown = client.configures ? await connection.workspace.getConfiguration('staticPods') : null;
    verdicts.configure(readSettings(answer, log));
    await refreshAll();
  }

  async function refreshAll(): Promise<void> {
    for (const document of documents.all()) {
      await tell(document);
    }
    if (client.refreshes) {
      await connection.languages.diagnostics.refresh();
    }
  }

  /** A fresh server is told of hundreds of files that nobody has open: none of them is worth a round of all that are. */
  async function refreshIfOpen(uri: string): Promise<void> {
    if (documents.get(uri) !== undefined) {
      await refreshAll();
    }
  }

  /** Tells a document's classification, and its diagnostics to a client that can't pull them. */
  async function tell(document: TextDocument): Promise<void> {
    if (client.showsClassification) {
      const params: ClassificationChangedParams = { uri: document.uri, ...verdicts.classify(document) };
      await connection.sendNotification(classificationChangedNotification, params);
    }
    if (!client.pulls) {
      await connection.sendDiagnostics({
        uri: document.uri,
        version: document.version,
        diagnostics: diagnosticsOf(document),
      });
    }
  }

  function diagnosticsOf(document: TextDocument): Diagnostic[] {
    return verdicts.findingsOf(document).map((finding) => toDiagnostic(document, finding, client.pages));
  }

  documents.onDidChangeContent(({ document }) => tell(document));
  documents.onDidClose(async ({ document }) => {
    verdicts.close(document.uri);
    if (!client.pulls) {
      await connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    }
  });

  connection.languages.diagnostics.on(({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    return {
      kind: DocumentDiagnosticReportKind.Full,
      items: document === undefined ? [] : diagnosticsOf(document),
    };
  });

  connection.onCodeAction(({ textDocument, context }): CodeAction[] => {
    const document = documents.get(textDocument.uri);
    // A light bulb on every line of every manifest would say nothing: only who asks gets it.
    const isAsked =
      context.triggerKind !== CodeActionTriggerKind.Automatic &&
      (context.only?.some((kind) => CodeActionKind.RefactorRewrite.startsWith(kind)) ?? true);
    const draft =
      document === undefined ||
      !isAsked ||
      !client.createsFiles ||
      verdicts.verdictOf(document).classification.as !== 'static-pod'
        ? undefined
        : draftDaemonSet(verdicts.verdictOf(document).analysis);
    return [
      ...fixActions(textDocument.uri, context),
      ...(draft === undefined ? [] : [toDaemonSetAction(textDocument.uri, draft)]),
    ];
  });

  function fixActions(uri: string, context: CodeActionContext): CodeAction[] {
    const document = documents.get(uri);
    if (document === undefined) {
      return [];
    }
    const { analysis } = verdicts.verdictOf(document);
    const findings = verdicts.findingsOf(document);
    return context.diagnostics
      .filter(({ source }) => source === diagnosticSource)
      .flatMap((diagnostic) => {
        const start = document.offsetAt(diagnostic.range.start);
        const end = document.offsetAt(diagnostic.range.end);
        const finding = findings.find((one) => one.rule === diagnostic.code && one.start === start && one.end === end);
        return finding === undefined
          ? []
          : verdicts.service.fixesOf(analysis, finding).map((fix) => toCodeAction(document, fix, diagnostic));
      });
  }

  connection.onHover(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    const verdict = document === undefined ? undefined : verdicts.verdictOf(document);
    if (document === undefined || verdict?.classification.as !== 'static-pod') {
      return null;
    }
    const hover = verdicts.service.hover(verdict.analysis, document.offsetAt(position));
    return hover === undefined ? null : toHover(document, hover);
  });

  connection.onCompletion(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined || verdicts.verdictOf(document).classification.as !== 'static-pod') {
      return null;
    }
    const target = verdicts.targetOf(document.uri);
    const completions = verdicts.service.complete(document.getText(), document.offsetAt(position), target);
    return completions === undefined ? null : toCompletionItems(document, completions);
  });

  connection.onCompletionResolve((item) => {
    const place = item.data as FieldPlace | undefined;
    return place === undefined || !client.showsMarkdown ? item : withText(item, verdicts.service.describe(place));
  });

  connection.onRequest(classifyRequest, ({ uri }: ClassifyParams) => {
    const document = documents.get(uri);
    return document === undefined ? null : verdicts.classify(document);
  });
  connection.onRequest(checkRequest, ({ octets, target }: CheckParams) => {
    const { text, malformedAt } = readOctets(Buffer.from(octets, 'base64'));
    return verdicts.service.check(text, target, malformedAt);
  });
  connection.onRequest(canonicalRequest, ({ octets, target }: CheckParams): CanonicalResult => {
    const { text, malformedAt } = readOctets(Buffer.from(octets, 'base64'));
    const pod = verdicts.service.canonical(text, target, malformedAt);
    return { canonical: pod?.form, pod: pod && { namespace: pod.namespace, name: pod.name } };
  });
  connection.onRequest(
    renderPodListRequest,
    ({ manifests, target, format }: RenderPodListParams): RenderPodListResult => {
      const read = manifests.map(({ file, octets }) => ({ file, ...readOctets(Buffer.from(octets, 'base64')) }));
      const { text = null, ...list } = renderPodList(read, target, format);
      return { ...list, text };
    },
  );
  connection.onRequest(judgePodListRequest, ({ octets, target }: CheckParams): PodListVerdict => {
    const { text, malformedAt } = readOctets(Buffer.from(octets, 'base64'));
    return judgePodList(text, target, malformedAt);
  });
  connection.onRequest(locateRequest, ({ text, paths }: LocateParams): LocateResult => {
    const document = TextDocument.create('', 'yaml', 0, text);
    return paths.map((path) => toRange(document, placeOf(text, path)));
  });
  connection.onNotification(treatAsNotification, async ({ uri, as }: TreatAsParams) => {
    verdicts.treatAsStaticPod(uri, as === 'static-pod');
    await refreshIfOpen(uri);
  });
  connection.onNotification(deployedToNotification, async ({ uri, kubernetesVersion }: DeployedToParams) => {
    verdicts.deployedTo(uri, kubernetesVersion);
    await refreshIfOpen(uri);
  });

  documents.listen(connection);
  connection.listen();
}

interface ClientAbilities {
  pulls: boolean;
  /** Pulls anew when it is asked to. */
  refreshes: boolean;
  configures: boolean;
  registers: boolean;
  /** Edits may make files. */
  createsFiles: boolean;
  showsClassification: boolean;
  /** In the words beside a completion. */
  showsMarkdown: boolean;
  pages: string | undefined;
}

function readClient({ capabilities, initializationOptions }: InitializeParams, client: ClientAbilities): void {
  client.pulls = capabilities.textDocument?.diagnostic !== undefined;
  client.refreshes = client.pulls && capabilities.workspace?.diagnostics?.refreshSupport === true;
  client.configures = capabilities.workspace?.configuration === true;
  client.registers = capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
  const { workspaceEdit } = capabilities.workspace ?? {};
  client.createsFiles =
    workspaceEdit?.documentChanges === true && workspaceEdit.resourceOperations?.includes('create') === true;
  const formats = capabilities.textDocument?.completion?.completionItem?.documentationFormat;
  client.showsMarkdown = formats?.includes(MarkupKind.Markdown) === true;
  const options: unknown = initializationOptions;
  if (typeof options === 'object' && options !== null) {
    // Any client may send anything.
    const { rulePages, showsClassification } = options as Record<keyof InitializationOptions, unknown>;
    client.pages = typeof rulePages === 'string' ? rulePages : undefined;
    client.showsClassification = showsClassification === true;
  }
}
