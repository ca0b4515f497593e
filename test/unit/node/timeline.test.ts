import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Section } from '../../../client/src/node/sections';
import type { PodOnNode } from '../../../client/src/node/static-pods';
import { formatTimeline, parseTimeline } from '../../../client/src/node/timeline';
import { manifestOf } from './nodes';
import { recording } from './recordings';

const web = manifestOf('crash.yaml', 'kind: Pod\nmetadata: {name: crash}\n', { modificationTime: 1795384400 });

const pod = {
  namespace: 'demo',
  name: 'crash',
  podName: 'crash-my-node1',
  source: 'file',
  manifests: [web],
  state: { state: 'failing', container: 'boom', reason: '' },
  containers: [],
} as unknown as PodOnNode;

function report(name: string, stdout: string, exitCode = 0): Section {
  return { name, body: Buffer.from(`${stdout}\n${exitCode}`) };
}

const backOff =
  'E1122 21:55:07.000001     426 pod_workers.go:1324] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"boom\\" with CrashLoopBackOff: \\"back-off 40s restarting failed container=boom pod=crash-my-node1_demo(6eef)\\"" pod="demo/crash-my-node1"';

const sections: Section[] = [
  { name: 'machine', body: Buffer.from('time=1795384510\0zone=+0100\0') },
  report('crictl.pods', recording('crictl-pods.json')),
  report('crictl.inspect', recording('crictl-inspect-exited.json')),
  report('crictl.inspect', 'gone meanwhile', 1),
  report('journal', [`1795384507.1 ${backOff}`, `1795384508.2 ${backOff}`, 'no entry at all'].join('\n')),
  report('crictl.logs', 'reading /etc/app.conf'),
];

test('a crash loop explains itself', () => {
  const timeline = parseTimeline(sections, pod);
  const mine = timeline.entries.filter(({ what }) => what !== 'sandbox');
  assert.deepEqual(
    mine.map(({ what, container, attempt }) => [what, container, attempt]),
    [
      ['manifest', undefined, undefined],
      ['created', 'boom', 3],
      ['started', 'boom', 3],
      ['ended', 'boom', 3],
      ['kubelet', 'boom', undefined],
    ],
  );
  assert.deepEqual(
    timeline.entries.map(({ time }) => time),
    timeline.entries.map(({ time }) => time).sort((a, b) => a - b),
  );
  assert.match(
    mine.at(-1)?.text ?? '',
    /^CrashLoopBackOff: back-off 40s restarting failed container \(2 times within 1\.1 s\)$/,
  );
  const [first = '', second = ''] = timeline.findings;
  assert.match(first, /^Container boom was started 4 times \(of attempts before 3 nothing is left on the node\)\./);
  assert.match(first, /It ended with exit code 3 after [\d.]+ s: its own doing; its last lines say more\.$/);
  assert.match(second, /^The kubelet starts boom again, and waits longer each time it fails/);
});

test('as text it is in the node’s own time, and ends with the last words', () => {
  const text = formatTimeline('Timeline of demo/crash', parseTimeline(sections, pod));
  assert.match(text, /^Timeline of demo\/crash\nAs of 2026-11-22 22:55:10\.000 \(\+01:00\)\n/);
  assert.match(text, /^2026-11-22 22:55:06\.\d{3} {2}✗ boom {6}attempt 3 ended after/m);
  assert.match(text, /Last lines of the container that ended last:\n {2}reading \/etc\/app\.conf\n$/);
  assert.ok(
    text
      .split('\n')
      .slice(0, 6)
      .every((line) => line.length <= 100),
  );
});

test('what is missing is said', () => {
  const timeline = parseTimeline([report('crictl.pods', '', 1)], pod);
  assert.equal(timeline.remarks.length, 2);
  assert.match(timeline.remarks.join('\n'), /`crictl pods` failed[\s\S]*own words are missing/);
});
