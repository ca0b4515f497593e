// Runs the suite in a real VS Code: `node out/vscode/run.js`, after the product and the suite are bundled.
import { runTests } from '@vscode/test-electron';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createScratchWorkspace, startDemoNode } from '../../scripts/demo-workspace.mjs';

// This file is bundled to out/vscode/run.js.
const repository = path.resolve(__dirname, '../..');

/**
 * Which VS Code runs the suite: the program that VSCODE_PATH names; one that @vscode/test-electron downloads if
 * VSCODE_VERSION names a version (`stable`, `1.101.0`); else the launcher's, which needs no download of VS Code's own
 * and can also look, click, type and take pictures.
 */
function chooseVsCode(): { vscodeExecutablePath: string } | { version: string } {
  const program = process.env['VSCODE_PATH'];
  if (program !== undefined && program !== '') {
    return { vscodeExecutablePath: program };
  }
  const version = process.env['VSCODE_VERSION'];
  if (version !== undefined && version !== '') {
    return { version };
  }
  return { vscodeExecutablePath: path.join(repository, 'test/vscode/launcher.mjs') };
}

/** A test file that suite/index.ts forgot would never run, and nobody would notice. */
function requireAllImported(): void {
  const suite = path.join(repository, 'test/vscode/suite');
  const index = readFileSync(path.join(suite, 'index.ts'), 'utf8');
  for (const file of readdirSync(suite)) {
    if (file.endsWith('.test.ts') && !index.includes(`'./${path.basename(file, '.ts')}'`)) {
      throw new Error(`test/vscode/suite/index.ts does not import ${file}: its tests would not run.`);
    }
  }
}

/** The extension under test: the repository with its dist/, or a folder of its own such as an unpacked .vsix. */
const extension = path.resolve(process.env['STATIC_PODS_TEST_EXTENSION'] ?? repository);

async function main(): Promise<void> {
  // @vscode/test-electron ends VS Code on SIGINT, and on nothing else.
  process.once('SIGTERM', () => {
    process.emit('SIGINT');
  });
  requireAllImported();
  const demo = await startDemoNode(repository);
  const workspace = createScratchWorkspace(repository, { 'staticPods.nodes': [demo.settings] });
  const profile = mkdtempSync(path.join(tmpdir(), 'static-pods-profile-'));
  try {
    await runTests({
      ...chooseVsCode(),
      extensionDevelopmentPath: extension,
      extensionTestsPath: path.join(__dirname, 'suite/index.js'),
      cachePath: path.join(repository, '.cache/vscode'),
      launchArgs: [
        workspace.folder,
        '--disable-extensions',
        // A profile of this run alone: nothing that an earlier run left can make a test pass.
        `--user-data-dir=${path.join(profile, 'user')}`,
        `--extensions-dir=${path.join(profile, 'extensions')}`,
      ],
    });
  } finally {
    workspace.remove();
    rmSync(profile, { recursive: true, force: true });
    await demo.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
