import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldLog } from '../../../client/src/documents/fold-log';
import { LogBuffer } from '../../../client/src/documents/log-buffer';

test('a log buffer keeps the newest text, from the start of a line', () => {
  const buffer = new LogBuffer(20);
  for (let number = 0; number < 100; number++) {
    buffer.append(`line ${number}\n`);
    assert.ok(buffer.length < 20 + 8, String(buffer.length));
  }
  assert.equal(buffer.text, 'line 98\nline 99\n');
  assert.equal(buffer.dropped + buffer.length, Array.from({ length: 100 }, (_, n) => `line ${n}\n`).join('').length);
});

test('what fits is kept whole, and text can be asked for in between', () => {
  const buffer = new LogBuffer(1000);
  buffer.append('one\n');
  assert.equal(buffer.text, 'one\n');
  buffer.append('');
  buffer.append('two\n');
  buffer.append('three');
  assert.equal(buffer.text, 'one\ntwo\nthree');
  assert.equal(buffer.dropped, 0);
});

test('200 MB pass through a buffer of 2 MB without being copied again and again', () => {
  const buffer = new LogBuffer(2_000_000);
  const chunk = `${'x'.repeat(99)}\n`.repeat(320);
  const started = performance.now();
  for (let passed = 0; passed < 200_000_000; passed += chunk.length) {
    buffer.append(chunk);
  }
  assert.ok(buffer.text.length >= 1_990_000 && buffer.text.length <= 2_000_000 + chunk.length);
  // Copying 2 MB for each chunk would be 12 GB.
  assert.ok(performance.now() - started < 2000);
});

test('entries of several lines fold, and whole attempts', () => {
  const lines = [
    'I1123 03:46:21.000000       1 main.go:12] "Started"',
    'panic: half a plan',
    '  at Ladder.climb(ladder.go:3)',
    '  at main.main(main.go:9)',
    '──── main: it ended with exit code 2 ────',
    '──── main: attempt 1 ────',
    'main  │ I1123 one',
    'main  │   more of it',
    '',
  ];
  assert.deepEqual(foldLog(lines), [
    { start: 1, end: 3, isAttempt: false },
    { start: 6, end: 7, isAttempt: false },
    { start: 5, end: 7, isAttempt: true },
  ]);
});
