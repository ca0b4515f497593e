import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checkText } from './invariants';
import { generateTexts } from './texts';

it('reads 3,000 texts without a throw, and tells places inside them', () => {
  for (const text of generateTexts(4, 3000)) {
    try {
      checkText(text);
    } catch (error) {
      assert.fail(`${JSON.stringify(text)}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
    }
  }
});

it('takes no longer than 100 ms for one', () => {
  const hard = [
    '['.repeat(20_000),
    '- '.repeat(20_000),
    '? '.repeat(20_000),
    '{a: '.repeat(9_000),
    `{"a":${'['.repeat(9_000)}`,
    '"'.repeat(20_000),
    "'".repeat(20_000),
    ' '.repeat(100_000),
    '&a '.repeat(10_000),
    '!'.repeat(10_000),
    `a: ${'x '.repeat(50_000)}`,
    `a: |\n${' \n'.repeat(20_000)}`,
    `- ${'\u{1f600}'.repeat(30_000)}`,
    `${'x'.repeat(2_000)}: `.repeat(50),
    `image: ${'a-'.repeat(20_000)}`,
  ];
  for (const text of hard) {
    checkText(text);
    const started = process.cpuUsage();
    checkText(text);
    const took = process.cpuUsage(started).user / 1000;
    assert.ok(took < 100, `${JSON.stringify(text.slice(0, 20))} took ${took} ms`);
  }
});
