import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyze } from '../../../server/src/language-service/check';
import { refersTo, refersToNothing } from '../../support/reference-test';
import { applyFix, findingsOf, podWith } from '../../support/rule-test';

const id = 'reference-projected-volume';
const name = 'downwardAPI: {items: [{path: m, fieldRef: {fieldPath: metadata.name}}]}';

function projected(...sources: string[]): { spec: string } {
  return { spec: `volumes: [{name: v, projected: {sources: [${sources.map((one) => `{${one}}`).join(', ')}]}}]` };
}

refersTo(id, 'files', projected(name, 'configMap: {name: c}', 'secret: {name: s}'), [
  'spec.volumes[0].projected.sources[1].configMap',
  'spec.volumes[0].projected.sources[2].secret',
]);
refersTo(
  id,
  'a bundle',
  projected('clusterTrustBundle: {name: a, path: b}'),
  ['spec.volumes[0].projected.sources[0].clusterTrustBundle'],
  31,
);
refersToNothing(id, 'fields of the Pod', projected(name));

void it('tells of a token', () => {
  const { spec } = projected('serviceAccountToken: {path: t}');
  const text = podWith({ spec: `serviceAccountName: a\n${spec}` });
  assert.deepEqual(findingsOf(id, text), [
    'spec.volumes[0].projected.sources[0].serviceAccountToken: serviceAccountToken',
  ]);
});

void it('tells of a certificate since 1.34, which came with it', () => {
  const text = podWith(projected('podCertificate: {signerName: a.b/c, keyType: ED25519, keyPath: k}'));
  const path = 'spec.volumes[0].projected.sources[0].podCertificate';
  for (const minor of [34, 37]) {
    assert.deepEqual(findingsOf(id, text, { minor, nodeName: 'my-node1', source: 'file' }), [
      `${path}: podCertificate`,
    ]);
  }
});

void it('refuses a source without a kind since 1.34', () => {
  const text = podWith(projected(''));
  for (const [minor, refused] of [
    [33, false],
    [34, true],
    [37, true],
  ] as const) {
    const { accepted, findings } = analyze(text, { minor, nodeName: 'my-node1', source: 'file' });
    assert.equal(accepted, !refused);
    const told = findings.filter(({ rule }) => rule === id).map(({ path, kubelet }) => [path, kubelet?.stage]);
    assert.deepEqual(told, refused ? [['spec.volumes[0].projected.sources[0]', 'reference']] : []);
  }
});

void it('removes a source', () => {
  const text = podWith(projected(name, 'configMap: {name: c}'));
  assert.equal(applyFix(id, 'Remove the source', text), podWith(projected(name)));
});
