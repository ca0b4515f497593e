import assert from 'node:assert/strict';
import { it } from 'node:test';
import { refersTo, refersToNothing } from '../../support/reference-test';
import { applyFix, podWith } from '../../support/rule-test';

const id = 'reference-config-map';

refersTo(id, 'a variable', { container: 'env: [{name: B, valueFrom: {configMapKeyRef: {name: c, key: k}}}]' }, [
  'spec.containers[0].env[0].valueFrom.configMapKeyRef',
]);
refersTo(id, 'a whole environment', { container: 'envFrom: [{prefix: A_, configMapRef: {name: c}}]' }, [
  'spec.containers[0].envFrom[0].configMapRef',
]);
refersTo(id, 'a volume', { spec: 'volumes: [{name: a, emptyDir: {}}, {name: v, configMap: {name: c}}]' }, [
  'spec.volumes[1].configMap',
]);
refersToNothing(id, 'a field of the Pod', {
  container: 'env: [{name: B, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]',
});

void it('removes the only source of an environment with its list', () => {
  const text = podWith({ container: 'envFrom:\n  - configMapRef:\n      name: c' });
  assert.equal(applyFix(id, 'Remove the entry of envFrom', text), podWith({}));
});

void it('makes a volume one of the node', () => {
  const text = podWith({ spec: 'volumes:\n  - name: conf\n    configMap: # our own\n      name: c' });
  assert.equal(
    applyFix(id, 'Use a hostPath volume (fill in the path)', text),
    podWith({
      spec: 'volumes:\n  - name: conf\n    hostPath: # our own\n      path: /etc/conf\n      type: Directory',
    }),
  );
});
