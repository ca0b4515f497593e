import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyze } from '../../server/src/language-service/check';
import { createLanguageService, type LanguageService } from '../../server/src/language-service/service';
import { defaultSettings } from '../../server/src/protocol';
import type { Target, TextEdit } from '../../server/src/rules/rule';

export const newest: Target = { minor: 37, nodeName: 'my-node1', source: 'file' };

/** A language service whose log is a failure. */
export function createTestService(): LanguageService {
  const log = (message: string): never => assert.fail(message);
  return createLanguageService({ log }, defaultSettings);
}

/** A sound Pod; tests put their lines into it. */
export function podWith(parts: { metadata?: string; spec?: string; container?: string; after?: string }): string {
  const lines = ['apiVersion: v1', 'kind: Pod', 'metadata:', '  name: web', indent(parts.metadata, 2), 'spec:'];
  lines.push(indent(parts.spec, 2), '  containers:', '    - name: web', '      image: nginx:1.29.3');
  lines.push(indent(parts.container, 6), parts.after ?? '');
  return lines.filter((line) => line !== '').join('\n') + '\n';
}

function indent(text: string | undefined, columns: number): string {
  return (text ?? '')
    .split('\n')
    .map((line) => (line === '' ? '' : ' '.repeat(columns) + line))
    .join('\n');
}

/** One finding as a line: `path: underlined text`. */
export function findingsOf(rule: string, text: string, target: Target = newest): string[] {
  return analyze(text, target)
    .findings.filter((finding) => finding.rule === rule)
    .map((finding) => `${finding.path}: ${text.slice(finding.start, finding.end)}`);
}

/** Asserts what a rule finds in a text: `path: underlined text` each. */
export function expectFindings(name: string, rule: string, text: string, expected: readonly string[]): void {
  void it(name, () => {
    assert.deepEqual(findingsOf(rule, text), expected);
  });
}

/** The text after the first fix with this title. */
export function applyFix(rule: string, title: string, text: string, target: Target = newest): string {
  const service = createTestService();
  const analysis = analyze(text, target);
  for (const finding of analysis.findings.filter((one) => one.rule === rule)) {
    const fix = service.fixesOf(analysis, finding).find((one) => one.title === title);
    if (fix !== undefined) {
      return applyEdits(text, fix.edits);
    }
  }
  assert.fail(`${rule} offers no fix '${title}'`);
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { start, end, newText } of [...edits].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + newText + result.slice(end);
  }
  return result;
}
