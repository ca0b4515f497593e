import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as names from '../../../server/src/validation/names';

type Problem = (value: string) => string | undefined;

/** What each format takes and what not: apimachinery's pkg/util/validation, v0.37. */
const formats: readonly (readonly [string, Problem, readonly string[], readonly string[]])[] = [
  [
    'DNS-1123 label',
    names.dns1123LabelProblem,
    ['a', '0', 'a-b', 'a'.repeat(63)],
    ['', 'A', 'a.b', '-a', 'a-', 'a_b', 'ä', 'a\n', 'a'.repeat(64)],
  ],
  [
    'DNS-1123 subdomain',
    names.dns1123SubdomainProblem,
    ['a', 'a.b-c.0', 'a'.repeat(253)],
    ['', 'A.b', '.a', 'a.', 'a..b', 'a.-b', 'a'.repeat(254)],
  ],
  [
    'DNS-1123 subdomain with underscores',
    names.dns1123SubdomainWithUnderscoreProblem,
    ['_a.b', 'a_b.c'],
    ['_', '__a', 'a_', 'A'],
  ],
  [
    'qualified name',
    names.qualifiedNameProblem,
    ['a', 'A_b.c-d', 'a.b/C', 'a'.repeat(63), `a.b/${'a'.repeat(63)}`],
    ['', '/a', 'a/', 'a/b/c', 'A.b/c', '-a', 'a'.repeat(64), 'a b'],
  ],
  [
    'label value',
    names.labelValueProblem,
    ['', 'a', 'A.b_c-d', 'a'.repeat(63)],
    ['-a', 'a-', 'a b', 'a/b', 'a'.repeat(64)],
  ],
  [
    'key of a ConfigMap',
    names.configMapKeyProblem,
    ['a', 'A_b.c-d', '.a', 'a..b', 'a'.repeat(253)],
    ['', '.', '..', '..a', 'a/b', 'a'.repeat(254)],
  ],
  [
    'strict environment name',
    names.strictEnvironmentNameProblem,
    ['A', '_a', '-a', '.a', 'a1'],
    ['', '1a', 'a b', 'a=b', '.', '..', '..a'],
  ],
  [
    'relaxed environment name',
    names.relaxedEnvironmentNameProblem,
    ['1', ' ', '..', '~!', 'a b'],
    ['', '=', 'a=b', 'ä', '\t', '\u007f'],
  ],
  ['HTTP header', names.httpHeaderNameProblem, ['X-A', '1'], ['', 'a_b', 'a b', 'a:']],
  [
    'port name',
    names.portNameProblem,
    ['a', 'a1', '1a', 'a-b', 'a'.repeat(15)],
    ['', '1', '1-2', 'A', 'a--b', '-a', 'a-', 'a_b', 'a'.repeat(16)],
  ],
  [
    'descending path',
    names.descendingPathProblem,
    ['', 'a', 'a/b', '..a', 'a..'],
    ['/', '/a', '..', 'a/..', '../a', 'a/../b'],
  ],
  ['path that is not reserved', names.nonReservedPathProblem, ['a', 'a/..b'], ['..a', '..', '/a']],
];

for (const [format, problem, good, bad] of formats) {
  void it(`takes a ${format}`, () => {
    for (const value of good) assert.equal(problem(value), undefined, JSON.stringify(value));
  });
  void it(`says what is wrong with a ${format}, then what to do`, () => {
    for (const value of bad)
      assert.match(problem(value) ?? 'nothing', /^(?:is|may|must|has|holds) .+/, JSON.stringify(value));
  });
}

void it('counts bytes as Go does', () => {
  for (const text of ['', 'abc', 'größe', '日本', '🙂', 'a\u07ff\u0800\uffff']) {
    assert.equal(names.byteLength(text), Buffer.byteLength(text), text);
  }
});

void it('trims what Go takes for white space', () => {
  assert.equal(names.trimSpace('\t\v a\u0085\u00a0\u3000\n'), 'a');
  assert.equal(names.trimSpace('\ufeffa\u200b'), '\ufeffa\u200b');
  assert.equal(names.trimSpace(' '), '');
});

void it('asks less of variables once kubelets validate by the gate', () => {
  assert.equal(names.environmentNameProblem('1 a', 35), undefined);
  assert.notEqual(names.environmentNameProblem('1 a', 31), undefined);
});

void it('bounds numbers', () => {
  assert.deepEqual(
    [0, 1, 65535, 65536].map((port) => names.portNumberProblem(port) === undefined),
    [false, true, true, false],
  );
  assert.deepEqual(
    [-1, 0, 2147483647, 2147483648].map((id) => names.userOrGroupIdProblem(id) === undefined),
    [false, true, true, false],
  );
});
