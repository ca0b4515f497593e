import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import {
  createConnection,
  createProtocolConnection,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  CodeActionRequest,
  CompletionRequest,
  CompletionResolveRequest,
  ConfigurationRequest,
  HoverRequest,
  InitializeRequest,
  InitializedNotification,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  type FullDocumentDiagnosticReport,
  type InitializeParams,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { FieldTextFile } from '../../server/src/field-texts';
import {
  classificationChangedNotification,
  judgePodListRequest,
  renderPodListRequest,
  treatAsNotification,
  type ClassificationChangedParams,
  type InitializationOptions,
  type PodListVerdict,
  type RenderPodListParams,
  type RenderPodListResult,
  type TreatAsParams,
} from '../../server/src/protocol';
import { startServer, type ServerEnvironment } from '../../server/src/server';

const uri = 'file:///srv/manifests/web.yaml';
const refused = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  serviceAccountName: builder
  containers:
    - name: web
      image: nginx:1.29.3
`;

/** A server and a client in this process, joined by two streams. */
async function startSession(
  capabilities: ClientCapabilities,
  configuration: unknown = null,
  environment: ServerEnvironment = { entriesOf: () => [] },
  initializationOptions?: InitializationOptions,
) {
  const up = new PassThrough();
  const down = new PassThrough();
  startServer(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), environment);
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const published: Diagnostic[][] = [];
  let wake: (() => void) | undefined;
  client.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) => {
    published.push(diagnostics);
    wake?.();
  });
  const classified: ClassificationChangedParams[] = [];
  client.onNotification(classificationChangedNotification, (params: ClassificationChangedParams) => {
    classified.push(params);
  });
  client.onRequest(ConfigurationRequest.type, () => [configuration]);
  client.listen();
  await client.sendRequest(InitializeRequest.type, {
    processId: null,
    workspaceFolders: null,
    capabilities,
    initializationOptions,
  } as InitializeParams);
  await client.sendNotification(InitializedNotification.type, {});
  return {
    client,
    /** What the server said of its own accord about what documents are, so far. */
    classified,
    /** The next published diagnostics that satisfy the condition. */
    publishedUntil: async (condition: (diagnostics: Diagnostic[]) => boolean): Promise<Diagnostic[]> => {
      for (;;) {
        const next = published.shift();
        if (next !== undefined && condition(next)) {
          return next;
        }
        if (next === undefined) {
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
    },
  };
}

function open(client: ProtocolConnection, text: string, at = uri): Promise<void> {
  return client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri: at, languageId: 'yaml', version: 1, text },
  });
}

describe('the language server', () => {
  it('publishes to a client that cannot pull', async () => {
    const { client, publishedUntil } = await startSession({});
    await open(client, refused);
    const [diagnostic] = await publishedUntil((all) => all.length > 0);
    assert.equal(diagnostic?.code, 'reference-service-account');
    assert.deepEqual(diagnostic.range.start, { line: 5, character: 2 });
    client.dispose();
  });

  it('drafts a DaemonSet outside of the folder of manifests, for who asks and can make files', async () => {
    const { client, publishedUntil } = await startSession({
      workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
    });
    const ask = async (triggerKind: 1 | 2): Promise<CodeAction[]> =>
      (await client.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        context: { diagnostics: [], triggerKind },
      })) as CodeAction[];
    await open(client, refused.replace('  serviceAccountName: builder\n', ''));
    await publishedUntil(() => true);
    const [action] = await ask(1);
    assert.equal(action?.kind, 'refactor.rewrite');
    const [create] = action.edit?.documentChanges ?? [];
    assert.deepEqual(create, { kind: 'create', uri: 'file:///srv/web.daemonset.yaml' });
    assert.deepEqual(await ask(2), [], 'no light bulb');
    client.dispose();
  });

  it('follows edits and offers a fix that mends', async () => {
    const { client, publishedUntil } = await startSession({});
    await open(client, refused);
    const diagnostics = await publishedUntil((all) => all.length > 0);
    const actions = (await client.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: diagnostics[0]!.range,
      context: { diagnostics },
    })) as CodeAction[];
    const edit = actions[0]?.edit?.changes?.[uri]?.[0];
    assert.ok(edit);
    await client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: edit.range, text: edit.newText }],
    });
    await publishedUntil((all) => all.length === 0);
    client.dispose();
  });

  it("tells Kubernetes' text on a field in a hover, and on a completion that is chosen", async () => {
    const log = (message: string): never => assert.fail(message);
    const environment = { entriesOf: () => [], fieldTexts: new FieldTextFile('dist/descriptions.json', log) };
    const completionItem = { documentationFormat: ['markdown' as const] };
    const { client } = await startSession({ textDocument: { completion: { completionItem } } }, null, environment);
    await open(client, `${refused}      \n`);
    const hover = await client.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: { line: 8, character: 8 },
    });
    assert.match(
      JSON.stringify(hover?.contents),
      /^\{"kind":"markdown","value":"`spec\.containers.*Container image name/,
    );
    assert.match(JSON.stringify(hover?.contents), / <https:\/\/kubernetes\.io\/docs\/concepts\/containers\/images> /);
    const offered = await client.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: { line: 9, character: 6 },
    });
    const item = (offered as CompletionItem[]).find(({ label }) => label === 'imagePullPolicy');
    assert.ok(item !== undefined);
    assert.doesNotMatch(JSON.stringify(item), /Cannot be updated/);
    const resolved = await client.sendRequest(CompletionResolveRequest.type, item);
    assert.match(JSON.stringify(resolved.documentation), /"kind":"markdown".*Cannot be updated/);
    client.dispose();
  });

  it('goes without texts, and says so once, where the file of them is missing', () => {
    const told: string[] = [];
    const texts = new FieldTextFile('dist/nowhere.json', (message) => told.push(message));
    assert.equal(texts.textOf('Container', 'image'), undefined);
    assert.equal(texts.textOf('Container', ''), undefined);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^hovers go without Kubernetes' texts: .*ENOENT/);
  });

  it('answers a client that pulls', async () => {
    const { client } = await startSession({ textDocument: { diagnostic: {} } });
    await open(client, refused);
    const report = (await client.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
    })) as FullDocumentDiagnosticReport;
    assert.deepEqual(
      report.items.map((item) => item.code),
      ['reference-service-account'],
    );
    client.dispose();
  });

  it('asks a client that pulls to do so anew only where it can', async () => {
    const refreshed = async (refreshSupport: boolean): Promise<number> => {
      const { client } = await startSession({
        textDocument: { diagnostic: {} },
        workspace: { diagnostics: { refreshSupport } },
      });
      let count = 0;
      client.onRequest(DiagnosticRefreshRequest.type, () => {
        count += 1;
      });
      await open(client, refused);
      await client.sendNotification(treatAsNotification, { uri, as: 'static-pod' } satisfies TreatAsParams);
      await client.sendNotification(treatAsNotification, {
        uri: `${uri}.other`,
        as: 'static-pod',
      } satisfies TreatAsParams);
      // Answered after what the notifications led to was sent.
      await client.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
      client.dispose();
      return count;
    };
    assert.equal(await refreshed(false), 0);
    // At the start, and for the one of the two files that is open.
    assert.equal(await refreshed(true), 2);
  });

  it('makes one list of several manifests, and judges a list as a kubelet that pulls it', async () => {
    const { client } = await startSession({});
    const target = { minor: 37, nodeName: 'node-a', source: 'http' } as const;
    const octets = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
    const sound = refused.replace('  serviceAccountName: builder\n', '');
    const render = (texts: readonly (string | Uint8Array)[]) =>
      client.sendRequest<RenderPodListResult>(renderPodListRequest, {
        manifests: texts.map((text, index) => ({ file: `${index}.yaml`, octets: octets(text) })),
        target,
        format: 'yaml',
      } satisfies RenderPodListParams);
    const list = await render([sound]);
    assert.match(list.text ?? '', /^kind: PodList$/m);
    const judge = (text: string) =>
      client.sendRequest<PodListVerdict>(judgePodListRequest, { octets: octets(text), target });
    const verdict = await judge(list.text ?? '');
    assert.deepEqual([verdict.accepted, verdict.items.map(({ name }) => name)], [true, ['web']]);

    const bad = await render([sound, refused, sound, Buffer.from([0x61, 0x3a, 0xff])]);
    assert.equal(bad.text, null);
    assert.deepEqual(
      bad.refused.map(({ file, findings }) => [file, findings[0]?.rule]),
      [
        ['1.yaml', 'reference-service-account'],
        ['3.yaml', 'yaml-syntax'],
      ],
    );
    assert.deepEqual(bad.twins.map(({ files }) => files)[0]?.slice(0, 1), ['0.yaml']);
    const torn = await judge((list.text ?? '').replace('name: web', 'name: Web'));
    assert.deepEqual([torn.accepted, torn.items], [false, []]);
    assert.ok(torn.findings.length > 0);
    client.dispose();
  });

  it('takes its configuration from the client: version and severities', async () => {
    const configuration = { kubernetesVersion: '1.33', rules: { 'reference-service-account': 'hint' } };
    const { client, publishedUntil } = await startSession({ workspace: { configuration: true } }, configuration);
    await open(client, refused);
    const [diagnostic] = await publishedUntil((all) => all[0]?.severity === 4);
    assert.equal(diagnostic?.code, 'reference-service-account');
    client.dispose();
  });

  // As VS Code writes the second, and as others do.
  for (const [name, encoded] of [
    ['twin.yaml', 'twin.yaml'],
    ['twin (2).yaml', 'twin%20%282%29.yaml'],
    ['twin (2).yaml', 'twin%20(2).yaml'],
  ] as const) {
    it(`sees the neighbours in the folder, as they are on the disk and in open editors: ${encoded}`, async () => {
      const sound = refused.replace('  serviceAccountName: builder\n', '');
      const environment: ServerEnvironment = {
        entriesOf: (folder) => (folder === '/srv/manifests' ? [{ name, kind: 'file', text: sound }] : []),
      };
      const { client, publishedUntil } = await startSession({}, null, environment);
      await open(client, sound);
      const [twin] = await publishedUntil((all) => all.length > 0);
      assert.equal(twin?.code, 'folder-twin');
      await open(client, sound.replace('name: web', 'name: other'), `file:///srv/manifests/${encoded}`);
      await client.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: 2 },
        contentChanges: [{ text: `# Changed.\n${sound}` }],
      });
      await publishedUntil((all) => all.length === 0);
      client.dispose();
    });
  }

  it('tells classifications to a client that shows them, and to no other', async () => {
    for (const showsClassification of [true, false]) {
      const { client, publishedUntil, classified } = await startSession({}, null, undefined, { showsClassification });
      await open(client, refused);
      await publishedUntil((all) => all.length > 0);
      assert.deepEqual(
        [...new Set(classified.map(({ classification }) => classification.as))],
        showsClassification ? ['static-pod'] : [],
      );
      client.dispose();
    }
  });

  it('says nothing of a Pod elsewhere', async () => {
    const { client, publishedUntil } = await startSession({});
    await open(client, refused, 'file:///srv/app/pod.yaml');
    assert.deepEqual(await publishedUntil(() => true), []);
    client.dispose();
  });
});
