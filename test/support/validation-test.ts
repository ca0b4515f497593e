import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyze } from '../../server/src/language-service/check';
import { podWith } from './rule-test';

/** What of a Pod a test gives; the name is `web` else. */
export interface PodParts {
  readonly name?: string;
  readonly metadata?: string;
  readonly spec?: string;
  readonly container?: string;
}

const every = [31, 32, 33, 34, 35, 36, 37];

function textOf({ name, ...parts }: PodParts): string {
  const text = podWith(parts);
  return name === undefined ? text : text.replace('name: web', () => `name: ${name}`);
}

/** The kubelet's validation errors as `type field`, each once, in alphabetical order. */
function errorsOf(parts: PodParts, minor: number): { errors: string[]; rules: Set<string> } {
  const { findings } = analyze(textOf(parts), { minor, nodeName: 'my-node1', source: 'file' });
  const told = findings.filter(({ kubelet }) => kubelet !== undefined && kubelet.stage !== 'reference');
  const errors = told.map(({ kubelet }) => `${kubelet?.type ?? kubelet?.stage} ${kubelet?.field ?? ''}`);
  return { errors: [...new Set(errors)].sort(), rules: new Set(told.map(({ rule }) => rule)) };
}

/** Asserts that these are all validation errors in each of the versions, and that this rule tells them. */
export function refuses(
  rule: string,
  name: string,
  parts: PodParts,
  errors: readonly string[],
  minors: readonly number[] = every,
): void {
  void it(name, () => {
    for (const minor of minors) {
      const told = errorsOf(parts, minor);
      assert.deepEqual(told.errors, errors, `1.${minor}`);
      assert.ok(told.rules.has(rule), `1.${minor}: told by ${[...told.rules].join(', ')}`);
    }
  });
}

/** Asserts that validation passes in each of the versions; references are another stage. */
export function validates(name: string, parts: PodParts, minors: readonly number[] = every): void {
  void it(name, () => {
    for (const minor of minors) {
      assert.deepEqual(errorsOf(parts, minor).errors, [], `1.${minor}`);
    }
  });
}
