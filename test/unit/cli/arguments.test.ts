import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from '../../../cli/src/arguments';
import { UsageError, type OptionSpec } from '../../../cli/src/command';

const specs: Record<string, OptionSpec> = {
  output: { type: 'text', value: 'text|json', choices: ['text', 'json'], description: '' },
  node: { type: 'text', value: 'NAME', multiple: true, description: '' },
  tail: { type: 'number', value: 'N', minimum: 0, description: '' },
  force: { type: 'flag', description: '' },
};

test('options may stand anywhere, operands keep their order', () => {
  const { options, operands, help } = parseArguments(
    ['a', '--node', 'n1', '--force', 'b', '--node=n2', '--tail', '5', '--', '--output'],
    specs,
  );
  assert.deepEqual(operands, ['a', 'b', '--output']);
  assert.deepEqual(options.texts('node'), ['n1', 'n2']);
  assert.equal(options.flag('force'), true);
  assert.equal(options.number('tail'), 5);
  assert.equal(options.text('output'), undefined);
  assert.equal(help, false);
  assert.equal(parseArguments(['-h'], specs).help, true);
});

test('- is an operand: standard input', () => {
  assert.deepEqual(parseArguments(['-'], specs).operands, ['-']);
});

const wrong: [string[], RegExp][] = [
  [['--outptu', 'json'], /There is no option --outptu\. Did you mean --output\?/],
  [['-x'], /There is no option -x/],
  [['--output', 'jsn'], /does not know 'jsn'\. Did you mean 'json'\?/],
  [['--output', 'json', '--output', 'text'], /--output was given twice/],
  [['--output'], /--output needs a value: --output text\|json/],
  [['--force=yes'], /--force takes no value/],
  [['--tail', 'many'], /--tail needs a number of at least 0, not 'many'/],
  [['--tail', '-1'], /--tail/],
];
for (const [args, message] of wrong) {
  test(`wrong use: ${args.join(' ')}`, () => {
    assert.throws(
      () => parseArguments(args, specs),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  });
}
