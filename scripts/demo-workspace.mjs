// What `npm start` and the VS Code suite open: a scratch copy of examples/ whose settings name the demo node.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Starts the demo node, `dist/demo.js`, and waits until it can be reached.
 *
 * @param {string} repository its folder
 * @returns {Promise<import('./demo-workspace.d.mts').DemoNode>}
 * @throws {Error} with what it printed, when it ends instead
 */
export async function startDemoNode(repository) {
  // It stops when its standard input ends, so it cannot outlive this process however that ends.
  const child = spawn(process.execPath, [join(repository, 'dist/demo.js')], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-4000);
  });
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(`It ended with ${signal ?? `exit code ${code}`}.`));
  });
  const firstLine = new Promise((resolve) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve({ line }));
  });
  const first = await Promise.race([firstLine, ended]);
  if (typeof first === 'string') {
    throw new Error(`The demo node did not start. ${first}\n${errors}`);
  }
  const { name, host, port, user, identityFile, knownHostsFile } = JSON.parse(first.line);
  return {
    settings: { name, host, port, user, identityFile, knownHostsFile },
    ended: ended.then((how) => `The demo node stopped. ${how}\n${errors}`),
    stop: async () => {
      child.stdin.end();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * Copies examples/ to a new folder under the system's temporary one and writes its `.vscode/settings.json`.
 *
 * @param {string} repository its folder
 * @param {Record<string, unknown>} settings
 * @returns {import('./demo-workspace.d.mts').ScratchWorkspace}
 */
export function createScratchWorkspace(repository, settings) {
  const scratch = mkdtempSync(join(tmpdir(), 'static-pods-'));
  // The folder's name is what the explorer shows.
  const folder = join(scratch, 'static-pods-examples');
  cpSync(join(repository, 'examples'), folder, { recursive: true });
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  writeFileSync(join(folder, '.vscode/settings.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
  return { folder, remove: () => rmSync(scratch, { recursive: true, force: true }) };
}
