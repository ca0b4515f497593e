// `npm start`: builds the extension and opens a VS Code with it, a copy of the examples and a demo node to deploy to.
// On a fresh clone nothing is installed yet, so this file and what it imports need Node.js alone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installCodeServer } from '../test/vscode/code-server/install.mjs';
import { findOnPath } from '../test/vscode/debian.mjs';
import { quietSettings, startServer } from '../test/vscode/server.mjs';
import { createScratchWorkspace, startDemoNode } from './demo-workspace.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
const { engines, publisher, name } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));

const usage = `Usage: npm start [-- --browser | --editor PROGRAM]
  --browser         opens VS Code in the browser, even if there is one on PATH
  --editor PROGRAM  opens this VS Code instead of the one on PATH`;

/** What the editor shows first: a manifest that the kubelet refuses. */
const firstFile = 'broken/manifests/service-account.yaml';

async function main() {
  const options = parseArguments(process.argv.slice(2));
  const stops = [];
  const interrupted = new AbortController();
  const interruption = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        interrupted.abort();
        resolve('Stopped.');
      });
    }
  });
  let failure;
  try {
    const ending = await Promise.race([start(options, stops, interrupted.signal), interruption]);
    console.log(ending);
  } catch (error) {
    failure = error;
  }
  for (const stop of stops.reverse()) {
    try {
      await stop();
    } catch (error) {
      console.error(`While stopping: ${error.message}`);
    }
  }
  if (failure !== undefined && !interrupted.signal.aborted) {
    console.error(`\nnpm start: ${failure.message}`);
    process.exit(1);
  }
  process.exit(0);
}

/** Starts everything, tells where it is, and waits until the editor or a part that it needs has ended. */
async function start({ browser, editor }, stops, signal) {
  requireNode();
  if (editor !== undefined && !existsSync(editor) && findOnPath(editor) === undefined) {
    throw new Error(`There is no program \`${editor}\`. Give --editor the path of VS Code's \`code\` command.`);
  }
  if (!existsSync(join(repository, 'node_modules/esbuild'))) {
    console.log('Installing what the build needs from npm: once, about a minute …');
    await run('npm', ['ci', '--no-audit', '--no-fund'], signal);
  }
  console.log('Building the extension …');
  await run('npm', ['run', '--silent', 'build'], signal);

  const demo = await startDemoNode(repository);
  stops.push(demo.stop);
  const workspace = createScratchWorkspace(repository, { 'staticPods.nodes': [demo.settings] });
  stops.push(workspace.remove);
  const { host, port } = demo.settings;
  console.log(`A demo node listens on ${host}:${port}: an SSH server with a simulated kubelet, for trying things out.`);

  const cache = join(repository, '.cache');
  mkdirSync(cache, { recursive: true });
  const profile = mkdtempSync(join(cache, 'start-'));
  stops.push(() => rmSync(profile, { recursive: true, force: true }));
  const extensionsFolder = join(profile, 'extensions');
  installExtension(extensionsFolder);

  const program = browser ? undefined : (editor ?? findEditor());
  const { ended } =
    program === undefined
      ? await openInBrowser(profile, extensionsFolder, workspace.folder, stops, signal)
      : openOnDesktop(program, profile, extensionsFolder, workspace.folder, stops);
  return Promise.race([ended, demo.ended.then((how) => Promise.reject(new Error(how)))]);
}

function parseArguments(argv) {
  const options = { browser: false, editor: undefined };
  for (let index = 0; index < argv.length; index += 1) {
    if (argv[index] === '--browser') {
      options.browser = true;
    } else if (argv[index] === '--editor' && argv[index + 1] !== undefined) {
      index += 1;
      options.editor = argv[index];
    } else {
      const help = argv[index] === '--help' || argv[index] === '-h';
      (help ? console.log : console.error)(usage);
      process.exit(help ? 0 : 2);
    }
  }
  return options;
}

function requireNode() {
  const wanted = Number(/\d+/.exec(engines.node)[0]);
  if (Number(process.versions.node.split('.')[0]) < wanted) {
    throw new Error(`This is Node.js ${process.versions.node}, and ${wanted} or later is needed. Install that first.`);
  }
}

/** An extension that lies in the folder when VS Code first looks is installed: a link serves as well as a copy. */
function installExtension(extensionsFolder) {
  mkdirSync(extensionsFolder, { recursive: true });
  const type = process.platform === 'win32' ? 'junction' : 'dir';
  symlinkSync(repository, join(extensionsFolder, `${publisher}.${name}`), type);
}

/** A VS Code on PATH that can open a window here and is new enough for the extension. */
function findEditor() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return undefined;
  }
  if (process.env.VSCODE_IPC_HOOK_CLI !== undefined) {
    // In a terminal of a remote window `code` opens files in that window, and knows no profile of its own.
    return undefined;
  }
  for (const candidate of ['code', 'code-insiders', 'codium'].map(findOnPath)) {
    if (candidate === undefined || (process.env.WSL_DISTRO_NAME !== undefined && candidate.startsWith('/mnt/'))) {
      // Windows' own `code`, seen from its Linux, cannot read this side's profile folder.
      continue;
    }
    const version = spawnSync(
      candidate,
      ['--version', ...sandboxFlags(), '--user-data-dir', join(repository, '.cache')],
      {
        encoding: 'utf8',
        shell: process.platform === 'win32',
      },
    ).stdout?.split('\n')[0];
    if (isAtLeast(version ?? '', engines.vscode)) {
      return candidate;
    }
    console.log(`${candidate} is VS Code ${version || 'of unknown version'}; the extension needs ${engines.vscode}.`);
  }
  return undefined;
}

/** Compares versions like `1.101.2` with a range like `^1.101.0`. */
function isAtLeast(version, range) {
  const [major, minor] = version.split('.').map(Number);
  const [, wantedMajor, wantedMinor] = /(\d+)\.(\d+)/.exec(range).map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** Chromium refuses to run its sandbox as root. */
function sandboxFlags() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** @returns {{ ended: Promise<string> }} says that the window was closed, once it is */
function openOnDesktop(program, profile, extensionsFolder, folder, stops) {
  const settings = join(profile, 'user/User/settings.json');
  mkdirSync(join(profile, 'user/User'), { recursive: true });
  writeFileSync(settings, JSON.stringify(quietSettings, undefined, 2));
  const child = spawn(
    program,
    [
      ...['--new-window', '--wait', '--disable-workspace-trust', ...sandboxFlags()],
      ...['--user-data-dir', join(profile, 'user'), '--extensions-dir', extensionsFolder],
      ...[folder, join(folder, firstFile)],
    ],
    // A process group of its own: `code` is a script that starts the editor, and both have to end.
    { stdio: 'ignore', shell: process.platform === 'win32', detached: process.platform !== 'win32' },
  );
  const ended = new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`${program} could not be started: ${error.message}`)));
    child.on('exit', (code) => {
      if (code === 0 || code === null) {
        resolve('VS Code was closed.');
      } else {
        reject(new Error(`${program} ended with exit code ${code}. Run \`npm start -- --browser\` to do without it.`));
      }
    });
  });
  stops.push(() => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM');
    }
  });
  console.log(`\n${program} opens with the Static Pods extension, the examples and the demo node.\n${hint}`);
  return { ended };
}

/** @returns {Promise<{ ended: Promise<string> }>} when the address is told; `ended` rejects when the server ends */
async function openInBrowser(profile, extensionsFolder, folder, stops, signal) {
  const codeServer = await installCodeServer({ log: console.log, signal });
  const server = await startServer({ codeServer, dataFolder: join(profile, 'server'), extensionsFolder });
  stops.push(server.stop);
  const address = new URL(server.origin);
  address.searchParams.set('tkn', server.token);
  address.searchParams.set('folder', folder);
  const file = `vscode-remote://${server.authority}${pathToFileURL(join(folder, firstFile)).pathname}`;
  address.searchParams.set('payload', JSON.stringify([['openFile', file]]));
  console.log(
    `\nVS Code with the Static Pods extension, the examples and the demo node is ready: open ${address.href} ` +
      `in your browser.\n${hint}`,
  );
  if (process.env.SSH_CONNECTION !== undefined) {
    const { port } = address;
    console.log(`From the machine you came from, first run \`ssh -L ${port}:127.0.0.1:${port} …\` to this one.`);
  }
  return { ended: server.ended.then((how) => Promise.reject(new Error(how))) };
}

const hint =
  'Open manifests/static-web.yaml there and run “Static Pods: Deploy to Node”. Press Ctrl-C here to stop everything.';

/**
 * Runs one step, telling its output only if it fails.
 *
 * @returns {Promise<void>}
 */
function run(program, args, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: repository,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const started = Date.now();
    const progress = setInterval(() => {
      console.log(`… still at \`${program} ${args[0]}\` (${Math.round((Date.now() - started) / 1000)} s)`);
    }, 20_000);
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      clearInterval(progress);
      reject(new Error(`\`${program} ${args.join(' ')}\` could not be run: ${error.message}`));
    });
    child.on('close', (code) => {
      clearInterval(progress);
      if (code === 0) {
        resolve();
        return;
      }
      const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(output);
      const advice = offline ? ' The npm registry cannot be reached: connect to the network, then try again.' : '';
      reject(new Error(`\`${program} ${args.join(' ')}\` failed with exit code ${code}.${advice}\n${output.trim()}`));
    });
  });
}

await main();
