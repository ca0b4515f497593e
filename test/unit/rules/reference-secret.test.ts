import assert from 'node:assert/strict';
import { it } from 'node:test';
import { refersTo, refersToNothing } from '../../support/reference-test';
import { applyFix, findingsOf, podWith } from '../../support/rule-test';

const id = 'reference-secret';

refersTo(id, 'credentials for images', { spec: 'imagePullSecrets: [{name: a}, {name: b}]' }, [
  'spec.imagePullSecrets[0]',
  'spec.imagePullSecrets[1]',
]);
refersToNothing(id, 'credentials without a name', { spec: "imagePullSecrets: [{}, {name: ''}]" });
refersTo(
  id,
  'a variable',
  { container: 'env: [{name: A, value: b}, {name: B, valueFrom: {secretKeyRef: {name: s, key: k}}}]' },
  ['spec.containers[0].env[1].valueFrom.secretKeyRef'],
);
refersTo(id, 'a whole environment', { container: 'envFrom: [{secretRef: {name: s}}]' }, [
  'spec.containers[0].envFrom[0].secretRef',
]);
refersTo(
  id,
  'an init container',
  { spec: 'initContainers: [{name: i, image: a, envFrom: [{secretRef: {name: s, optional: true}}]}]' },
  ['spec.initContainers[0].envFrom[0].secretRef'],
);
refersTo(id, 'a volume', { spec: 'volumes: [{name: v, secret: {secretName: s}}]' }, ['spec.volumes[0].secret']);
for (const [kind, source] of Object.entries({
  cephfs: 'monitors: [m]',
  cinder: 'volumeID: v',
  flexVolume: 'driver: d/e',
  iscsi: 'targetPortal: p, iqn: "iqn.2001-04.com.example:x", lun: 0',
  rbd: 'monitors: [m], image: i',
  scaleIO: 'gateway: g, system: s, volumeName: v',
  storageos: 'volumeName: v',
})) {
  refersTo(id, `a ${kind} volume's`, { spec: `volumes: [{name: v, ${kind}: {${source}, secretRef: {name: s}}}]` }, [
    `spec.volumes[0].${kind}.secretRef`,
  ]);
}
refersToNothing(id, "a volume's without a name", {
  spec: 'volumes: [{name: v, rbd: {monitors: [m], image: i, secretRef: {}}}]',
});

void it('tells of an ephemeral container, which is refused before', () => {
  const text = podWith({ spec: 'ephemeralContainers: [{name: e, image: a, envFrom: [{secretRef: {name: s}}]}]' });
  assert.deepEqual(findingsOf(id, text), ['spec.ephemeralContainers[0].envFrom[0].secretRef: secretRef']);
});

void it('tells of a Pod that fails validation', () => {
  const text = podWith({ spec: 'imagePullSecrets: [{name: a}]\nrestartPolicy: Often' });
  assert.deepEqual(findingsOf(id, text), ['spec.imagePullSecrets[0]: name']);
});

void it('removes the only credentials with their list', () => {
  const text = podWith({ spec: 'imagePullSecrets:\n  - name: a\nhostNetwork: true' });
  assert.equal(applyFix(id, 'Remove the entry of imagePullSecrets', text), podWith({ spec: 'hostNetwork: true' }));
});

void it('removes a variable', () => {
  const secret = '  - name: B\n    valueFrom:\n      secretKeyRef:\n        name: s\n        key: k';
  const text = podWith({ container: `env:\n${secret}\n  - name: A\n    value: b` });
  assert.equal(
    applyFix(id, 'Remove the entry of env', text),
    podWith({ container: 'env:\n  - name: A\n    value: b' }),
  );
});

void it('makes a volume one of the node', () => {
  const text = podWith({ spec: 'volumes:\n  - name: pki\n    secret:\n      secretName: s' });
  assert.equal(
    applyFix(id, 'Use a hostPath volume (fill in the path)', text),
    podWith({ spec: 'volumes:\n  - name: pki\n    hostPath:\n      path: /etc/pki\n      type: Directory' }),
  );
});

void it('makes a volume one of the node, between brackets', () => {
  const text = podWith({ spec: 'volumes: [{name: pki, secret: {secretName: s}}]' });
  assert.equal(
    applyFix(id, 'Use a hostPath volume (fill in the path)', text),
    podWith({ spec: 'volumes: [{name: pki, hostPath: { "path": "/etc/pki", "type": "Directory" }}]' }),
  );
});

void it("removes a volume's secretRef", () => {
  const text = podWith({
    spec: 'volumes:\n  - name: v\n    storageos:\n      volumeName: v\n      secretRef:\n        name: s',
  });
  assert.equal(
    applyFix(id, 'Remove secretRef', text),
    podWith({ spec: 'volumes:\n  - name: v\n    storageos:\n      volumeName: v' }),
  );
});
