import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyze } from '../../server/src/language-service/check';
import { podWith } from './rule-test';

type Parts = Parameters<typeof podWith>[0];

/**
 * Asserts where a rule finds references: errors of the kubelet from `since` on, before that warnings of ours that
 * change no verdict.
 */
export function refersTo(rule: string, name: string, parts: Parts, paths: readonly string[], since = 34): void {
  const text = podWith(parts);
  for (const minor of [31, 32, 33, 34, 37]) {
    void it(`${name}, in 1.${minor}`, () => {
      const { findings, accepted } = analyze(text, { minor, nodeName: 'my-node1', source: 'file' });
      const told = findings.filter((finding) => finding.rule === rule);
      const refused = paths.length > 0 && minor >= since;
      assert.deepEqual(told.map(({ path }) => path).sort(), [...paths].sort());
      for (const { severity, kubelet } of told) {
        assert.equal(severity, refused ? 'error' : 'warning');
        assert.deepEqual(kubelet, refused ? { stage: 'reference' } : undefined);
      }
      assert.equal(accepted, !refused);
    });
  }
}

/** Asserts that the rule has nothing to say of a Pod that the newest kubelet runs. */
export function refersToNothing(rule: string, name: string, parts: Parts): void {
  refersTo(rule, name, parts, []);
}
