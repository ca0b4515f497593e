import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyze } from '../../server/src/language-service/check';
import { newest } from './rule-test';

export const minors = [31, 32, 33, 34, 35, 36, 37] as const;

/** By the first minor from which on they are told: `{ 31: [], 34: ['Invalid spec.x'] }`. */
export type ErrorsByVersion = Readonly<Partial<Record<(typeof minors)[number], readonly string[]>>>;

/** A line of a table: the manifest and what the kubelet says of it at stage `validate`: `Invalid spec.x`. */
export type Case = readonly [manifest: string, ...errors: readonly string[]] | readonly [string, ErrorsByVersion];

/** Asserts, for every Kubernetes version, which kubelet errors a rule tells, whatever other rules find. */
export function expectErrors(rule: string, cases: Readonly<Record<string, Case>>): void {
  for (const [name, [manifest, ...expected]] of Object.entries(cases)) {
    void it(name, () => {
      let errors: readonly string[] = [];
      for (const minor of minors) {
        const [first] = expected;
        errors = typeof first === 'object' ? (first[minor] ?? errors) : (expected as readonly string[]);
        assert.deepEqual(errorsOf(rule, manifest, minor), [...errors].sort(), `Kubernetes 1.${minor}`);
      }
    });
  }
}

/** Each error once, sorted: the kubelet's list is compared as a set. */
function errorsOf(rule: string, manifest: string, minor: number): string[] {
  const errors = new Set<string>();
  for (const { rule: id, kubelet } of analyze(manifest, { ...newest, minor }).findings) {
    if (id === rule && kubelet?.stage === 'validate') {
      errors.add(`${(kubelet.type ?? '').replace('FieldValue', '')} ${kubelet.field ?? ''}`);
    }
  }
  return [...errors].sort();
}
