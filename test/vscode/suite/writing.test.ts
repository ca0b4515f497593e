import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { untilFound } from '../../node/bed';
import { requireDriver } from './driver';
import { test } from './runner';
import {
  closeEverything,
  openFile,
  replaceText,
  waitForDiagnostics,
  waitForEvent,
  workspaceFile,
  writeFile,
} from './workspace';

/** Faults of many kinds: references, a typo, values out of range, a second document. */
const faulty = `apiVersion: v1
kind: Pod
metadata:
  name: edge-proxy
  labels:
    app: edge-proxy
spec:
  hostNetwrok: true
  serviceAccountName: proxy
  containers:
    - name: proxy
      image: docker.io/library/nginx:1.29.3
      imagePullPolicy: ifNotPresent
      ports:
        - containerPort: 70000
      env:
        - name: TOKEN
          valueFrom:
            secretKeyRef:
              name: proxy
              key: token
      resources:
        limits:
          memory: 256Mi
---
apiVersion: v1
kind: Pod
metadata:
  name: never-read
`;

test('a broken example shows the kubelet’s refusal at the field', {}, async () => {
  const path = 'broken/manifests/service-account.yaml';
  const { document } = await openFile(path);
  const diagnostics = await waitForDiagnostics(workspaceFile(path), (all) => all.some(isError));
  const refusal = diagnostics.find(isError);
  assert.ok(refusal !== undefined, JSON.stringify(diagnostics));
  assert.match(document.lineAt(refusal.range.start.line).text, /serviceAccount/);
});

test('findings come and go while the manifest is edited', {}, async () => {
  const { document } = await openFile('manifests/static-web.yaml');
  const before = document.getText();
  await waitForDiagnostics(document.uri, (all) => !all.some(isError));
  await replaceText(document, before.replace('spec:\n', 'spec:\n  serviceAccountName: web\n'));
  const all = await waitForDiagnostics(document.uri, (found) => found.some(isError));
  const finding = all.find(isError);
  assert.equal(document.lineAt(finding!.range.start.line).text, '  serviceAccountName: web');
  await replaceText(document, before);
  await waitForDiagnostics(document.uri, (found) => !found.some(isError));
});

test('the findings are in the editor and in the Problems view', { needsDriver: true }, async () => {
  const driver = requireDriver();
  await closeEverything();
  await writeFile('manifests/edge-proxy.yaml', faulty);
  const { document } = await openFile('manifests/edge-proxy.yaml');
  const all = await waitForDiagnostics(document.uri, (found) => found.length >= 5);
  assert.ok(
    all.every(({ source }) => source === 'static-pods'),
    JSON.stringify(all),
  );
  await vscode.commands.executeCommand('workbench.actions.view.problems');
  await driver.takePicture('findings', {
    waitFor: [
      { selector: '.squiggly-error' },
      { selector: '.markers-panel .monaco-list-row', text: 'serviceAccountName' },
    ],
  });
  await driver.click({ selector: '.markers-panel .monaco-list-row a', text: 'unknown-field' });
  const page = await waitForEvent(vscode.window.onDidChangeActiveTextEditor, 20_000, {
    look: () => {
      const path = vscode.window.activeTextEditor?.document.uri.path;
      return path?.endsWith('docs/rules/unknown-field.md') === true ? path : undefined;
    },
    describe: () => `The editor shows ${vscode.window.activeTextEditor?.document.uri.path ?? 'nothing'}.`,
  });
  assert.match(page, /unknown-field/);
  await closeEverything();
});

test('a quick fix mends the manifest, by the light bulb', { needsDriver: true }, async () => {
  const driver = requireDriver();
  const { document } = await openFile('manifests/edge-proxy.yaml');
  const diagnostics = await waitForDiagnostics(document.uri, (all) => all.length > 0);
  const typo = diagnostics.find(({ code }) => codeOf(code) === 'unknown-field');
  assert.ok(typo !== undefined, JSON.stringify(diagnostics));
  // The diagnostics may be those of the test before, and the document on its way to the server anew.
  await untilFound('the fix of the typo', 20, async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      typo.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    return actions.find(({ title }) => title.includes('hostNetwork'));
  });
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(typo.range.start, typo.range.start) });
  await vscode.commands.executeCommand('editor.action.quickFix');
  const choice = { selector: '.action-widget .monaco-list-row', text: 'hostNetwork' };
  await driver.takePicture('quick-fix', { waitFor: [choice] });
  await driver.click(choice);
  await waitForDiagnostics(document.uri, (all) => all.every(({ code }) => codeOf(code) !== 'unknown-field'));
  assert.match(document.getText(), /^ {2}hostNetwork: true$/m);
});

test('hovering over a field explains it', { needsDriver: true }, async () => {
  const driver = requireDriver();
  const { document } = await openFile('manifests/static-web.yaml');
  await waitForDiagnostics(document.uri, (all) => all.length > 0);
  const position = positionOf(document, 'imagePullPolicy');
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const texts = hovers.flatMap(({ contents }) =>
    contents.map((each) => (each instanceof vscode.MarkdownString ? each.value : '')),
  );
  assert.ok(
    texts.some((text) => /imagePullPolicy` — text: Always, [^]*\n\nImage pull policy\. One of/.test(text)),
    JSON.stringify(texts),
  );
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
  await vscode.commands.executeCommand('editor.action.showHover');
  await driver.takePicture('hover', {
    keepPointer: true,
    waitFor: [{ selector: '.monaco-hover:visible', text: 'Image pull policy. One of Always' }],
  });
  await driver.press('Escape');
});

test('completion offers the fields that a Pod has there', { needsDriver: true }, async () => {
  const driver = requireDriver();
  const { document } = await openFile('manifests/static-web.yaml');
  const before = document.getText();
  await replaceText(document, before.replace('      resources:\n', '      r\n      resources:\n'));
  const end = positionOf(document, '\n      resources:');
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end) });
  await vscode.commands.executeCommand('editor.action.triggerSuggest');
  const row = { selector: '.suggest-widget .monaco-list-row', text: 'readinessProbe' };
  await driver.waitFor(row);
  await driver.takePicture('completion', { waitFor: [row] });
  await driver.press('Escape');
  await replaceText(document, before);
});

test('the language status says what the file is, and for which kubelet', { needsDriver: true }, async () => {
  const driver = requireDriver();
  await openFile('manifests/static-web.yaml');
  const status = { selector: '.part.statusbar .statusbar-item[id="status.languageStatus"]' };
  await driver.waitFor(status);
  await driver.hover(status);
  const item = { selector: '.monaco-hover .hover-language-status', text: 'Static Pod · Kubernetes 1.37' };
  await driver.waitFor(item);
  await driver.takePicture('language-status', { keepPointer: true, waitFor: [item] });
});

test('another version judges when it is selected', {}, async () => {
  const { document } = await openFile('broken/manifests/service-account.yaml');
  await waitForDiagnostics(document.uri, (all) => all.some(isError));
  const configuration = vscode.workspace.getConfiguration('staticPods');
  await configuration.update('kubernetesVersion', '1.33', vscode.ConfigurationTarget.Workspace);
  await waitForDiagnostics(document.uri, (all) => all.length > 0 && !all.some(isError));
  await configuration.update('kubernetesVersion', undefined, vscode.ConfigurationTarget.Workspace);
  await waitForDiagnostics(document.uri, (all) => all.some(isError));
});

test('any file can be treated as a static Pod manifest, and no more', {}, async () => {
  const { document } = await openFile(
    'notes/pod.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  serviceAccountName: web\n',
  );
  assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  await vscode.commands.executeCommand('staticPods.treatAsStaticPod', document.uri);
  await waitForDiagnostics(document.uri, (all) => all.length > 0);
  await vscode.commands.executeCommand('staticPods.treatAsOrdinaryFile', document.uri);
  await waitForDiagnostics(document.uri, (all) => all.length === 0);
});

function isError({ severity }: vscode.Diagnostic): boolean {
  return severity === vscode.DiagnosticSeverity.Error;
}

function codeOf(code: vscode.Diagnostic['code']): unknown {
  return typeof code === 'object' ? code.value : code;
}

function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} is not in ${document.uri.path}`);
  return document.positionAt(offset);
}
