import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addQuantity,
  compareQuantity,
  parseQuantity,
  quantitySign,
  quantityToString,
  roundUpQuantity,
  scaledValue,
  trimQuantity,
  type Quantity,
} from '../../../server/src/schema/quantity';

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  assert.ok(parsed !== undefined, text);
  return parsed;
}

/** Text, what Go prints of it, its format, MilliValue and Value: as apimachinery v0.37's resource package gives them. */
const table: readonly (readonly [string, string, Quantity['format'], bigint, bigint])[] = [
  ['0', '0', 'DecimalSI', 0n, 0n],
  ['1', '1', 'DecimalSI', 1000n, 1n],
  ['0.1', '100m', 'DecimalSI', 100n, 1n],
  ['1.5Gi', '1536Mi', 'BinarySI', 1610612736000n, 1610612736n],
  ['1024', '1024', 'DecimalSI', 1024000n, 1024n],
  ['1000m', '1', 'DecimalSI', 1000n, 1n],
  ['1000k', '1M', 'DecimalSI', 1000000000n, 1000000n],
  ['1e3', '1e3', 'DecimalExponent', 1000000n, 1000n],
  ['1E3', '1E3', 'DecimalExponent', 1000000n, 1000n],
  ['12e-1', '1200e-3', 'DecimalExponent', 1200n, 2n],
  ['1E', '1E', 'DecimalSI', 0n, 1000000000000000000n],
  ['+5', '+5', 'DecimalSI', 5000n, 5n],
  ['01', '01', 'DecimalSI', 1000n, 1n],
  ['5.', '5.', 'DecimalSI', 5000n, 5n],
  ['.5', '500m', 'DecimalSI', 500n, 1n],
  ['+', '0', 'DecimalSI', 0n, 0n],
  ['.', '0', 'DecimalSI', 0n, 0n],
  ['Ki', '0', 'BinarySI', 0n, 0n],
  ['-1', '-1', 'DecimalSI', -1000n, -1n],
  ['0.1n', '1n', 'DecimalSI', 1n, 1n],
  ['0.5Ki', '512', 'BinarySI', 512000n, 512n],
  ['1023', '1023', 'DecimalSI', 1023000n, 1023n],
  ['2048Ki', '2Mi', 'BinarySI', 2097152000n, 2097152n],
  ['16Ei', '9223372036854775807', 'BinarySI', -1000n, 9223372036854775807n],
  ['9223372036854775807', '9223372036854775807', 'DecimalSI', -1000n, 9223372036854775807n],
  ['99999999999999999', '99999999999999999', 'DecimalSI', 7766279631452240920n, 99999999999999999n],
  ['1e4294967296', '1e4294967296', 'DecimalExponent', 1000n, 1n],
];

void describe('parseQuantity', () => {
  for (const [text, printed, format, milli, whole] of table) {
    void it(`reads '${text}' as Go does`, () => {
      const parsed = quantity(text);
      assert.deepEqual(
        [quantityToString(parsed), parsed.format, scaledValue(parsed, -3), scaledValue(parsed, 0)],
        [printed, format, milli, whole],
      );
    });
  }

  for (const text of [
    '',
    ' 1',
    '1 ',
    '1 Gi',
    'x',
    '1x',
    '1mm',
    '1e',
    '5-3',
    '..',
    '1.5.',
    '1e99999999999999999999',
    '.Pi',
    '1ki',
  ]) {
    void it(`refuses '${text}'`, () => {
      assert.equal(parseQuantity(text), undefined);
    });
  }

  void it('takes no longer for a long text that is none', () => {
    const started = process.cpuUsage().user;
    assert.equal(parseQuantity(`${'0'.repeat(1_000_000)}!`), undefined);
    assert.equal(parseQuantity(`1e${'0'.repeat(1_000_000)}!`), undefined);
    assert.ok(process.cpuUsage(undefined).user - started < 1_000_000);
  });
});

void it('compares across formats and sizes', () => {
  const ascending = [
    '-1e2147483647',
    '-1',
    '-1n',
    '0',
    '1n',
    '1m',
    '999m',
    '1',
    '1.000000001',
    '1k',
    '1Ki',
    '1e19',
    '16e30',
    '1e2147483647',
  ];
  const quantities = ascending.map(quantity);
  quantities.forEach((left, i) => {
    quantities.forEach((right, j) => {
      assert.equal(compareQuantity(left, right), Math.sign(i - j), `${ascending[i] ?? ''} ${ascending[j] ?? ''}`);
    });
    assert.equal(quantitySign(left), Math.sign(i - 3));
  });
  assert.equal(compareQuantity(quantity('1Ki'), quantity('1024')), 0);
  assert.equal(compareQuantity(quantity('1000m'), quantity('1')), 0);
});

void it('adds in the format of the first', () => {
  assert.equal(quantityToString(addQuantity(quantity('1Gi'), quantity('512Mi'))), '1536Mi');
  assert.equal(quantityToString(addQuantity(quantity('500m'), quantity('1'))), '1500m');
  assert.equal(quantityToString(addQuantity(quantity('0'), quantity('1Gi'))), '1Gi');
});

void it('rounds up to thousandths, as defaulting does', () => {
  assert.equal(quantityToString(roundUpQuantity(quantity('1n'), -3)), '1m');
  assert.equal(quantityToString(roundUpQuantity(quantity('1.0001'), -3)), '1001m');
  assert.equal(quantityToString(roundUpQuantity(quantity('1Gi'), -3)), '1Gi');
});

void it('trims what Go trims of a text that came through YAML', () => {
  assert.equal(trimQuantity(' 1Gi\u00a0'), '1Gi');
  assert.equal(trimQuantity('\t1Gi'), '\t1Gi');
});
