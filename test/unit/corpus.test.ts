import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { check } from '../../server/src/language-service/check';
import { supportedMinors } from '../../server/src/protocol';

interface Verdict {
  readonly accepted: boolean;
  readonly stage?: string;
  readonly errors?: readonly { readonly type: string; readonly field: string }[];
}

interface Case {
  readonly name: string;
  readonly manifest: string;
  readonly verdict: Verdict;
  readonly older?: Readonly<Record<string, Verdict>>;
}

/**
 * What the kubelets' own functions say of our own mutants (test/kubelet/own.sh), and of JSON as no printer writes it
 * (test/kubelet/corpus.sh).
 */
const cases = ['test/fixtures/corpus/own.ndjson', 'test/fixtures/json-corpus.ndjson']
  .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Case);

/** A verdict as text: the stage, and for validation the set of types and fields. */
function describeVerdict({ accepted, stage, errors = [] }: Verdict): string {
  if (accepted) {
    return 'accepted';
  }
  return stage === 'validate'
    ? [...new Set(errors.map(({ type, field }) => `${type} ${field}`))].sort().join('; ')
    : (stage ?? '');
}

function judge(manifest: string, minor: number): string {
  const { accepted, findings } = check(manifest, { minor, nodeName: 'my-node1', source: 'file' });
  const told = findings.flatMap(({ kubelet }) => (kubelet === undefined ? [] : [kubelet]));
  const errors = told.map(({ type = '', field = '' }) => ({ type, field }));
  return describeVerdict({ accepted, errors, ...(told[0] === undefined ? {} : { stage: told[0].stage }) });
}

describe('our own corpus of kubelet verdicts', () => {
  for (const minor of supportedMinors) {
    it(`Kubernetes 1.${minor}`, () => {
      assert.ok(cases.length > 500);
      const differing = cases
        .map(({ name, manifest, verdict, older }) => ({
          name,
          kubelet: describeVerdict(older?.[`1.${minor}`] ?? verdict),
          ours: judge(manifest, minor),
        }))
        .filter(({ kubelet, ours }) => kubelet !== ours);
      assert.deepEqual(differing, []);
    });
  }
});
