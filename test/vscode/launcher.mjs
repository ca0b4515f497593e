#!/usr/bin/env node
// Stands in for VS Code's own program where that cannot be downloaded: takes its flags, runs the VS Code server of
// code-server with a real extension host and a real workbench in headless Chromium, prints what the extension tests
// print, and ends with their exit code. @vscode/test-electron takes it as `vscodeExecutablePath`.
import { fstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installCodeServer } from './code-server/install.mjs';
import { startDriver } from './driver.mjs';
import { createLog } from './log.mjs';
import { startServer } from './server.mjs';
import { openWorkbench, startBrowser } from './workbench.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Flags with a value of their own; every other flag is either listed in parseFlags or of the desktop only. */
const flagsWithValue = new Set([
  'extensionDevelopmentPath',
  'extensionTestsPath',
  'user-data-dir',
  'extensions-dir',
  'locale',
  'profile',
  'log',
]);

/**
 * @param {string[]} argv VS Code's command line: `--flag=value`, `--flag value`, `--flag`, and at most one folder
 */
function parseFlags(argv) {
  const flags = { extensionDevelopmentPaths: [], disableExtensions: false };
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index];
    const [, name, glued] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === undefined) {
      flags.folder = resolve(argument);
      continue;
    }
    const value = flagsWithValue.has(name) ? (glued ?? argv[(index += 1)]) : undefined;
    if (name === 'extensionDevelopmentPath') {
      flags.extensionDevelopmentPaths.push(resolve(value));
    } else if (name === 'extensionTestsPath') {
      flags.extensionTestsPath = resolve(value);
    } else if (name === 'user-data-dir') {
      flags.dataFolder = resolve(value);
    } else if (name === 'extensions-dir') {
      flags.extensionsFolder = resolve(value);
    } else if (name === 'disable-extensions') {
      flags.disableExtensions = true;
    }
  }
  if (flags.extensionTestsPath === undefined) {
    throw new Error('This launcher runs extension tests: name them with --extensionTestsPath=FILE.');
  }
  return flags;
}

/** Minutes that a whole suite may take before it counts as hanging. */
const limit = Number(process.env.STATIC_PODS_TEST_MINUTES ?? 20);

async function main() {
  const stops = [];
  const say = (line) => console.error(`[launcher] ${line}`);
  const interrupted = new AbortController();
  const interruption = new Promise((_, reject) => {
    const interrupt = (why, exitCode) => {
      interrupted.abort();
      reject(Object.assign(new Error(why), { exitCode }));
    };
    for (const [signal, number] of [
      ['SIGINT', 2],
      ['SIGTERM', 15],
      ['SIGHUP', 1],
    ]) {
      process.on(signal, () => interrupt(`Stopped by ${signal}.`, 128 + number));
    }
    // @vscode/test-electron starts this with a socket as standard input, which ends when that process does, also by
    // SIGKILL. A terminal, a file or /dev/null says nothing about who still waits for the outcome.
    if (fstatSync(0).isSocket()) {
      process.stdin.on('end', () => interrupt('The process that started the launcher is gone.', 1)).resume();
    }
  });
  const run = async () => {
    const flags = parseFlags(process.argv.slice(2));
    const codeServer = await installCodeServer({ log: say, signal: interrupted.signal });
    const driver = await startDriver({
      pictures: resolve(repository, process.env.STATIC_PODS_PICTURES ?? 'out/vscode/pictures'),
      failures: resolve(repository, 'out/vscode/failures'),
    });
    stops.push(driver.stop);
    const scratch = mkdtempSync(join(tmpdir(), 'static-pods-vscode-'));
    stops.push(async () => rmSync(scratch, { recursive: true, force: true }));
    // An empty folder disables the installed extensions without the notification that VS Code gives when told to.
    const extensionsFolder = flags.disableExtensions ? join(scratch, 'no-extensions') : flags.extensionsFolder;
    const server = await startServer({
      codeServer,
      dataFolder: flags.dataFolder ?? scratch,
      extensionsFolder,
      // Without a gallery the workbench asks no one about extensions, and tests do not depend on who answers.
      env: { STATIC_PODS_TEST_DRIVER: driver.origin, EXTENSIONS_GALLERY: '{}' },
    });
    stops.push(server.stop);
    const browser = await startBrowser(say);
    stops.push(() => browser.close());
    const onLog = createLog(resolve(repository, 'out/vscode/workbench.log'));
    const { page, ended } = await openWorkbench({ ...flags, browser, server, codeServer, onLog });
    driver.attach(page);
    const failures = [
      server.ended.then((how) => Promise.reject(new Error(how))),
      new Promise((_, reject) => {
        browser.on('disconnected', () => reject(new Error('Chromium ended before the suite did.')));
      }),
      new Promise((_, reject) => {
        setTimeout(() => reject(new Error(`The suite did not end within ${limit} minutes.`)), limit * 60_000).unref();
      }),
    ];
    return Promise.race([ended, ...failures]);
  };
  let exitCode;
  try {
    exitCode = await Promise.race([run(), interruption]);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    exitCode = error?.exitCode ?? 1;
  }
  // Last started, first stopped; one that will not stop must not keep the others running.
  for (const stop of stops.reverse()) {
    await stop().catch((error) => say(`While stopping: ${error.message}`));
  }
  process.exit(exitCode);
}

await main();
