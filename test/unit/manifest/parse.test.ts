import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseText, type ParsedText } from '../../../server/src/manifest/parse';
import type { Span, Value } from '../../../server/src/manifest/value';
import { showJson } from './show';

function valueOf(text: string): string {
  const { root, error } = parseText(text);
  return error !== undefined || root === undefined ? `error: ${error?.message ?? 'no value'}` : showJson(root);
}

function slice(text: string, span: Span | undefined): string | undefined {
  return span === undefined ? undefined : text.slice(span.start, span.end);
}

/** The text that an error underlines. */
function underlined(text: string): string | undefined {
  return slice(text, parseText(text).error);
}

function memberOf(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === 'object' ? value.members.find((member) => member.key === key)?.value : undefined;
}

describe('places in the text', () => {
  const text =
    'a: "quoted"   # c\nb:\n  - plain text\n  - |\n    line\n    more\n\nc: {k: v, l: [1, 2]}\nd: *x\n'.replace(
      '*x',
      '&x  word',
    );
  const { root } = parseText(text);

  it('cover a scalar with its quotes, without comments and white space', () => {
    assert.equal(slice(text, memberOf(root, 'a')), '"quoted"');
    const list = memberOf(root, 'b');
    assert.ok(list?.kind === 'array');
    assert.equal(slice(text, list.items[0]), 'plain text');
  });

  it('end a block of text with its last line', () => {
    const list = memberOf(root, 'b');
    assert.ok(list?.kind === 'array');
    assert.equal(slice(text, list.items[1]), '|\n    line\n    more');
    assert.equal(slice(text, list), '- plain text\n  - |\n    line\n    more');
  });

  it('cover flow collections with their brackets', () => {
    assert.equal(slice(text, memberOf(root, 'c')), '{k: v, l: [1, 2]}');
    assert.equal(slice(text, memberOf(memberOf(root, 'c'), 'l')), '[1, 2]');
  });

  it('leave anchors and tags out', () => {
    assert.equal(slice(text, memberOf(root, 'd')), 'word');
  });

  it('count UTF-16 code units', () => {
    const emoji = '"\u{1f600}": \u{1f600}x';
    assert.equal(slice(emoji, memberOf(parseText(emoji).root, '\u{1f600}')), '\u{1f600}x');
  });

  it('put an empty value behind its colon', () => {
    const value = memberOf(parseText('a:\nb: 1').root, 'a');
    assert.deepEqual(value, { kind: 'null', start: 2, end: 2 });
  });

  it('give an alias its own place, and what it stands for the anchor’s', () => {
    const aliased = 'a: &a {k: v}\nb: *a';
    const { root: aliasRoot } = parseText(aliased);
    const copy = memberOf(aliasRoot, 'b');
    assert.equal(slice(aliased, copy), '*a');
    assert.equal(slice(aliased, memberOf(copy, 'k')), 'v');
    assert.equal(memberOf(copy, 'k')?.start, 10);
  });
});

describe('equal keys', () => {
  it('leave the last, and the others are told', () => {
    const text = 'a: 1\nb: {c: 1, "c": 2}\na: 3\n';
    assert.equal(valueOf(text), '{"a":3,"b":{"c":2}}');
    const { duplicateKeys } = parseText(text);
    assert.deepEqual(
      duplicateKeys.map(({ path, key, start }) => [path, key, start]),
      [
        ['b.c', 'c', 9],
        ['a', 'a', 0],
      ],
    );
  });

  it('are found among many', () => {
    const keys = Array.from({ length: 40 }, (_, i) => `k${i}: ${i}`).join('\n');
    assert.equal(parseText(`${keys}\nk7: x\nk39: y`).duplicateKeys.length, 2);
  });

  it('are no matter where a merge brings them', () => {
    assert.deepEqual(parseText('a: &a {k: 1}\nb: {<<: *a, k: 2}').duplicateKeys, []);
    assert.equal(valueOf('a: &a {k: 1}\nb: {<<: *a, k: 2}'), '{"a":{"k":1},"b":{"k":2}}');
    assert.equal(valueOf('a: &a {k: 1}\nb: {k: 2, <<: *a}'), '{"a":{"k":1},"b":{"k":1}}');
  });

  it('merge in JSON, as Go decodes them into one place', () => {
    const text = '{"a": {"b": 1, "l": [{"x": 1}, 2]}, "a": {"c": 2, "l": [{"y": 3}]}}';
    assert.equal(valueOf(text), '{"a":{"b":1,"c":2,"l":[{"x":1,"y":3}]}}');
    assert.equal(parseText(text).duplicateKeys.length, 1);
  });
});

describe('bent scalars', () => {
  const bent = (text: string): string[] =>
    parseText(text).bentScalars.map(({ path, source, json }) => `${path} ${source} ${json}`);

  it('are told with their path and what the kubelet reads', () => {
    assert.deepEqual(bent('a: {on: n}\nb:\n- 017\n- 1_000\n- 0b11\nlabels: {x.y/z: off}'), [
      'a.true on true',
      'a.true n false',
      'b[0] 017 15',
      'b[1] 1_000 1000',
      'b[2] 0b11 3',
      'labels[x.y/z] off false',
    ]);
  });

  it('are not those that YAML 1.2 reads alike', () => {
    assert.deepEqual(
      bent('[0x1F, 0o17, 1e3, ~, true, TRUE, 08, 1., +1, -0, .5, 1:30, 2001-01-01, "on", !!str on]'),
      [],
    );
  });
});

describe('documents after the first', () => {
  const extra = (text: string): (string | undefined)[] =>
    parseText(text).extraDocuments.map((document) => slice(text, document));

  it('are told with their marker', () => {
    assert.deepEqual(extra('a: 1\n---\nb: 2\n---\n# only a comment\n--- c\n'), ['---\nb: 2\n', '--- c\n']);
    assert.deepEqual(extra('---\na: 1\n...\n'), []);
  });

  it('may be broken, or no document at all', () => {
    assert.equal(valueOf('a: 1\n---\n{['), '{"a":1}');
    assert.deepEqual(extra('[a] rest\n'), ['rest\n']);
  });
});

describe('an error', () => {
  const cases: readonly (readonly [text: string, place: string, message: RegExp])[] = [
    ['a: 1\nb\nc: 2\n', 'b', /`:`.*could not find expected ':'/],
    ['a: b: c\n', ':', /mapping values are not allowed/],
    ['a: [1, 2\nb: 3\n', ':', /did not find expected ',' or '\]'/],
    ['a: "open\n', '"open', /found unexpected end of stream/],
    ['a: "\\q"\n', '\\q', /unknown escape/],
    ['a:\n\t- b\n', '\t', /tab/i],
    ['a: *nowhere\n', '*nowhere', /unknown anchor 'nowhere'/],
    ['a: &a [*a]\n', '*a', /contains itself/],
    ['a: !!int x\n', 'x', /cannot decode !!str `x` as a !!int/],
    ['? [a]\n: b\n', '[a]', /invalid map key/],
    ['~: a\n', '~', /unsupported map key/],
    ['a: .inf\n', '.inf', /unsupported value: \+Inf/],
    ['%YAML 1.2\n---\na: 1\n', '%YAML 1.2', /incompatible/],
    ['a: @b\n', '@', /can't start with/],
    ['a: x\u0001y\n', '\u0001', /U\+0001.*control characters/],
  ];
  for (const [text, place, message] of cases) {
    it(`is told at its place: ${JSON.stringify(text)}`, () => {
      const { error } = parseText(text);
      assert.equal(error?.stage, 'yaml');
      assert.match(error.message, message);
      assert.equal(underlined(text), place);
    });
  }

  it('of a collection that is never closed is told where that opens', () => {
    assert.equal(underlined('a: [b,\n  c'), '[');
    assert.equal(underlined('a: {b: 1'), '{');
  });

  it('leaves what was read before it', () => {
    const { root, error } = parseText('apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: web\n    image\n');
    assert.ok(error !== undefined && root !== undefined);
    assert.equal(showJson(root), '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"web"}]}}');
  });

  it('of the aliases leaves the rest of the text readable', () => {
    const { root, error } = parseText('a: *b\nc: d\n');
    assert.ok(error !== undefined && root !== undefined);
    assert.equal(showJson(root), '{"a":null,"c":"d"}');
  });
});

describe('the reader', () => {
  it('drops one byte order mark and stumbles over two', () => {
    assert.equal(valueOf('\ufeffa: 1\nb: 2\n'), '{"a":1,"b":2}');
    assert.equal(valueOf('\ufeff\ufeffab: 1\n'), '{"ab":1}');
    assert.equal(valueOf('\ufeff\ufeffab: 1\ncd: 2\n'), '{"ab":1,"d":2}');
  });

  it('takes a control character far behind the first document', () => {
    const first = 'a: 1\n---\n';
    assert.match(valueOf(`${first}b: ${'x'.repeat(100)}\u0001`), /U\+0001/);
    assert.equal(valueOf(`${first}b: ${'x'.repeat(1000)}\u0001`), '{"a":1}');
  });

  it('takes one as the first that the reader would have to take in next', () => {
    const ending = (length: number): string => `a: 1\n...\n#`.padEnd(length, 'x') + '\u0001\n';
    assert.equal(parseText(ending(512)).error, undefined);
    assert.equal(parseText(ending(511)).error?.stage, 'yaml');
  });

  it('takes an unreadable octet alike', () => {
    const far = `a: 1\n---\n${'x'.repeat(1000)}\ufffd`;
    assert.equal(parseText(far, far.length - 1).error, undefined);
    assert.match(parseText('a: \ufffd', 3).error?.message ?? '', /UTF-8/);
    assert.equal(valueOf('a: \ufffd'), '{"a":"\ufffd"}');
  });

  it('takes a key of 1024 characters and no more', () => {
    assert.equal(parseText(`${'\u{1f600}'.repeat(1024)}: 1`).error, undefined);
    assert.notEqual(parseText(`${'k'.repeat(1025)}: 1`).error, undefined);
  });

  it('reads nothing as null', () => {
    for (const text of ['', '\n\n', '# c\n', '---\n', '\ufeff']) {
      assert.equal(valueOf(text), 'null', JSON.stringify(text));
    }
  });
});

describe('JSON', () => {
  it('is what starts with a brace', () => {
    assert.equal(parseText('\n {"a": 1}').format, 'json');
    assert.equal(parseText('\u00a0{"a": 1}').error?.stage, 'decode');
    assert.equal(parseText('# c\n{"a": 1}').format, 'yaml');
    assert.equal(parseText('[1]').format, 'yaml');
  });

  it('keeps its numbers as they are written', () => {
    assert.equal(valueOf('{"a": 1.50, "b": 1E3, "c": -0}'), '{"a":1.50,"b":1E3,"c":-0}');
  });

  it('is refused at stage decode', () => {
    const broken: readonly (readonly [string, string])[] = [
      ['{"a": 1,}', '}'],
      ["{'a': 1}", "'"],
      ['{"a": 01}', '1'],
      ['{"a": 1} x', 'x'],
      ['{"a": "x\n"}', '\n'],
      ['{"a": nul}', 'n'],
      ['{"a": "\\x"}', 'x'],
      ['{"a" 1}', '1'],
      ['{"a": 1 "b"', '"'],
    ];
    for (const [text, place] of broken) {
      const { error } = parseText(text);
      assert.equal(error?.stage, 'decode', text);
      assert.equal(underlined(text), place, text);
    }
    assert.equal(parseText('{"a": ').error?.stage, 'decode');
  });

  it('replaces half a surrogate pair', () => {
    assert.equal(valueOf('{"a": "\\ud800x\\ud83d\\ude00"}'), '{"a":"\ufffdx\u{1f600}"}');
  });
});

describe('depth', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  const stageOf = (text: string): string | undefined => parseText(text).error?.stage;

  it('is limited as in Go', () => {
    assert.equal(stageOf(nested(10_000)), undefined);
    assert.equal(stageOf(nested(10_001)), 'yaml');
    assert.equal(stageOf(`a: ${nested(10_000)}`), 'decode');
    assert.equal(stageOf(`{"a": ${nested(9_999)}}`), undefined);
    assert.equal(stageOf(`{"a": ${nested(10_000)}}`), 'decode');
    assert.equal(stageOf('- '.repeat(10_001)), 'yaml');
    assert.equal(stageOf('? '.repeat(10_001)), 'yaml');
  });

  it('costs the reader no stack, nor whoever walks what it read', () => {
    const { root } = parseText(`a: ${nested(9_000)}`);
    const depthOf = (value: Value | undefined): number =>
      value?.kind === 'array'
        ? 1 + depthOf(value.items[0])
        : value?.kind === 'object'
          ? 1 + depthOf(value.members[0]?.value)
          : 0;
    assert.ok(depthOf(root) <= 513);
  });

  it('through aliases counts too', () => {
    const lines = Array.from(
      { length: 40 },
      (_, i) => `a${i + 1}: &a${i + 1} ${'['.repeat(300)}*a${i} ${']'.repeat(300)}`,
    );
    assert.equal(stageOf(['a0: &a0 x', ...lines].join('\n')), 'decode');
  });
});

describe('aliases', () => {
  const bomb = (levels: number): string =>
    [
      'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
    ].join('\n');

  it('may not blow the text up', () => {
    assert.equal(parseText(bomb(1)).error, undefined);
    assert.match(parseText(bomb(6)).error?.message ?? '', /excessive aliasing/);
  });

  it('are too many where seven double a text, and where six do not', () => {
    const doubled = (times: number): string =>
      Array.from({ length: times }).reduce<string>(
        (text, _, i) => `[&b${i} ${text}, *b${i}]`,
        `[${Array(1000).fill('x').join(', ')}]`,
      );
    assert.match(parseText(doubled(7)).error?.message ?? '', /excessive aliasing/);
    const { root, error } = parseText(doubled(6));
    assert.equal(error, undefined);
    assert.deepEqual(root?.kind === 'array' ? root.items.map(({ kind }) => kind) : root, ['array', 'array']);
  });

  it('are followed where there are many and none is a bomb', () => {
    const { root, error } = parseText(`a: &a {k: v}\nb:\n${'- *a\n'.repeat(20)}c:\n  <<: *a`);
    assert.equal(error, undefined);
    const list = memberOf(root, 'b');
    assert.equal(list?.kind === 'array' ? memberOf(list.items[19], 'k')?.kind : list, 'string');
    assert.equal(memberOf(memberOf(root, 'c'), 'k')?.kind, 'string');
  });

  it('of a bomb may be merged: what is wrong is their number', () => {
    const parsed = parseText(`${bomb(6)}\nm: &m {k: v}\nc:\n  <<: *m`);
    assert.match(parsed.error?.message ?? '', /excessive aliasing/);
  });

  it('of a bomb are never followed', () => {
    const { root } = parseText(bomb(40));
    assert.deepEqual(root?.kind === 'object' ? root.members.at(-1)?.value.kind : undefined, 'array');
    let values = 0;
    const walk = (value: Value | undefined): void => {
      values++;
      if (value?.kind === 'array') {
        value.items.forEach(walk);
      } else if (value?.kind === 'object') {
        value.members.forEach((member) => {
          walk(member.value);
        });
      }
    };
    walk(root);
    assert.ok(values < 1000);
  });

  it('of a bomb with a broken end are not either', () => {
    const parsed: ParsedText = parseText(`${bomb(40)}\nbroken`);
    assert.match(parsed.error?.message ?? '', /expected ':'/);
    assert.ok(JSON.stringify(parsed.root).length < 100_000);
  });
});
