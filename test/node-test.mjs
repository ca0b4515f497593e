// Runs bundled test files with node's own runner, each by itself; what failed gets a second try, and that is said.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';

/** More files than these failing at once is no accident of a busy machine. */
const mostSecondTries = 3;

/**
 * Runs `files` (bundled CommonJS below `folder`), one after another unless `together`. A file with a failed test is run
 * once more at the end, whole, since this machine's other work can make a real program late; not one that hung, and not
 * when many failed. Returns {passed, failed, skipped, why}: the last try's numbers of each file; `why` names those that
 * needed two.
 */
export async function runTestFiles(files, folder, { together }) {
  const outcomes = new Map();
  const waiting = [...files];
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      outcomes.set(file, await runFile(file, together));
    }
  };
  await Promise.all(Array.from({ length: together ? Math.max(1, availableParallelism() - 1) : 1 }, work));
  const name = (file) => path.relative(folder, file).replace(/\.js$/, '.ts');
  const failed = files.filter((file) => outcomes.get(file).failed > 0);
  const mended = [];
  if (failed.length <= mostSecondTries && failed.every((file) => !outcomes.get(file).timedOut)) {
    for (const file of failed) {
      console.log(`once more: ${name(file)}, for ${outcomes.get(file).names.join('; ')}`);
      outcomes.set(file, await runFile(file, together));
      if (outcomes.get(file).failed === 0) {
        mended.push(name(file));
      }
    }
  }
  const sum = (key) => files.reduce((total, file) => total + outcomes.get(file)[key], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    why: mended.length === 0 ? '' : `passed at the second try: ${mended.join(', ')}`,
  };
}

/** What the reporter tells of one file. The output is shown as it comes; that of files that run `together`, at the end. */
async function runFile(file, together) {
  const report = `${file}.outcome.json`;
  const child = spawn(
    process.execPath,
    [
      '--enable-source-maps',
      '--test',
      // A test that hangs is a failure, not a CI run that never ends.
      '--test-timeout=900000',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${path.join(import.meta.dirname, 'support', 'outcome-reporter.mjs')}`,
      `--test-reporter-destination=${report}`,
      file,
    ],
    { stdio: ['ignore', together ? 'pipe' : 'inherit', together ? 'pipe' : 'inherit'] },
  );
  const chunks = [];
  child.stdout?.on('data', (chunk) => chunks.push(chunk));
  child.stderr?.on('data', (chunk) => chunks.push(chunk));
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  process.stdout.write(Buffer.concat(chunks));
  const told = JSON.parse(await readFile(report, 'utf8').catch(() => '{"passed":0,"failed":0,"skipped":0,"names":[]}'));
  return status !== 0 && told.failed === 0 ? { ...told, failed: 1, names: [`exit code ${String(status)}`] } : told;
}
