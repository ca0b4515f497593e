import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

/** Printed by a process for each bundle that it gives V8 a cache of: whether V8 took it. */
const probe = `
const vm = require('node:vm');
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    if (options?.cachedData !== undefined) {
      console.error(this.cachedDataRejected ? 'refused' : 'taken');
    }
  }
};`;

/** Where a code cache can't serve, nothing is different but the time. */
describe('the code cache of check', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'code-cache-'));
  const cache = readdirSync('dist').find((name) => name.startsWith('cli-check.') && name.endsWith('.cache')) ?? '';
  const cacheFile = path.join(folder, cache);
  const bundle = path.join(folder, 'cli-check.js');
  const check = (...flags: string[]) => {
    const args = ['--require', path.join(folder, 'probe.cjs'), ...flags, path.join(folder, 'cli.js')];
    const child = spawnSync(process.execPath, [...args, 'check', 'examples/broken/manifests'], { encoding: 'utf8' });
    assert.equal(child.status, 1, child.stderr);
    return { cache: child.stderr.trim(), told: child.stdout };
  };
  let told = '';

  before(() => {
    assert.notEqual(cache, '', 'the build made a cache');
    writeFileSync(path.join(folder, 'probe.cjs'), probe);
    for (const name of ['cli.js', 'cli-check.js', cache]) {
      copyFileSync(path.join('dist', name), path.join(folder, name));
    }
    told = spawnSync(process.execPath, ['dist/cli.js', 'check', 'examples/broken/manifests'], {
      encoding: 'utf8',
    }).stdout;
    assert.match(told, /error/);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is taken by the Node.js that built it', () => {
    assert.deepEqual(check(), { cache: 'taken', told });
  });

  it('is taken where nothing can be written', () => {
    const before = readdirSync(folder);
    chmodSync(folder, 0o555);
    assert.deepEqual(check(), { cache: 'taken', told });
    chmodSync(folder, 0o755);
    assert.deepEqual(readdirSync(folder), before);
  });

  it('is refused by V8 with other flags', () => {
    assert.deepEqual(check('--no-opt'), { cache: 'refused', told });
  });

  it('is refused by V8 where it is cut off or no cache', () => {
    const whole = readFileSync(cacheFile);
    for (const damaged of [
      whole.subarray(0, 32),
      whole.subarray(0, 1000),
      Buffer.concat([whole.subarray(0, 32), probeOctets()]),
    ]) {
      writeFileSync(cacheFile, damaged);
      assert.deepEqual(check(), { cache: 'refused', told });
    }
    writeFileSync(cacheFile, whole);
  });

  it('is left alone where it is of another bundle, though that is as long', () => {
    const code = readFileSync(bundle, 'latin1');
    const mark = code.slice(0, '/**/'.length + 32);
    writeFileSync(bundle, code.replace(mark, `/*${'f'.repeat(32)}*/`), 'latin1');
    assert.deepEqual(check(), { cache: '', told });
    writeFileSync(bundle, code, 'latin1');
  });

  it('may be missing, as for another version of Node.js', () => {
    rmSync(cacheFile);
    assert.deepEqual(check(), { cache: '', told });
  });
});

function probeOctets(): Buffer {
  return Buffer.from(probe.repeat(1000));
}
