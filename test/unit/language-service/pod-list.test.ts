import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readPodList, renderPodList } from '../../../server/src/language-service/pod-list';
import type { Target } from '../../../server/src/rules/rule';

const target: Target = { minor: 37, nodeName: 'node-a', source: 'http' };

function pod(name: string, more = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  containers:\n    - {name: c, image: busybox}\n${more}`;
}

function render(texts: Readonly<Record<string, string>>, format?: 'yaml' | 'json') {
  const manifests = Object.entries(texts).map(([file, text]) => ({ file, text }));
  return renderPodList(manifests, target, format);
}

describe('a PodList of manifests', () => {
  test('readable YAML, and JSON, that hold what the manifests hold', () => {
    const awkward = `apiVersion: v1
kind: Pod
metadata:
  name: awkward
  annotations: {a: "on", b: "017", c: "1:30", d: "~", e: " x", f: "a: b", "y": "\\u2028\\x85", g: "#", h: "0x1f", i: "1e3"}
spec:
  terminationGracePeriodSeconds: 017
  containers:
    - name: c
      image: busybox
      args: ["-c", "", "two\\nlines\\n", "first\\n\\n  third", "tab\\there", "\\n leading", "- x"]
`;
    for (const format of ['yaml', 'json'] as const) {
      const { text, items } = render({ 'a.yaml': pod('a'), 'b.yaml': awkward }, format);
      assert.ok(text !== undefined);
      assert.deepEqual(
        readPodList(text, target)?.map(({ name, form }) => [name, form]),
        items.map(({ name, form }) => [name, form]),
      );
    }
    assert.equal(
      render({ 'a.yaml': pod('a') }).text,
      `apiVersion: v1
kind: PodList
items:
  - apiVersion: v1
    kind: Pod
    metadata:
      name: a
    spec:
      containers:
        - name: c
          image: busybox
`,
    );
  });

  test('a script stays readable', () => {
    const { text } = render({
      'a.yaml': pod(
        'a',
        '      command:\n        - sh\n        - |\n          set -e\n\n          exec sleep 1\n',
      ).replace('{name: c, image: busybox}', 'name: c\n      image: busybox'),
    });
    assert.match(text ?? '', /- \|\n +set -e\n\n +exec sleep 1\n/);
  });

  test('JSON manifests and lists become items; none is an empty list', () => {
    const json = JSON.stringify({
      apiVersion: 'v1',
      kind: 'PodList',
      items: [{ metadata: { name: 'x' }, spec: { containers: [{ name: 'c', image: 'i' }] } }],
    });
    assert.deepEqual(
      render({ 'x.json': json, 'a.yaml': pod('a') }).items.map(({ name }) => name),
      ['x', 'a'],
    );
    assert.equal(render({}).text, 'apiVersion: v1\nkind: PodList\nitems: []\n');
    assert.deepEqual(readPodList(render({}, 'json').text ?? '', target), []);
  });

  test('what a kubelet would refuse has its place in its own file; twins are told', () => {
    const refused = render({ 'a.yaml': pod('a'), 'b.yaml': pod('B') });
    assert.equal(refused.text, undefined);
    assert.deepEqual(
      refused.refused.map(({ file, findings }) => [file, findings[0]?.path]),
      [['b.yaml', 'metadata.name']],
    );
    const twins = render({ 'a.yaml': pod('a'), 'b.yaml': pod('a') });
    assert.deepEqual([twins.text, twins.twins], [undefined, [{ pod: 'default/a', files: ['a.yaml', 'b.yaml'] }]]);
    assert.equal(readPodList('', target), undefined);
  });
});
