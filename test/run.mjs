// Runs the test layers: `npm test`, or `node test/run.mjs unit [filter]`.
// A layer that can't run here is a plainly printed skip, with CI=true a failure.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runTestFiles } from './node-test.mjs';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);
const ci = process.env.CI === 'true';
const layerNames = ['static', 'unit', 'protocol', 'kubelet', 'ssh', 'vscode', 'node'];

if (!existsSync('node_modules/esbuild')) {
  run('npm', ['ci']);
}
const { build } = await import('esbuild');
const { common } = await import('../esbuild.mjs');
const { generateSchema } = await import('../server/src/schema/generate.mjs');

const [first, filter] = process.argv.slice(2);
const chosen = first === undefined || first === 'all' ? layerNames : first.split(',');
for (const name of chosen) {
  if (!layerNames.includes(name)) {
    console.error(`There is no test layer '${name}'. Layers: ${layerNames.join(', ')}.`);
    process.exit(2);
  }
}

let built = false;
let bedIsUp = false;
const totals = { passed: 0, failed: 0, skipped: 0 };
const told = [];
await generateSchema();
if (chosen.includes('node') && chosen.length > 1 && process.platform === 'linux' && process.getuid?.() === 0) {
  buildAhead();
}
for (const name of chosen) {
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const result = await layers(name);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  totals.passed += result.passed;
  totals.failed += result.failed;
  totals.skipped += result.skipped;
  told.push(
    `${name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped in ${seconds} s${result.why ? ` (${result.why})` : ''}`,
  );
}
if (bedIsUp && process.env.BED_KEEP !== '1') {
  spawnSync('bash', ['test/node/bed.sh', 'down'], { stdio: 'inherit' });
}
console.log(`\n${told.join('\n')}`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;

/** Runs one layer. Returns {passed, failed, skipped, why}. */
async function layers(name) {
  switch (name) {
    case 'static':
      return runStatic();
    case 'unit':
      return runNodeTests('unit');
    case 'protocol':
      buildProduct();
      return runNodeTests('protocol');
    case 'kubelet':
      return runKubelet();
    case 'ssh':
      return requireRoot(name) ?? runNodeTests('ssh');
    case 'vscode':
      return runVscode();
    case 'node':
      return requireRoot(name) ?? runNode();
    default:
      throw new Error(`layer ${name}`);
  }
}

/** Types, lint, format, and shellcheck where there are scripts: each counts as one test. */
function runStatic() {
  const commands = [
    ['npx', ['tsc', '--noEmit', '-p', '.']],
    ['npx', ['eslint', '.']],
    ['npx', ['prettier', '--check', '.']],
  ];
  const scripts = trackedFiles('*.sh');
  const result = { passed: 0, failed: 0, skipped: 0, why: '' };
  if (ensureDebian(['shellcheck'], ['shellcheck'])) {
    commands.push(['shellcheck', ['--severity=style', ...scripts]]);
  } else {
    count(result, skip('shellcheck', 'shellcheck is not installed'));
  }
  for (const [command, args] of commands) {
    const ok = passes(command, args);
    console.log(`${ok ? 'ok' : 'NOT OK'}: ${command} ${args.slice(0, 3).join(' ')}`);
    count(result, { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
  }
  return result;
}

/** The kubelet's own functions: the tools around them, and a seeded sample of fresh mutants asked of both sides. */
function runKubelet() {
  if (spawnSync('go', ['version']).status !== 0) {
    return skip('kubelet', 'Go is not installed');
  }
  const result = { passed: 0, failed: 0, skipped: 0, why: '' };
  const steps = [
    [process.execPath, ['scripts/differential.mjs', '--seed', '4242', '--count', '3000'], {}],
    ['go', ['test', '-trimpath', './...'], { cwd: 'test/kubelet', env: { ...process.env, CGO_ENABLED: '0' } }],
  ];
  for (const [command, args, options] of steps) {
    const ok = atSecondTry(`${path.basename(command)} ${args.join(' ')}`, () => passes(command, args, options));
    console.log(`${ok ? 'ok' : 'NOT OK'}: ${path.basename(command)} ${args.join(' ')}`);
    count(result, { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
  }
  return result;
}

async function runVscode() {
  buildProduct();
  await bundle(['test/vscode/run.ts', 'test/vscode/suite/index.ts'], 'out/vscode', [
    'vscode',
    '@vscode/test-electron',
    'playwright-core',
  ]);
  // Without a bed the tests that need real nodes are skips, each with its reason.
  const bed = bringUpBed() ? { STATIC_PODS_TEST_BED: path.join(root, '.cache/node/bed.json') } : {};
  let status, line;
  atSecondTry('out/vscode/run.js', () => {
    const child = spawnSync(process.execPath, ['out/vscode/run.js'], {
      encoding: 'utf8',
      env: { ...process.env, ...bed },
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    process.stdout.write(child.stdout);
    status = child.status;
    line = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(child.stdout);
    // The suite has second tries of its own: here only a VS Code that did not come up, or fell, is started again.
    return line !== null;
  });
  const result = { passed: Number(line?.[1] ?? 0), failed: Number(line?.[2] ?? 0), skipped: Number(line?.[3] ?? 0) };
  if (status !== 0 && result.failed === 0) {
    result.failed = 1;
  }
  if (ci && result.skipped > 0) {
    result.failed += result.skipped;
  }
  return result;
}

/**
 * The control plane's programs and a newer containerd take minutes to compile the first time: they are made while other
 * layers wait for something. The test that needs them asks for them again, and waits for what is not ready.
 */
function buildAhead() {
  const scripts = 'test/node/control-plane/images.sh .cache/node/control-plane/images; test/node/containerd/build.sh';
  const child = spawn('nice', ['-n', '10', 'bash', '-c', scripts], { stdio: 'ignore', detached: true });
  child.on('error', (error) => console.error(`Programs are not built ahead: ${error.message}`));
  child.unref();
}

async function runNode() {
  if (!bringUpBed()) {
    return skip('node', 'the bed did not come up (test/node/bed.sh up)', true);
  }
  buildProduct();
  return runNodeTests('node');
}

/** Brings the real nodes up where they can run; they go down after the last layer. */
function bringUpBed() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return false;
  }
  bedIsUp ||= atSecondTry('test/node/bed.sh up', () => passes('bash', ['test/node/bed.sh', 'up', '--nodes', '2']));
  return bedIsUp;
}

/** What downloads packages or boots machines is asked once more when it fails, and that is said. */
function atSecondTry(name, attempt) {
  if (attempt()) {
    return true;
  }
  console.log(`once more: ${name}`);
  return attempt();
}

function passes(command, args, options = {}) {
  return spawnSync(command, args, { stdio: 'inherit', ...options }).status === 0;
}

/** Bundles test/<layer>/**\/*.test.ts and runs them with node's own runner. */
async function runNodeTests(layer) {
  const files = (await readdir(`test/${layer}`, { recursive: true }))
    .filter((file) => file.endsWith('.test.ts') && (filter === undefined || file.includes(filter)))
    .map((file) => path.join('test', layer, file))
    .sort();
  if (files.length === 0) {
    return skip(layer, 'no test file matches');
  }
  // Two runs at once must not take each other's files away.
  const folder = `out/${layer}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  await bundle(files, folder, []);
  const outputs = files.map((file) =>
    path.resolve(folder, path.relative(`test/${layer}`, file)).replace(/\.ts$/, '.js'),
  );
  const together = layer === 'unit' || layer === 'protocol';
  const result = await runTestFiles(outputs, path.resolve(folder), { together });
  await rm(folder, { recursive: true, force: true });
  if (ci && result.skipped > 0) {
    result.failed += result.skipped;
    result.why = [result.why, 'skipped tests fail in CI'].filter((why) => why !== '').join('; ');
  }
  return result;
}

async function bundle(entryPoints, outdir, external) {
  await build({
    ...common,
    entryPoints,
    outdir,
    outbase: path.dirname(commonFolder(entryPoints)) === '.' ? undefined : commonFolder(entryPoints),
    external: ['vscode', 'esbuild', ...external],
  });
  await writeFile(path.join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
}

function commonFolder(files) {
  return files[0].split('/').slice(0, 2).join('/');
}

function buildProduct() {
  if (!built) {
    run('npm', ['run', '--silent', 'build']);
    built = true;
  }
}

function requireRoot(name) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return skip(name, 'needs Linux and root');
  }
  return undefined;
}

/** Installs Debian packages where this is Debian and we are root; tells whether the programs are there. */
function ensureDebian(programs, packages) {
  const has = () => programs.every((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0);
  if (!has() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const options = ['-o', 'DPkg::Lock::Timeout=300'];
    spawnSync('apt-get', [...options, 'update', '-qq'], { stdio: 'ignore' });
    spawnSync('apt-get', [...options, 'install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: 'ignore',
    });
  }
  return has();
}

function skip(name, why, fault = false) {
  console.log(`SKIP ${name}: ${why}${ci ? ' — a failure, because CI=true' : ''}`);
  return { passed: 0, failed: ci || fault ? 1 : 0, skipped: 1, why };
}

function count(into, one) {
  into.passed += one.passed;
  into.failed += one.failed;
  into.skipped += one.skipped;
}

function trackedFiles(pattern) {
  const child = spawnSync('git', ['ls-files', '--', pattern], { encoding: 'utf8' });
  return child.stdout.split('\n').filter((file) => file !== '');
}

function run(command, args) {
  const child = spawnSync(command, args, { stdio: 'inherit' });
  if (child.status !== 0) {
    console.error(`${command} ${args.join(' ')} failed`);
    process.exit(1);
  }
}
