import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

/**
 * The extension's own grammars come from package.json, the injection with what it is injected into.
 * The tokens of test/fixtures/syntaxes/* against the snapshots beside them.
 * `SNAPSHOT_UPDATE=1 node test/run.mjs unit syntaxes` writes them anew: read the difference before you commit it.
 */
function compare(scope: string, pattern: string, grammars: readonly string[]): void {
  const update = process.env['SNAPSHOT_UPDATE'] === '1' ? ['--updateSnapshot'] : [];
  const child = spawnSync(
    process.execPath,
    [
      'node_modules/vscode-tmgrammar-test/dist/snapshot.js',
      ...update,
      '-s',
      scope,
      ...grammars.flatMap((file) => ['-g', file]),
      pattern,
    ],
    { encoding: 'utf8' },
  );
  assert.equal(child.status, 0, child.stdout + child.stderr);
}

describe('the grammars', () => {
  it('of klog lines', () => compare('source.klog', 'test/fixtures/syntaxes/*.klog', []));

  it('of manifests', () => {
    const editor = ['yaml', 'shellscript'].map((name) => `node_modules/tm-grammars/grammars/${name}.json`);
    compare('source.yaml', 'test/fixtures/syntaxes/*.yaml', editor);
  });
});
