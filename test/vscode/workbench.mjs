// The workbench in a browser: opens it for extension tests and makes it behave as the desktop's does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findOnPath, installDebianPackages } from './debian.mjs';

/** Where the pictures read well. */
const viewport = { width: 1400, height: 900 };

/**
 * Starts Chromium, from Debian if the machine has none.
 *
 * @param {(line: string) => void} log
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function startBrowser(log) {
  const find = () =>
    process.env.STATIC_PODS_CHROMIUM ??
    ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map(findOnPath).find(Boolean);
  if (find() === undefined) {
    // Without a monospace font the editor's columns do not line up in the pictures.
    installDebianPackages(['chromium', 'fonts-dejavu-core'], 'running the VS Code tests', log);
  }
  const executablePath = find();
  if (executablePath === undefined) {
    throw new Error('There is no Chromium on PATH. Install one, or name its program in STATIC_PODS_CHROMIUM.');
  }
  return chromium.launch({
    executablePath,
    // The launcher stops the browser itself, after the server: playwright's own handlers would exit the process first.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage'],
      ...['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}

/**
 * Opens the workbench with an extension under development and its tests.
 *
 * @param {object} options
 * @param {import('playwright-core').Browser} options.browser
 * @param {import('./server.mjs').RunningServer} options.server
 * @param {import('./code-server/install.mjs').CodeServer} options.codeServer
 * @param {string[]} options.extensionDevelopmentPaths absolute
 * @param {string | undefined} options.extensionTestsPath absolute
 * @param {string | undefined} options.folder absolute
 * @param {(level: string, args: unknown[]) => void} options.onLog gets what the tests and the workbench log
 * @returns {Promise<{ page: import('playwright-core').Page, ended: Promise<number> }>} `ended` gives the suite's exit code
 */
export async function openWorkbench(options) {
  const { browser, server, codeServer } = options;
  const page = await browser.newPage({ viewport, colorScheme: 'dark', reducedMotion: 'reduce' });
  const ended = new Promise((resolve, reject) => {
    page.on('crash', () => reject(new Error('The page of the workbench crashed.')));
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
  await page.exposeFunction('codeAutomationLog', options.onLog);
  const onServer = (path) => ({ $mid: 1, scheme: 'vscode-remote', authority: server.authority, path });
  await page.addInitScript(addDevelopmentOptions, {
    extensions: options.extensionDevelopmentPaths.map(onServer),
    extensionTestsPath: options.extensionTestsPath === undefined ? undefined : onServer(options.extensionTestsPath),
  });
  const workbench = letDialogsShow(codeServer);
  await page.route(
    (url) => url.pathname.endsWith('/out/vs/code/browser/workbench/workbench.js'),
    (route) => route.fulfill({ contentType: 'text/javascript', body: workbench }),
  );

  const url = new URL(server.origin);
  url.searchParams.set('tkn', server.token);
  if (options.folder === undefined) {
    url.searchParams.set('ew', 'true');
  } else {
    url.searchParams.set('folder', options.folder);
  }
  const opened = page
    .goto(url.href, { waitUntil: 'commit' })
    .then(() => page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 }));
  await Promise.race([opened, ended]);
  return { page, ended };
}

/**
 * Runs in the page: names the extension and its tests in the page's configuration, before the workbench reads it.
 * VS Code also takes them from the address, but only with its server's --enable-smoke-test-driver, and with that the
 * workbench shows no notifications. Serving a changed page instead would cost it the loopback's rights: Chromium lets
 * no page that came from elsewhere connect to 127.0.0.1.
 */
function addDevelopmentOptions(developmentOptions) {
  document.addEventListener('readystatechange', () => {
    const meta = document.getElementById('vscode-workbench-web-configuration');
    if (document.readyState !== 'interactive' || meta === null) {
      return;
    }
    const configuration = JSON.parse(meta.getAttribute('data-settings'));
    configuration.developmentOptions = { ...configuration.developmentOptions, ...developmentOptions };
    meta.setAttribute('data-settings', JSON.stringify(configuration));
  });
}

/**
 * Under extension tests VS Code refuses to show modal dialogs, as nobody could answer them. Here the suite can, with
 * the launcher's driver, and modal questions are what guards a node: so they are shown.
 */
function letDialogsShow(codeServer) {
  const source = readFileSync(join(codeServer.root, 'out/vs/code/browser/workbench/workbench.js'), 'utf8');
  const guard = /skipDialogs\(\)\{return[^}]*extensionTestsLocationURI\}/g;
  if ((source.match(guard) ?? []).length === 0) {
    throw new Error('This workbench no longer refuses dialogs in tests as 1.139 did: workbench.mjs must follow it.');
  }
  return source.replace(guard, 'skipDialogs(){return false}');
}
