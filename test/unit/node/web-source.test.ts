import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isListDue, judgeWebSource, webProblems, type WebListLook } from '../../../client/src/node/web-source';
import { noWords, readWebWords, type WebWords } from '../../../client/src/node/web-words';

const url = 'http://10.0.0.5/pods.yaml';
const at = (time: string): number => Date.parse(`2026-11-22T${time}Z`) / 1000;
const says = (time: string, text: string): string => `I1122 ${time}.000000 1 http.go:65] ${text}`;
const failed = (time: string, text: string): string =>
  says(time, `"Failed to read pods from URL" err=${JSON.stringify(text)}`);
const invalid = 'invalid pod: spec.x: Required value';
const away = 'Get \\"http://10.0.0.5/pods.yaml\\": dial tcp 10.0.0.5:80: connect: connection refused';
const read = (time: string): string => says(time, '"Successfully read pods from URL"');
const sound: WebListLook = {
  time: at('22:00:50'),
  sha256: '1',
  verdict: { accepted: true, refusals: [], pods: [{ namespace: 'default', name: 'a', form: '' }] },
};
const unsound: WebListLook = {
  ...sound,
  verdict: { accepted: false, refusals: [{ field: 'spec.y', message: 'no' }], pods: [] },
};

function words(...journal: readonly string[]): WebWords {
  return readWebWords({
    journal: journal.map((text) => ({ time: undefined, text })),
    now: at('22:01:00'),
    zone: '+0000',
    before: noWords,
  });
}

function source(said: WebWords, look?: WebListLook, hasPods = true) {
  return judgeWebSource({ url, periodSeconds: 20, words: said, look, hasPods });
}

describe('what a kubelet makes of its URL', () => {
  test('a refused list stays refused, whatever it says of the same bytes later', () => {
    const refused = source(words(failed('22:00:00', invalid), read('22:00:20')));
    assert.deepEqual(
      [refused.state, refused.reasons, refused.saidAt],
      ['refused', [{ field: 'spec.x', message: 'Required value' }], at('22:00:00')],
    );
    assert.deepEqual(
      webProblems(refused).map(({ path, field, about }) => [path, field, about]),
      [[url, 'spec.x', 'list']],
    );
  });

  test('nor does a server that was away between make it sound', () => {
    const said = [failed('22:00:00', invalid), read('22:00:20'), failed('22:00:30', away)];
    assert.equal(source(words(...said)).state, 'unreachable');
    assert.equal(source(words(...said, read('22:00:50'))).state, 'refused');
  });

  test('it never says that a refusal is over: the list itself does', () => {
    const said = words(failed('22:00:00', invalid), read('22:00:20'));
    assert.equal(source(said, sound).state, 'read');
    assert.deepEqual(webProblems(source(said, sound)), []);
    assert.equal(source(said, unsound).state, 'refused');
    assert.equal(source(said, { time: 1, error: 'away' }).state, 'refused', 'nobody knows better');
  });

  test('a list that nothing was said of is refused by what it holds', () => {
    // After three failures in a row the kubelet is silent, also about the invalid list that ends them.
    const said = words(failed('21:59:00', away), read('22:00:20'));
    const refused = source(said, unsound);
    assert.deepEqual([refused.state, refused.reasons], ['refused', [{ field: 'spec.y', message: 'no' }]]);
    assert.equal(webProblems(refused)[0]?.time, at('22:00:50'));
  });

  test('a server that is away, and an answer of no bytes', () => {
    assert.equal(source(words(failed('22:00:00', away))).state, 'unreachable');
    assert.equal(source(words(failed('22:00:00', away)), sound).state, 'unreachable', 'the kubelet decides');
    assert.equal(source(words(failed('22:00:00', away), read('22:00:20'))).state, 'read');
    assert.equal(source(words(failed('22:00:00', `zero-length data received from ${url}`))).state, 'empty');
    assert.equal(source(words(failed('22:00:00', away), failed('22:00:40', invalid))).state, 'refused');
    const long = `"Failed to read pods from URL. Dropping verbosity of this message to V(4)" err="x"`;
    assert.equal(source(words(says('22:00:00', long))).state, 'unreachable');
  });

  test('silence is no proof', () => {
    assert.equal(source(noWords, undefined, false).state, 'silent');
    assert.equal(source(noWords, undefined, true).state, 'read');
    assert.equal(source(noWords, sound, false).state, 'read');
  });

  test('what was said in lines that are not read again still counts', () => {
    const before = words(failed('22:00:00', invalid));
    const now = readWebWords({ journal: [], now: at('23:00:00'), zone: '+0000', before });
    assert.equal(source(now).state, 'refused');
  });

  test('the list is asked as often as the kubelet asks, and again after what it says of one', () => {
    assert.ok(isListDue(source(noWords), at('22:01:00')));
    assert.ok(!isListDue(source(noWords, sound), at('22:01:00')));
    assert.ok(isListDue(source(noWords, sound), at('22:01:10')));
    assert.ok(isListDue(source(words(failed('22:00:55', invalid)), sound), at('22:01:00')));
  });
});
