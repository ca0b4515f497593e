import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { removeItem, removeMember, renameKey, replaceValue, type Edit } from '../../../server/src/manifest/edit';
import { parseText } from '../../../server/src/manifest/parse';
import type { Value } from '../../../server/src/manifest/value';

function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { start, end, newText } of [...edits].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + newText + result.slice(end);
  }
  return result;
}

type Change = (text: string, root: Value) => Edit[];

/** Asserts the text after a change; that it still parses is asserted too. */
function changes(name: string, change: Change, before: string, after: string): void {
  void it(name, () => {
    const { root } = parseText(before);
    assert.ok(root, 'the text before parses');
    const edited = applyEdits(before, change(before, root));
    assert.equal(edited, after);
    assert.equal(parseText(edited).error, undefined);
  });
}

function leaves(name: string, change: Change, text: string): void {
  void it(name, () => {
    const { root } = parseText(text);
    assert.ok(root, 'the text parses');
    assert.deepEqual(change(text, root), []);
  });
}

function member(path: string): Change {
  return (text, root) => removeMember(text, root, path);
}

function item(path: string): Change {
  return (text, root) => removeItem(text, root, path);
}

describe('removeMember, block style', () => {
  changes('in the middle', member('b'), 'a: 1\nb: 2\nc: 3\n', 'a: 1\nc: 3\n');
  changes('the first', member('a'), 'a: 1\nb: 2\n', 'b: 2\n');
  changes('the last, without a line break behind', member('b'), 'a: 1\nb: 2', 'a: 1\n');
  changes('with a comment on its line', member('a'), 'a: 1 # one\nb: 2 # two\n', 'b: 2 # two\n');
  changes('with all that is under it', member('a'), 'a:\n  x:\n    - 1\n    - 2\n  y: 3\nb: 2\n', 'b: 2\n');
  changes('a block scalar', member('a'), 'a: |\n  one\n\n  two\nb: 2\n', 'b: 2\n');
  changes('a scalar of several lines', member('a'), 'a: one\n  two\nb: 2\n', 'b: 2\n');
  changes('quotes over several lines', member('a'), 'a: "one\n  two"\nb: 2\n', 'b: 2\n');
  changes('without a value', member('a'), 'a:\nb: 2\n', 'b: 2\n');
  changes('without a value, with a comment', member('a'), 'a: # none\nb: 2\n', 'b: 2\n');
  changes('a flow value', member('a'), 'a: {x: [1,\n  2]}\nb: 2\n', 'b: 2\n');
  changes('a key in quotes', member('a'), '"a": 1\n\'b\': 2\n', "'b': 2\n");
  changes('nested', member('a.b'), 'a:\n  x: 1\n  b: 2\n  z: 3\n', 'a:\n  x: 1\n  z: 3\n');
  changes('the only one', member('a.x'), 'a:\n  x: 1\nb: 2\n', 'a: {}\nb: 2\n');
  changes('the only one, with a comment above', member('a.x'), 'a: # why\n  x: 1\nb: 2\n', 'a: # why\n  {}\nb: 2\n');
  changes('the only one of all', member('a'), 'a: 1\n', '{}\n');
  changes('the first of an item', member('[0].a'), '- a: 1\n  b: 2\n- c: 3\n', '- b: 2\n- c: 3\n');
  changes(
    'the first of an item, with a comment behind',
    member('[0].a'),
    '- a: 1 # one\n  # two\n  b: 2\n',
    '- # one\n  # two\n  b: 2\n'.replace(' # one', ''),
  );
  changes('the only one of an item', member('l[0].a'), 'l:\n  - a: 1\n  - b: 2\n', 'l:\n  - {}\n  - b: 2\n');
  changes('with Windows line ends', member('a'), 'a: 1\r\nb: 2\r\n', 'b: 2\r\n');
  changes('with old Mac line ends', member('b'), 'a: 1\rb: 2\rc: 3\r', 'a: 1\rc: 3\r');
  changes(
    'comments around stay',
    member('b'),
    'a: 1\n# about b\nb: 2\n# about c\nc: 3\n',
    'a: 1\n# about b\n# about c\nc: 3\n',
  );
  changes('in the first of several documents', member('a'), '---\na: 1\nb: 2\n---\na: 1\n', '---\nb: 2\n---\na: 1\n');
  changes('a list that is not indented', member('l'), 'l:\n- 1\n- 2\nb: 2\n', 'b: 2\n');
});

describe('removeMember, flow style', () => {
  changes('in the middle', member('b'), '# x\n{a: 1, b: 2, c: 3}\n', '# x\n{a: 1, c: 3}\n');
  changes('the first', member('a'), '# x\n{a: 1, b: 2}\n', '# x\n{b: 2}\n');
  changes('the last', member('b'), '# x\n{a: 1, b: 2}\n', '# x\n{a: 1}\n');
  changes('the only one', member('x.a'), 'x: {a: 1}\n', 'x: {}\n');
  changes('within a block', member('x.a'), 'x: {a: {b: c}, d: e} # why\n', 'x: {d: e} # why\n');
  changes(
    'JSON',
    member('b'),
    '{\n  "a": 1,\n  "b": {\n    "c": 2\n  },\n  "d": 3\n}\n',
    '{\n  "a": 1,\n  "d": 3\n}\n',
  );
  changes('JSON, the last', member('b'), '{\n  "a": 1,\n  "b": 2\n}\n', '{\n  "a": 1\n}\n');
});

describe('removeItem', () => {
  changes('in the middle', item('l[1]'), 'l:\n  - 1\n  - 2\n  - 3\n', 'l:\n  - 1\n  - 3\n');
  changes('the first', item('l[0]'), 'l:\n  - a: 1\n    b: 2\n  - c: 3\n', 'l:\n  - c: 3\n');
  changes('the last', item('l[1]'), 'l:\n- 1\n- 2\nm: 3\n', 'l:\n- 1\nm: 3\n');
  changes('with a comment on its line', item('l[0]'), 'l:\n  - a: 1 # one\n  - b: 2\n', 'l:\n  - b: 2\n');
  changes('with the dash on a line of its own', item('l[0]'), 'l:\n  -\n    a: 1\n  - b: 2\n', 'l:\n  - b: 2\n');
  changes('the only one takes the field with it', item('l[0]'), 'a: 1\nl:\n  - 1\nb: 2\n', 'a: 1\nb: 2\n');
  changes('the only one, and the only field', item('a.l[0]'), 'a:\n  l:\n    - 1\nb: 2\n', 'a: {}\nb: 2\n');
  changes('of a list in a list', item('l[0][0]'), 'l:\n  - - 1\n    - 2\n  - - 3\n', 'l:\n  - - 2\n  - - 3\n');
  changes('the only one of a list in a list', item('l[0][0]'), 'l:\n  - - 1\n  - - 3\n', 'l:\n  - - 3\n');
  changes('flow', item('l[1]'), 'l: [1, 2, 3]\n', 'l: [1, 3]\n');
  changes('flow, the last', item('l[2]'), 'l: [1, 2, 3]\n', 'l: [1, 2]\n');
  changes('flow, the only one', item('l[0]'), 'l: [{a: 1}]\nb: 2\n', 'b: 2\n');
  changes('flow over several lines', item('l[0]'), 'l: [\n  {a: 1},\n  {b: 2},\n]\n', 'l: [\n  {b: 2},\n]\n');
  changes('JSON, the only one', item('l[0]'), '{"a": 1, "l": [1], "b": 2}', '{"a": 1, "b": 2}');
});

describe('renameKey', () => {
  const rename: Change = (text, root) => renameKey(text, root, 'a', 'hostPath');
  changes('plain', rename, 'a: 1\n', 'hostPath: 1\n');
  changes('in double quotes', rename, '{"a": 1}', '{"hostPath": 1}');
  changes('in single quotes', rename, "'a': 1\n", "'hostPath': 1\n");
});

describe('replaceValue', () => {
  const folder = { path: '/etc/a', type: 'Directory' };
  const replace: Change = (text, root) => replaceValue(text, root, 'v.a', folder);
  const block = 'v:\n  a:\n    path: /etc/a\n    type: Directory\n  b: 2\n';
  changes('a block', replace, 'v:\n  a:\n    x: 1\n    y: [2]\n  b: 2\n', block);
  changes('a flow value in a block', replace, 'v:\n  a: {x: 1}\n  b: 2\n', block);
  changes('a scalar', replace, 'v:\n  a: 1\n  b: 2\n', block);
  changes('nothing', replace, 'v:\n  a:\n  b: 2\n', block);
  changes(
    'with a comment on the line of the key',
    replace,
    'v:\n  a: # why\n    x: 1\n',
    'v:\n  a: # why\n    path: /etc/a\n    type: Directory\n',
  );
  changes(
    'in an item',
    (text, root) => replaceValue(text, root, '[0].a', folder),
    '- a:\n    x: 1\n  b: 2\n',
    '- a:\n    path: /etc/a\n    type: Directory\n  b: 2\n',
  );
  changes(
    'between brackets',
    replace,
    'v: {a: {x: 1}, b: 2}\n',
    'v: {a: { "path": "/etc/a", "type": "Directory" }, b: 2}\n',
  );
  changes(
    'with Windows line ends',
    replace,
    'v:\r\n  a:\r\n    x: 1\r\n',
    'v:\r\n  a:\r\n    path: /etc/a\r\n    type: Directory\r\n',
  );
  changes(
    'by a scalar',
    (text, root) => replaceValue(text, root, 'a', 'on'),
    'a: 1 # one\nb: 2\n',
    'a: "on" # one\nb: 2\n',
  );
  changes(
    'an item by a scalar',
    (text, root) => replaceValue(text, root, 'a[0]', 'x y'),
    'a:\n  - 1\n',
    'a:\n  - "x y"\n',
  );
});

describe('what cannot be changed alone', () => {
  leaves('a path that is not there', member('x'), 'a: 1\n');
  leaves('a member where an item is', member('l[0]'), 'l: [1, 2]\n');
  leaves('a value of a merge key', member('b.x'), 'a: &a\n  x: 1\nb:\n  <<: *a\n  y: 2\n');
  leaves('what is under an alias', member('b.x'), 'a: &a\n  x: 1\n  y: 2\nb: *a\n');
  leaves('an anchor that is used elsewhere', member('a'), 'a: &a 1\nb: *a\n');
  changes('an anchor that is not', member('a'), 'a: &a 1\nb: 2\n', 'b: 2\n');
});
