import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { coresUsed, formatBytes, formatCores, parseStats } from '../../../client/src/node/crictl/stats';

test('usage as a real crictl printed it; what has ended uses nothing', () => {
  const usage = parseStats(readFileSync('test/node/crictl/testdata/stats.json', 'utf8'));
  assert.deepEqual(usage.get('189d9bf4cfae055b1f7a40b04d576ae50d074081f6bf2bd6557fce44ea3d2827'), {
    at: 0,
    cpuSeconds: undefined,
    memoryBytes: undefined,
  });
  const running = usage.get('357c02770c896e65208c7b5bcf7e6d4f725fda08b1c05642b51dc7a788a7f0fe');
  assert.ok(running?.cpuSeconds !== undefined && running.cpuSeconds > 0 && running.cpuSeconds < 60);
  assert.ok(running.memoryBytes !== undefined && running.memoryBytes > 4096);
});

test('cores are used between two readings of one attempt', () => {
  const reading = (at: number, cpuSeconds: number) => ({ at, cpuSeconds, memoryBytes: 1 });
  assert.equal(coresUsed(reading(10, 5), reading(14, 7)), 0.5);
  assert.equal(coresUsed(undefined, reading(14, 7)), undefined);
  assert.equal(coresUsed(reading(10, 5), reading(10, 5)), undefined);
  assert.equal(coresUsed(reading(10, 5), reading(14, 0.1)), undefined, 'started anew');
});

test('amounts as Kubernetes writes them', () => {
  assert.deepEqual([0.0124, 0.5, 1.5, 12].map(formatCores), ['12m', '500m', '1.50', '12.0']);
  assert.deepEqual([12, 4096, 13_000_000, 5e9].map(formatBytes), ['12', '4.0Ki', '12.4Mi', '4.7Gi']);
});
