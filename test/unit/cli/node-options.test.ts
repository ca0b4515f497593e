import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { parseArguments } from '../../../cli/src/arguments';
import { UsageError } from '../../../cli/src/command';
import { nodeOptions, readAddress, readTargets } from '../../../cli/src/node-options';

const folder = mkdtempSync(path.join(tmpdir(), 'nodes-'));
after(() => {
  rmSync(folder, { recursive: true });
});

function config(value: unknown): string {
  const file = path.join(folder, 'nodes.json');
  writeFileSync(file, JSON.stringify(value));
  return file;
}

const targets = (...args: string[]) => readTargets(parseArguments(args, nodeOptions).options);

test('addresses', () => {
  assert.deepEqual(readAddress('ops@10.0.0.7:2222'), {
    name: 'ops@10.0.0.7:2222',
    host: '10.0.0.7',
    user: 'ops',
    port: 2222,
  });
  assert.deepEqual(readAddress('node1'), { name: 'node1', host: 'node1' });
  assert.equal(readAddress('root@[fe80::1]:22').host, 'fe80::1');
  assert.equal(readAddress('fe80::1').host, 'fe80::1');
  for (const address of ['', 'a b', '@x', 'x:99999', '-oProxyCommand=x', 'x:y']) {
    assert.throws(() => readAddress(address), UsageError, address);
  }
});

test('a named node comes from the file, or is a host of the ssh configuration', () => {
  const file = config({ nodes: [{ name: 'one', host: '10.0.0.1', user: 'ops', crictl: '/opt/crictl' }] });
  assert.deepEqual(targets('--config', file, '--node', 'one', '--node', 'two', '--identity', 'key'), [
    { name: 'one', host: '10.0.0.1', user: 'ops', crictl: '/opt/crictl', identityFile: 'key' },
    { name: 'two', identityFile: 'key' },
  ]);
  assert.deepEqual(targets('--local'), [{ name: 'local', local: true }]);
});

test('what is wrong with a file is told', () => {
  assert.throws(
    () => targets('--config', config({ nodes: [{ name: 'a', hots: 'x' }] }), '--node', 'a'),
    /no field 'hots'/,
  );
  assert.throws(
    () => targets('--config', config({ nodes: [{ name: 'a', port: '22' }] }), '--node', 'a'),
    /must be a number/,
  );
  assert.throws(() => targets('--config', config([]), '--node', 'a'), /of the form/);
  assert.throws(() => targets('--config', path.join(folder, 'none'), '--node', 'a'), /can't be read/);
});

test('no node, or one twice, is wrong use', () => {
  assert.throws(() => targets(), /Name a node/);
  assert.throws(() => targets('--node', 'a', '--node', 'a'), /named twice/);
});
