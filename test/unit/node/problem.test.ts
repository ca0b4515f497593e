import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJournal, problemsNow, splitErrors, type ProblemSources } from '../../../client/src/node/kubelet/problem';
import { recording } from './recordings';

const folder = '/etc/kubernetes/manifests';
const paths = ['badname', 'broken', 'refs', 'torn', 'kustomization'].map((name) => `${folder}/${name}.yaml`);
/** The recordings' headers are in UTC, on this day. */
const at = (time: string): number => Date.parse(`2026-11-22T${time}Z`) / 1000;

function sources(journal: string, now: string, change: Partial<ProblemSources> = {}): ProblemSources {
  return {
    journal: journal.split('\n').map((text) => ({ time: undefined, text })),
    now: at(now),
    zone: '+0000',
    fileCheckFrequencySeconds: 2,
    changedAt: new Map([...paths, `${folder}/sub`].map((path) => [path, at('21:53:00')])),
    ...change,
  };
}

test('what the kubelet said within the last two periods is refused now, one problem a field', () => {
  const last = /E1122 (21:5\d:\d\d)/.exec(recording('kubelet-journal.txt').trimEnd().split('\n').at(-1) ?? '');
  const problems = problemsNow(sources(recording('kubelet-journal.txt'), last?.[1] ?? '21:54:30'));
  assert.deepEqual(
    problems.map(({ path, field }) => [path, field]),
    [
      [`${folder}/badname.yaml`, 'metadata.name'],
      [`${folder}/badname.yaml`, 'spec.containers[0].ports[0].containerPort'],
      [`${folder}/broken.yaml`, undefined],
      [`${folder}/refs.yaml`, undefined],
    ],
  );
  assert.equal(problems[1]?.message, 'Invalid value: 70000: must be between 1 and 65535, inclusive');
  assert.equal(problems[3]?.message, 'static pods may not reference serviceaccounts');
});

test('a complaint that is not repeated is over, and one before the last change was about another text', () => {
  const journal = recording('kubelet-journal.txt');
  assert.deepEqual(problemsNow(sources(journal, '22:10:00')), []);
  const changed = new Map([[`${folder}/refs.yaml`, at('22:00:00')]]);
  assert.deepEqual(problemsNow(sources(journal, '22:00:01', { changedAt: changed })), []);
  assert.deepEqual(problemsNow(sources(journal, '21:54:16', { changedAt: new Map() })), [], 'the file is gone');
});

test('a watch event has its path in the text; folders are told too', () => {
  const journal = recording('kubelet-folder-events.txt');
  const [torn] = problemsNow(sources(journal.split('\n').slice(0, 2).join('\n'), '22:58:29'));
  assert.equal(torn?.path, `${folder}/torn.yaml`);
  assert.match(torn.message, /couldn't parse as pod\(yaml: line 3/);
  const sub = problemsNow(sources(journal, '22:59:10')).find(({ path }) => path.endsWith('/sub'));
  assert.equal(sub?.message, 'Provided manifest path is a directory, not recursing into manifest path');
});

test('errors of several fields are told apart, also where their values look like paths', () => {
  assert.deepEqual(
    splitErrors(
      'invalid pod: [metadata.labels[a.b/c]: Invalid value: "x: y": no spec.volumes[0].name: Required value spec.x[1]: Too long: may not be more than 3]',
    ),
    [
      { field: 'metadata.labels[a.b/c]', message: 'Invalid value: "x: y": no' },
      { field: 'spec.volumes[0].name', message: 'Required value' },
      { field: 'spec.x[1]', message: 'Too long: may not be more than 3' },
    ],
  );
  assert.deepEqual(splitErrors('invalid pod: name is needed for the pod'), [
    { message: 'invalid pod: name is needed for the pod' },
  ]);
});

test("the script's journal: a time, then the entry's lines behind a space", () => {
  assert.deepEqual(parseJournal('12.5\n E1 a\n \tb\n\n E2 c\n'), [
    { time: 12.5, text: 'E1 a\n\tb' },
    { time: undefined, text: 'E2 c' },
  ]);
});
