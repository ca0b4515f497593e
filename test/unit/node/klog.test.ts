import assert from 'node:assert/strict';
import { test } from 'node:test';
import { klogTime, parseKlog } from '../../../client/src/node/kubelet/klog';
import { recording } from './recordings';

test('every recorded entry is read, with what it is about', () => {
  const lines = recording('kubelet-journal.txt').trimEnd().split('\n');
  const entries = lines.map((line) => parseKlog(line));
  assert.ok(entries.length > 100);
  assert.equal(
    entries.findIndex((entry) => entry === undefined || entry.message === '' || entry.source === ''),
    -1,
  );
  const refused = entries.filter((entry) => entry?.message === 'Could not process manifest file');
  assert.deepEqual(
    new Set(refused.map((entry) => entry?.values.get('path'))),
    new Set(['badname', 'broken', 'refs'].map((name) => `/etc/kubernetes/manifests/${name}.yaml`)),
  );
});

test('quoted values lose their escapes, unquoted ones end at a space', () => {
  const entry = parseKlog(
    String.raw`E1122 21:54:01.009374     426 file.go:186] "Could not \"x\"" err="a\tb\n\u00e9 \"q\" \\" path="/m/a.yaml" pod=default/x n=5`,
  );
  assert.ok(entry);
  assert.equal(entry.severity, 'error');
  assert.equal(entry.source, 'file.go:186');
  assert.equal(entry.message, 'Could not "x"');
  assert.deepEqual(
    [...entry.values],
    [
      ['err', 'a\tb\né "q" \\'],
      ['path', '/m/a.yaml'],
      ['pod', 'default/x'],
      ['n', '5'],
    ],
  );
});

test('a value of several lines stands between < and >', () => {
  const entry = parseKlog(
    'E1122 21:54:01.0 1 file.go:186] "Refused" err=<\n\tfirst\n\tsecond: "x"\n > path="/m/a.yaml"',
  );
  assert.equal(entry?.values.get('err'), 'first\nsecond: "x"');
  assert.equal(entry.values.get('path'), '/m/a.yaml');
});

test('unstructured entries are text; what has no header is none', () => {
  assert.equal(parseKlog('W0101 00:00:00.5 1 a.go:1] it is "so" x=1')?.message, 'it is "so" x=1');
  assert.equal(parseKlog('time="2026-11-22T21:55:10Z" level=error msg="no"'), undefined);
  assert.equal(parseKlog(''), undefined);
});

test('a header has neither year nor zone', () => {
  const entry = parseKlog('E1231 23:59:59.250000 1 a.go:1] "x"');
  assert.ok(entry);
  const justAfter = Date.UTC(2027, 0, 1, 0, 0, 5) / 1000;
  assert.equal(klogTime(entry, justAfter, '+0000'), Date.UTC(2026, 11, 31, 23, 59, 59, 250) / 1000);
  // The same wall clock two hours east is two hours earlier.
  assert.equal(klogTime(entry, justAfter, '+0200'), Date.UTC(2026, 11, 31, 21, 59, 59, 250) / 1000);
  assert.equal(klogTime(entry, justAfter, '-0330'), Date.UTC(2027, 0, 1, 3, 29, 59, 250) / 1000);
});
