// Starts and stops the VS Code server that code-server brings: used by the tests' launcher and by `npm start`.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Settings that keep first-run pages and side bars out of the way of the work, and of the pictures. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  // What listens on this machine is none of the workbench's business, and would show in its panel.
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
};

/**
 * @typedef {object} RunningServer
 * @property {string} origin `http://127.0.0.1:PORT`
 * @property {string} authority `127.0.0.1:PORT`, the authority of its vscode-remote URIs
 * @property {string} token to be given as `?tkn=` in the first request
 * @property {Promise<string>} ended says how the server ended, once it has
 * @property {() => Promise<void>} stop ends it and all its children, and waits until they are gone
 */

/**
 * Starts the server on a free port of 127.0.0.1. It asks for a token, because whoever reaches the port can run
 * programs as this user, and other users of the machine reach it too.
 *
 * @param {object} options
 * @param {import('./code-server/install.mjs').CodeServer} options.codeServer
 * @param {string} options.dataFolder settings, logs and state; made if missing
 * @param {string} [options.extensionsFolder] default: `extensions` in the data folder
 * @param {Record<string, string | undefined>} [options.env] added to this process' environment; the extension host inherits it
 * @param {Record<string, unknown>} [options.settings] written as machine settings over those that are there
 * @returns {Promise<RunningServer>}
 * @throws {Error} with the server's last lines when it ends before it listens
 */
export async function startServer({ codeServer, dataFolder, extensionsFolder, env = {}, settings = {} }) {
  const machineSettings = join(dataFolder, 'data/Machine/settings.json');
  mkdirSync(dirname(machineSettings), { recursive: true });
  const present = existsSync(machineSettings) ? JSON.parse(readFileSync(machineSettings, 'utf8')) : {};
  writeFileSync(machineSettings, JSON.stringify({ ...quietSettings, ...present, ...settings }, undefined, 2));

  const token = randomBytes(16).toString('hex');
  // In a file, as a command line can be read by every user of the machine.
  const tokenFile = join(dataFolder, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });

  const child = spawn(
    codeServer.node,
    [
      ...['--require', join(here, 'exit-with-parent.cjs'), codeServer.main],
      ...['--host', '127.0.0.1', '--port', '0', '--connection-token-file', tokenFile],
      ...['--server-data-dir', dataFolder],
      ...(extensionsFolder === undefined ? [] : ['--extensions-dir', extensionsFolder]),
      ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
    ],
    // A process group of its own, so that stop() reaches the extension hosts, file watchers and terminals too.
    { env: { ...withoutVsCode(process.env), ...env }, stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  const lastLines = [];
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(`could not be started: ${error.message}`));
    child.on('exit', (code, signal) =>
      resolve(signal === null ? `exited with code ${code}` : `was ended by ${signal}`),
    );
  });
  const listening = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lastLines.push(line);
        lastLines.splice(0, lastLines.length - 30);
        const port = /^Extension host agent listening on (\d+)/.exec(line)?.[1];
        if (port !== undefined) {
          resolve(Number(port));
        }
      });
    }
  });
  const stop = async () => {
    if (child.pid !== undefined) {
      signalGroup(child.pid, 'SIGKILL');
    }
    await ended;
  };
  const first = await Promise.race([listening, ended]);
  if (typeof first === 'string') {
    await stop();
    throw new Error(`The VS Code server ${first}. Its last lines:\n${lastLines.join('\n')}`);
  }
  const authority = `127.0.0.1:${first}`;
  return {
    origin: `http://${authority}`,
    authority,
    token,
    ended: ended.then((how) => `The VS Code server ${how}. Its last lines:\n${lastLines.join('\n')}`),
    stop,
  };
}

/** A terminal inside VS Code names that VS Code's sockets and folders, which this one must not take for its own. */
function withoutVsCode(env) {
  return Object.fromEntries(Object.entries(env).filter(([key]) => !/^(VSCODE_|ELECTRON_|npm_)/.test(key)));
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: the whole group is gone already, which is what was asked for.
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}
