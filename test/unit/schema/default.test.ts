import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseText } from '../../../server/src/manifest/parse';
import { canonicalForm } from '../../../server/src/schema/canonical';
import { decodeManifest, type DecodedPod } from '../../../server/src/schema/decode';
import { imageTag } from '../../../server/src/schema/image-name';
import kubeletPods from './kubelet-pods.txt';
import { minors, type KubeletCase } from './kubelet-pods';
import { normalizePod } from './normalize';

const cases = kubeletPods
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as KubeletCase);

function decode(manifest: string, minor: number): DecodedPod {
  const { root } = parseText(manifest);
  assert.ok(root !== undefined);
  const [pod] = decodeManifest(root, { minor, nodeName: 'my-node1', source: 'file' }).pods;
  assert.ok(pod !== undefined);
  return pod;
}

describe('the Pod that Kubernetes’ own code makes', () => {
  for (const minor of minors) {
    it(`is made of ${cases.length} manifests by 1.${minor}`, () => {
      assert.ok(cases.length >= 40);
      for (const { manifest, pods } of cases) {
        const { canonical } = pods[minor] ?? {};
        assert.ok(canonical !== undefined);
        const own = decode(manifest, minor).pod;
        assert.deepEqual(normalizePod(own, minor), normalizePod(canonical, minor), manifest);
      }
    });

    it(`has the hash of its form in 1.${minor}`, () => {
      const hashes = new Map<string, string>();
      const forms = new Map<string, string>();
      for (const { manifest, pods } of cases) {
        const hash = pods[minor]?.hash ?? '';
        const form = canonicalForm(decode(manifest, minor), minor);
        assert.equal(hashes.get(form) ?? hash, hash, manifest);
        assert.equal(forms.get(hash) ?? form, form, manifest);
        hashes.set(form, hash);
        forms.set(hash, form);
      }
      assert.ok(hashes.size > 20);
    });
  }
});

describe('the tag of an image', () => {
  const tags: readonly (readonly [image: string, tag: string | undefined])[] = [
    ['nginx', 'latest'],
    ['nginx:1.29', '1.29'],
    ['docker.io/nginx', 'latest'],
    ['localhost/app', 'latest'],
    ['registry.example:5000/team/app:v1', 'v1'],
    ['registry.example:5000/team/app', 'latest'],
    ['[2001:db8::1]:5000/app:v2', 'v2'],
    [`app@sha256:${'a'.repeat(64)}`, undefined],
    [`app:v1@sha256:${'a'.repeat(64)}`, 'v1'],
    [`app@sha256:${'a'.repeat(63)}`, undefined],
    [`app@sha1:${'a'.repeat(40)}`, undefined],
    ['Nginx', undefined],
    ['Example/app', 'latest'],
    ['app:', undefined],
    ['', undefined],
    ['a b', undefined],
    ['a'.repeat(64), undefined],
    [`x/${'a'.repeat(300)}`, undefined],
  ];
  for (const [image, tag] of tags) {
    it(`of ${image.slice(0, 40) || 'nothing'} is ${tag ?? 'none'}`, () => {
      assert.equal(imageTag(image), tag);
    });
  }
});

describe('the canonical form', () => {
  const pod = (container: string, metadata = ''): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: web${metadata}}\nspec: {containers: [{name: web, image: nginx${container}}]}\n`;
  const form = (text: string): string => canonicalForm(decode(text, 37), 37);
  const base = form(pod(''));

  it('ignores what the kubelet ignores', () => {
    assert.equal(form(`# comment\n${pod('')}---\nother: document\n`), base);
    assert.equal(form(pod(', imagepullpolicy: Never')), base);
    assert.equal(form(pod(', resources: {}')), base);
    assert.equal(form(pod(', imagePullPolicy: Always, terminationMessagePolicy: File')), base);
    assert.equal(
      form(
        '{"kind": "Pod", "apiVersion": "/v1", "spec": {"containers": [{"image": "nginx", "name": "web"}]}, "metadata": {"name": "web"}}',
      ),
      base,
    );
  });

  it('knows of an integer beyond 53 bits only while it is there', () => {
    const json = (spec: string): string =>
      `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {${spec} "containers": [{"name": "web", "image": "nginx"}]}}`;
    const grace = (seconds: string): string => form(json(`"terminationGracePeriodSeconds": ${seconds},`));
    assert.equal(grace('-9223372036854775808'), grace('1'));
    assert.equal(grace('9223372036854775807, "terminationGracePeriodSeconds": 5'), grace('5'));
    assert.equal(grace('9223372036854775807, "terminationGracePeriodSeconds": null'), form(json('')));
    assert.notEqual(grace('9223372036854775807'), grace('9223372036854775806'));
  });

  it('has raw JSON as it is written', () => {
    const json = (raw: string): string =>
      form(
        `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "managedFields": [{"fieldsV1": ${raw}}]}, "spec": {"containers": [{"name": "web", "image": "nginx"}]}}`,
      );
    const yaml = (raw: string): string => form(pod('', `, managedFields: [{fieldsV1: ${raw}}]`));
    assert.equal(yaml('{"f:b": {}, "f:a": {k<: -0.0}}'), json('{"f:a":{"k\\u003c":-0},"f:b":{}}'));
    assert.notEqual(json('{"f:a": {}}'), json('{"f:a":{}}'));
    assert.notEqual(json('{"f:b":{},"f:a":{}}'), json('{"f:a":{},"f:b":{}}'));
  });

  it('has times in zones of up to 24 hours and 60 minutes', () => {
    const at = (time: string): string => form(pod('', `, creationTimestamp: "${time}"`));
    assert.equal(at('2001-01-02T00:00:00+24:00'), at('2001-01-01T00:00:00Z'));
    assert.equal(at('2000-12-31T23:00:00-00:60'), at('2001-01-01T00:00:00Z'));
    assert.notEqual(at('2001-01-01T00:00:00+24:60'), at('2001-01-01T00:00:00+24:00'));
  });

  it('carries out no power that nothing could hold', () => {
    const of = (amount: string): string => form(pod(`, resources: {limits: {cpu: "${amount}"}}`));
    assert.notEqual(of('12345678901234567890e2000000000'), of('12345678901234567890e2000000001'));
    assert.equal(of('12345678901234567890e30'), of('12345678901234567890000e27'));
  });

  it('tells apart what the hash tells apart', () => {
    const other = [
      pod(', lifecycle: {}'),
      pod(', env: []'),
      pod(', resources: {limits: {}}'),
      pod(', resources: {requests: {cpu: 500m}}'),
      pod(', resources: {requests: {cpu: 0.5}}'),
      pod(', resources: {requests: {cpu: "500m", memory: null}}'),
      pod(', args: [a]'),
      pod(', args: [a b]'),
      pod('', ', labels: {}'),
      pod('', ', uid: x'),
    ].map(form);
    assert.equal(new Set([base, ...other]).size, other.length + 1);
  });

  it('tells integers apart that a number holds alike', () => {
    const patient = (seconds: string): string =>
      form(`${pod('').trimEnd().slice(0, -1)}, terminationGracePeriodSeconds: ${seconds}}\n`);
    assert.notEqual(patient('9007199254740993'), patient('9007199254740992'));
    assert.notEqual(patient('9223372036854775807'), patient('9223372036854775806'));
  });

  it('takes arguments together as the hash does', () => {
    assert.equal(form(pod(', args: [a, b]')), form(pod(', args: [a b]')));
  });

  it('is the UID where the manifest has one', () => {
    assert.equal(form(pod('', ', uid: x')), form(pod(', args: [changed]', ', uid: x')));
  });
});
