// Makes V8's code caches of the bundles in dist/ that a start waits for: `makeCodeCaches()` after a build. Each bundle
// is run as its users run it, so that what a start needs, and little more, is in its cache.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const folder = path.join(root, 'out/code-cache');

/** What a bundle with a cache begins with: server/src/load-bundle.ts holds the mark against the cache's. */
export const markBanner = `/*${'0'.repeat(32)}*/`;

/** By bundle: the command line that loads it, what it reads, and the exit codes of a run that went well. */
const runs = {
  'server-main': { args: ['server.js', '--stdio'], input: openInEditor(), codes: [0] },
  'cli-check': { args: ['cli.js', 'check', '--output', 'json', folder], input: '', codes: [1] },
  'cli-nodes': { args: ['cli.js', 'ps', '--help'], input: '', codes: [0] },
};

export const bundlesWithCache = Object.keys(runs);

export async function makeCodeCaches() {
  removeCodeCaches();
  writeManifests();
  for (const [name, { args, input, codes }] of Object.entries(runs)) {
    const bundle = path.join(dist, `${name}.js`);
    const code = readFileSync(bundle, 'latin1').slice(markBanner.length);
    const mark = createHash('sha256').update(code).digest('hex').slice(0, 32);
    writeFileSync(bundle, `/*${mark}*/${code}`, 'latin1');
    const file = path.join(dist, `${name}.${process.version}-${process.platform}-${process.arch}.cache`);
    writeFileSync(file, mark);
    const hook = path.join(root, 'scripts/code-cache-hook.cjs');
    // Options of whoever builds are not those of whoever runs.
    const env = { ...process.env, NODE_OPTIONS: '', CODE_CACHE_BUNDLE: bundle, CODE_CACHE_FILE: file };
    const [program, ...rest] = args;
    const command = ['--require', hook, path.join(dist, program), ...rest];
    const child = spawn(process.execPath, command, { cwd: root, env, stdio: ['pipe', 'ignore', 'pipe'] });
    const ended = new Promise((resolve) => child.once('exit', (...how) => resolve(how)));
    // It stays open: the server takes its end for the end of the editor.
    child.stdin.write(input);
    const errors = await readAll(child.stderr);
    const [status, signal] = await ended;
    if (!codes.includes(status) || readFileSync(file).length === mark.length) {
      throw new Error(`there is no code cache of ${name}: ${args.join(' ')} ended with ${status ?? signal}: ${errors}`);
    }
  }
}

/** Those of an earlier build fit no bundle of this one. */
export function removeCodeCaches() {
  mkdirSync(dist, { recursive: true });
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.cache'))) {
    rmSync(path.join(dist, name));
  }
}

/** Sound ones and refused ones, so that all of `check` has something to do. */
function writeManifests() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const cases = readFileSync(path.join(root, 'test/fixtures/corpus/own.ndjson'), 'utf8').split('\n');
  for (const [number, line] of cases.filter((text) => text !== '').entries()) {
    writeFileSync(path.join(folder, `${number}.yaml`), JSON.parse(line).manifest);
  }
}

/** What an editor sends that opens a manifest, and ends once it has been judged. */
function openInEditor() {
  const text = readFileSync(path.join(root, 'examples/control-plane/manifests/kube-apiserver.yaml'), 'utf8');
  const textDocument = { uri: 'file:///manifests/a.yaml', languageId: 'yaml', version: 1, text };
  const messages = [
    { id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } },
    { method: 'initialized', params: {} },
    { method: 'textDocument/didOpen', params: { textDocument } },
    { id: 2, method: 'shutdown' },
    { method: 'exit' },
  ];
  return messages
    .map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }))
    .map((message) => `Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`)
    .join('');
}
