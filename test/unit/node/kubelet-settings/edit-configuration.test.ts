import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ConfigurationEditError,
  findTopLevel,
  setTopLevel,
} from '../../../../client/src/node/kubelet-settings/edit-configuration';

const block = `# Written by hand.
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
staticPodPath: /etc/kubernetes/manifests   # where ours are
authentication:
  anonymous:
    enabled: false
# twenty would do
fileCheckFrequency: "20s"
evictionHard: {memory.available: 50Mi}
# the end
`;

describe('a configuration file with one field changed', () => {
  test('a value is exchanged, comments and quotes of others stay', () => {
    assert.equal(
      setTopLevel(block, 'staticPodPath', '/srv/pods'),
      block.replace('/etc/kubernetes/manifests', '/srv/pods'),
    );
    assert.equal(setTopLevel(block, 'fileCheckFrequency', '1m'), block.replace('"20s"', '1m'));
  });

  test('a new field stands at the end', () => {
    assert.equal(setTopLevel(block, 'httpCheckFrequency', '5s'), `${block}httpCheckFrequency: 5s\n`);
    assert.equal(setTopLevel('kind: KubeletConfiguration', 'a', 'b'), 'kind: KubeletConfiguration\na: b\n');
    assert.equal(setTopLevel('', 'a', 'b'), 'a: b\n');
    assert.equal(setTopLevel('---\na: 1\n...\n', 'c', 'd'), '---\na: 1\nc: d\n...\n');
    assert.equal(setTopLevel('  a: 1\n  b: {}\n', 'c', 'd'), '  a: 1\n  b: {}\n  c: d\n');
  });

  test('a field goes with its line, and nothing else', () => {
    assert.equal(
      setTopLevel(block, 'staticPodPath', undefined),
      block.replace('staticPodPath: /etc/kubernetes/manifests   # where ours are\n', ''),
    );
    assert.equal(setTopLevel(block, 'authentication', undefined), block.replace(/authentication:\n.*\n.*\n/, ''));
    assert.equal(setTopLevel(block, 'noSuchField', undefined), block);
  });

  test('a field without a value, a collection and a duplicate', () => {
    assert.equal(setTopLevel('staticPodPath:\nkind: K\n', 'staticPodPath', '/a'), 'staticPodPath: /a\nkind: K\n');
    assert.equal(
      setTopLevel('staticPodPath: # none\nkind: K\n', 'staticPodPath', '/a'),
      'staticPodPath: /a # none\nkind: K\n',
    );
    const headers = { Token: ['a: b'] };
    assert.equal(setTopLevel('h:\n  X:\n    - y\nkind: K\n', 'h', headers), 'h: {"Token":["a: b"]}\nkind: K\n');
    assert.equal(setTopLevel('a: 1\nb: 2\na: 3\n', 'a', undefined), 'b: 2\n');
  });

  test('JSON and flow style', () => {
    assert.equal(
      setTopLevel('{\n  "kind": "K",\n  "port": 1\n}\n', 'staticPodPath', '/a'),
      '{\n  "staticPodPath": "/a",\n  "kind": "K",\n  "port": 1\n}\n',
    );
    assert.equal(setTopLevel('{"a": "x", "b": 1}', 'a', '/y'), '{"a": "/y", "b": 1}');
    assert.equal(setTopLevel('{"a": "x", "b": 1}', 'b', undefined), '{"a": "x"}');
    assert.equal(setTopLevel('{}', 'a', 'b'), '{"a": "b"}');
  });

  test('lines that end as Windows ends them stay so', () => {
    const windows = block.replaceAll('\n', '\r\n');
    assert.equal(setTopLevel(windows, 'httpCheckFrequency', '5s'), `${windows}httpCheckFrequency: 5s\r\n`);
    assert.equal(setTopLevel(windows, 'staticPodPath', '/srv'), windows.replace('/etc/kubernetes/manifests', '/srv'));
    assert.equal(
      setTopLevel(windows, 'fileCheckFrequency', undefined),
      windows.replace('fileCheckFrequency: "20s"\r\n', ''),
    );
    assert.deepEqual(findTopLevel(windows, 'fileCheckFrequency'), { value: '20s', line: 9 });
  });

  test('a header, a directive, a byte order mark and a comment at the end', () => {
    const headed = '%YAML 1.1\n--- # the kubelet\nkind: K\nstaticPodPath: /a # here\n# end';
    assert.equal(setTopLevel(headed, 'staticPodPath', '/b'), headed.replace('/a', '/b'));
    assert.equal(setTopLevel(headed, 'b', 'c'), `${headed}\nb: c\n`);
    assert.equal(
      setTopLevel('\ufeffkind: K\nstaticPodPath: /a\n', 'staticPodPath', '/b'),
      '\ufeffkind: K\nstaticPodPath: /b\n',
    );
    assert.equal(
      setTopLevel('--- {kind: K, staticPodPath: /a}\n', 'staticPodPath', '/b'),
      '--- {kind: K, staticPodPath: /b}\n',
    );
    assert.equal(setTopLevel('---\n', 'a', 'b'), '---\na: b\n');
    assert.equal(setTopLevel('# nothing yet\n', 'a', 'b'), '# nothing yet\na: b\n');
  });

  test('anchors and aliases', () => {
    // Nobody refers to it: the value goes, its anchor may stay.
    const alone = setTopLevel('staticPodPath: &p /a\nkind: K\n', 'staticPodPath', '/b');
    assert.equal(findTopLevel(alone, 'staticPodPath')?.value, '/b');
    assert.match(alone, /\nkind: K\n$/);
    // Another field would change with it.
    assert.throws(
      () => setTopLevel('staticPodPath: &p /a\nvolumePluginDir: *p\n', 'staticPodPath', '/b'),
      /without changing something else/,
    );
    assert.equal(
      setTopLevel('volumePluginDir: &p /a\nstaticPodPath: *p\n', 'staticPodPath', '/b'),
      'volumePluginDir: &p /a\nstaticPodPath: /b\n',
    );
    assert.equal(findTopLevel('volumePluginDir: &p /a\nstaticPodPath: *p\n', 'staticPodPath')?.value, '/a');
    const merged = 'logging: &l {staticPodPath: /a}\n<<: *l\nkind: K\n';
    assert.deepEqual(findTopLevel(merged, 'staticPodPath'), { value: '/a', line: 2 });
    assert.equal(setTopLevel(merged, 'staticPodPath', '/b'), `${merged}staticPodPath: /b\n`);
  });

  test('values of several lines, quotes of both kinds and a tab before a comment', () => {
    assert.equal(
      setTopLevel('staticPodPath: >-\n  /a\n  b\nkind: K\n', 'staticPodPath', '/b'),
      'staticPodPath: /b\nkind: K\n',
    );
    assert.equal(setTopLevel("staticPodPath: '/it''s'\n", 'staticPodPath', '/b'), 'staticPodPath: /b\n');
    assert.equal(setTopLevel('staticPodPath: "/a" \t# c\n', 'staticPodPath', '/b'), 'staticPodPath: /b \t# c\n');
    assert.equal(setTopLevel('"staticPodPath" : /a\n', 'staticPodPath', '/b'), '"staticPodPath" : /b\n');
    assert.equal(
      setTopLevel('? staticPodPath\n: /a\nkind: K\n', 'staticPodPath', '/b'),
      '? staticPodPath\n: /b\nkind: K\n',
    );
  });

  test('what YAML 1.1 would read otherwise is quoted', () => {
    for (const value of ['on', '0x1f', '1:30', 'http://h/p?x=1#y', 'a: b', '/with space ']) {
      const text = setTopLevel('kind: K\n', 'v', value);
      assert.equal(findTopLevel(text, 'v')?.value, value);
    }
  });

  test('what is no configuration is left alone', () => {
    assert.throws(() => setTopLevel('- a\n', 'a', 'b'), ConfigurationEditError);
    assert.throws(() => setTopLevel('null\n', 'a', 'b'), ConfigurationEditError);
    assert.throws(() => setTopLevel('*x\n', 'a', 'b'), ConfigurationEditError);
    assert.throws(() => setTopLevel('a: [\n', 'a', 'b'), ConfigurationEditError);
    assert.throws(() => setTopLevel('a: 1\n---\nb: 2\n', 'c', 'd'), /several documents/);
    // An alias to what is exchanged would lose its anchor.
    assert.throws(() => setTopLevel('a: &x /y\nb: *x\n', 'a', undefined));
  });
});
