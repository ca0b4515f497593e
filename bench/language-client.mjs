// The least of an LSP client: it opens one document, edits it, and waits for the diagnostics of each version.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import rpc from 'vscode-languageserver-protocol/node';

const uri = 'file:///cluster/manifests/control-plane.yaml';

export class LanguageClient {
  /** `settings`: what the server is told when it asks for configuration, by section. */
  constructor(command, settings = {}) {
    this.started = performance.now();
    this.process = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.process;
    const connection = rpc.createProtocolConnection(
      new rpc.StreamMessageReader(stdout),
      new rpc.StreamMessageWriter(stdin),
    );
    this.connection = connection;
    this.awaited = undefined;
    this.version = 0;
    connection.onNotification('textDocument/publishDiagnostics', (params) => {
      if (params.uri === uri && (params.version ?? this.version) === this.version) {
        this.awaited?.(params.diagnostics);
      }
    });
    connection.onRequest('workspace/configuration', ({ items }) =>
      items.map(({ section }) => settings[section] ?? null),
    );
    connection.onRequest('client/registerCapability', () => null);
    connection.listen();
    // A server that ends early must not leave its client waiting.
    this.ended = new Promise((_, reject) => {
      this.process.once('exit', (code, signal) => reject(new Error(`${command[0]} ended with ${code ?? signal}`)));
    });
    this.ended.catch(() => undefined);
  }

  async open(text, capabilities = {}) {
    await this.request('initialize', { processId: process.pid, rootUri: null, capabilities, workspaceFolders: null });
    await this.connection.sendNotification('initialized', {});
    const textDocument = { uri, languageId: 'yaml', version: ++this.version, text };
    return this.awaitDiagnostics(() => this.connection.sendNotification('textDocument/didOpen', { textDocument }));
  }

  /** Milliseconds from the edit to the diagnostics of the edited text. */
  async edit(change) {
    const textDocument = { uri, version: ++this.version };
    const started = performance.now();
    await this.awaitDiagnostics(() =>
      this.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [change] }),
    );
    return performance.now() - started;
  }

  request(method, params) {
    return Promise.race([this.ended, this.connection.sendRequest(method, params)]);
  }

  awaitDiagnostics(send) {
    const told = new Promise((resolve, reject) => {
      this.awaited = resolve;
      send().catch(reject);
    });
    return Promise.race([this.ended, told]);
  }

  /** What of the server is in memory, in MiB. Linux only. */
  residentMemory() {
    const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  }

  async close() {
    await this.request('shutdown');
    const exited = new Promise((resolve) => this.process.once('exit', resolve));
    await this.connection.sendNotification('exit');
    await exited;
    this.connection.dispose();
  }
}
