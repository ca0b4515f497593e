#!/usr/bin/env node
// Installs the npm package code-server, which holds a whole VS Code server and workbench, into .cache/code-server.
// It is no dependency of the repository: 800 MB that only machines without a VS Code of their own need.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findOnPath, installDebianPackages } from '../debian.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const cache = resolve(here, '../../../.cache');
const home = join(cache, 'code-server');

/**
 * @typedef {object} CodeServer
 * @property {string} node the Node.js 24 that has to run it
 * @property {string} main VS Code's server-main.js
 * @property {string} root the folder that the server calls /_static
 */

/**
 * Installs code-server unless this very version is there already. Two runs at once are safe: each builds in a folder
 * of its own, and the first to finish moves its folder into place.
 *
 * @param {{ log: (line: string) => void, signal?: AbortSignal }} options
 * @returns {Promise<CodeServer>}
 * @throws {Error} saying what is missing and what to do about it
 */
export async function installCodeServer({ log, signal }) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  if (readStamp() !== wanted) {
    installBuildTools(log);
    mkdirSync(cache, { recursive: true });
    const building = mkdtempSync(join(cache, 'code-server-'));
    try {
      for (const name of ['package.json', 'package-lock.json']) {
        cpSync(join(here, name), join(building, name));
      }
      await runNpm(building, log, signal);
      writeFileSync(join(building, 'installed'), wanted);
      if (readStamp() !== wanted) {
        rmSync(home, { recursive: true, force: true });
        renameSync(building, home);
      }
    } finally {
      rmSync(building, { recursive: true, force: true });
    }
  }
  const root = join(home, 'node_modules/code-server/lib/vscode');
  return { node: join(home, 'node_modules/node/bin/node'), main: join(root, 'out/server-main.js'), root };
}

function readStamp() {
  const stamp = join(home, 'installed');
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

/** The server's native modules are compiled on the spot: kerberos and the secret store need their libraries' headers. */
function installBuildTools(log) {
  if (process.platform !== 'linux') {
    return;
  }
  const missing = [];
  if (findOnPath('pkg-config') === undefined) {
    missing.push('pkg-config');
  }
  if (spawnSync('pkg-config', ['--exists', 'libsecret-1']).status !== 0) {
    missing.push('libsecret-1-dev');
  }
  if (findOnPath('krb5-config') === undefined) {
    missing.push('libkrb5-dev');
  }
  if (findOnPath('make') === undefined || findOnPath('c++') === undefined) {
    missing.push('build-essential');
  }
  if (findOnPath('python3') === undefined) {
    missing.push('python3');
  }
  if (missing.length > 0) {
    installDebianPackages(missing, 'building the VS Code server', log);
  }
}

/** @returns {Promise<void>} */
function runNpm(folder, log, signal) {
  const env = { ...process.env };
  for (const key of Object.keys(env)) {
    // What the outer npm says about its own package would send the inner npm to the wrong folder.
    if (/^npm_(package|lifecycle)_|^npm_config_local_prefix$|^INIT_CWD$/i.test(key)) {
      delete env[key];
    }
  }
  // code-server insists on the major version of Node.js that it is run with, and it is run with the `node` package's;
  // its native modules use Node-API, so the Node.js that compiles them need not be that one.
  env.FORCE_NODE_VERSION = process.versions.node.split('.')[0];
  log('Installing a VS Code server from npm into .cache/code-server: once, about 3 minutes and 800 MB …');
  const started = Date.now();
  const progress = setInterval(() => {
    log(`… still installing the VS Code server (${Math.round((Date.now() - started) / 1000)} s)`);
  }, 20_000);
  return new Promise((succeed, fail) => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const child = spawn(npm, ['ci', '--no-audit', '--no-fund', '--no-update-notifier'], {
      cwd: folder,
      env,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) {
        log(`The VS Code server is installed (${Math.round((Date.now() - started) / 1000)} s).`);
        succeed();
        return;
      }
      const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(output);
      fail(
        new Error(
          (offline
            ? 'The npm registry cannot be reached, so the VS Code server cannot be installed. Connect to the network ' +
              "or set npm's `registry`, then try again; or put VS Code's `code` command on PATH. npm said:\n"
            : `\`npm ci\` of the VS Code server failed with exit code ${code}. npm's last lines:\n`) +
            output
              .split('\n')
              .filter((line) => line.trim() !== '' && !/^npm error\s+at /.test(line))
              .slice(-15)
              .join('\n'),
        ),
      );
    });
  }).finally(() => clearInterval(progress));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installCodeServer({ log: console.log }).then(
    ({ main }) => console.log(main),
    (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
