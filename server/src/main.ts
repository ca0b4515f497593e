import path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { FieldTextFile } from './field-texts';
import { startServer } from './server';
import { SiblingManifests } from './sibling-manifests';

/** The language server's process: the transport is chosen by the flags that an LSP client gives (--stdio, --node-ipc). */
const siblings = new SiblingManifests();
const connection = createConnection(ProposedFeatures.all);
const fieldTexts = new FieldTextFile(path.join(__dirname, 'descriptions.json'), (message) => {
  connection.console.error(message);
});
startServer(connection, { entriesOf: (folder) => siblings.entriesOf(folder), fieldTexts });

// An edit leaves nothing behind but garbage: a small nursery that does not grow holds it as well, and saves some MiB for
// as long as the editor is open. The first diagnostics need not wait for it.
setTimeout(() => {
  void import('node:v8').then(({ setFlagsFromString }) => {
    setFlagsFromString('--semi-space-growth-factor=1');
  });
}, 500).unref();
