// Runs bundled test files with node's own runner; what failed gets a second try, and that is said.
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** More files than these failing at once is no accident of a busy machine. */
const mostSecondTries = 3;

/**
 * Runs `files` (bundled CommonJS), one after another unless `together`. A file with a failed test is run once more at the
 * end, whole, since this machine's other work can make a real program late; not one that hung, and not when many failed.
 * Returns {passed, failed, skipped, why}: the last try's numbers of each file; `why` names those that needed two.
 */
export async function runTestFiles(files, folder, { together }) {
  const first = await runOnce(files, path.join(folder, 'first.json'), together);
  const again = Object.keys(first.files).filter((file) => first.files[file].failed > 0);
  const hung = again.some((file) => first.files[file].timedOut);
  if (again.length === 0 || again.length > mostSecondTries || hung) {
    return summary(first.files, first.status, []);
  }
  for (const file of again) {
    console.log(`once more: ${path.relative(folder, file)}, for ${first.files[file].names.join('; ')}`);
  }
  const second = await runOnce(again, path.join(folder, 'second.json'), false);
  const mended = again.filter((file) => second.files[file]?.failed === 0);
  return summary(
    { ...first.files, ...second.files },
    second.status,
    mended.map((file) => path.relative(folder, file)),
  );
}

async function runOnce(files, report, together) {
  const child = spawnSync(
    process.execPath,
    [
      '--enable-source-maps',
      '--test',
      // A test that hangs is a failure, not a CI run that never ends.
      '--test-timeout=900000',
      ...(together ? [] : ['--test-concurrency=1']),
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${path.join(import.meta.dirname, 'support', 'outcome-reporter.mjs')}`,
      `--test-reporter-destination=${report}`,
      ...files,
    ],
    { stdio: 'inherit' },
  );
  const text = await readFile(report, 'utf8').catch(() => '{}');
  const told = Object.entries(JSON.parse(text === '' ? '{}' : text));
  return { status: child.status, files: Object.fromEntries(told.map(([file, one]) => [bundleOf(file, files), one])) };
}

/** Of a bundle with a source map the runner tells the source: `test/ssh/exec.test.ts` for `out/ssh.7/exec.test.js`. */
function bundleOf(source, files) {
  const parts = (file) =>
    file
      .replace(/\.[jt]s$/, '')
      .split(path.sep)
      .reverse();
  const alike = (file) => {
    const differs = parts(file).findIndex((part, at) => part !== parts(source)[at]);
    return differs === -1 ? Infinity : differs;
  };
  return files.reduce((best, file) => (alike(file) > alike(best) ? file : best));
}

function summary(files, status, mended) {
  const result = { passed: 0, failed: 0, skipped: 0, why: '' };
  for (const file of Object.values(files)) {
    result.passed += file.passed;
    result.failed += file.failed;
    result.skipped += file.skipped;
  }
  if (status !== 0 && result.failed === 0) {
    result.failed = 1;
  }
  if (mended.length > 0) {
    result.why = `passed at the second try: ${mended.join(', ')}`;
  }
  return result;
}
