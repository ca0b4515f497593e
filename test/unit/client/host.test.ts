import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameApart, parseHost } from '../../../client/src/commands/host';

test('what a person types for a host is understood', () => {
  assert.deepEqual(parseHost('node1'), { name: 'node1', host: 'node1' });
  assert.deepEqual(parseHost(' ops@node1.example.com:2222 '), {
    name: 'node1.example.com',
    host: 'node1.example.com',
    user: 'ops',
    port: 2222,
  });
  assert.deepEqual(parseHost('root@[2001:db8::7]:22'), {
    name: '2001:db8::7',
    host: '2001:db8::7',
    user: 'root',
    port: 22,
  });
  assert.deepEqual(parseHost('2001:db8::7'), { name: '2001:db8::7', host: '2001:db8::7' });
});

test('what is no host is none', () => {
  for (const text of [
    '',
    ' ',
    'ops@',
    '@node1',
    'node1:0',
    'node1:65536',
    'node1:',
    'no de',
    'ops@node1:ssh',
    '[::1',
  ]) {
    assert.equal(parseHost(text), undefined, text);
  }
});

test('a second way to the same host gets a name of its own', () => {
  const target = { name: 'node1', host: 'node1', user: 'root', port: 2222 };
  assert.equal(nameApart(target, new Set()).name, 'node1');
  assert.equal(nameApart(target, new Set(['node1'])).name, 'root@node1');
  assert.equal(nameApart(target, new Set(['node1', 'root@node1'])).name, 'root@node1:2222');
  const plain = { name: 'node1', host: 'node1' };
  assert.equal(nameApart(plain, new Set(['node1'])).name, 'node1 (2)');
  assert.equal(nameApart(plain, new Set(['node1', 'node1 (2)'])).name, 'node1 (3)');
});
