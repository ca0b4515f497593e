import assert from 'node:assert/strict';
import { it } from 'node:test';
import { expectErrors } from '../../support/expect-errors';
import { applyFix, expectFindings, podWith } from '../../support/rule-test';

expectErrors('volume-mount', {
  'a volume': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
  ],
  nothing: [
    podWith({
      container: 'volumeMounts: [{}]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'Required spec.containers[0].volumeMounts[0].name',
    'NotFound spec.containers[0].volumeMounts[0].name',
    'Required spec.containers[0].volumeMounts[0].mountPath',
  ],
  'a volume that is not there': [
    podWith({
      container: 'volumeMounts: [{ name: w, mountPath: /a }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'NotFound spec.containers[0].volumeMounts[0].name',
  ],
  'a volume with an error': [
    podWith({
      container: 'volumeMounts: [{ name: broken, mountPath: /a }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'NotFound spec.containers[0].volumeMounts[0].name',
  ],
  'one path twice': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a }, { name: v, mountPath: /a }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'Invalid spec.containers[0].volumeMounts[1].mountPath',
  ],
  'a part': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, subPath: ..b/c }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
  ],
  'a part that climbs': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, subPath: b/../c }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'Invalid spec.containers[0].volumeMounts.subPath',
  ],
  'an absolute part': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, subPathExpr: /c }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'Invalid spec.containers[0].volumeMounts.subPathExpr',
  ],
  'two parts': [
    podWith({
      container: 'volumeMounts: [{ name: v, mountPath: /a, subPath: a, subPathExpr: b }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'Invalid spec.containers[0].volumeMounts[0].subPathExpr',
  ],
  'a part of an image': [
    podWith({
      container: 'volumeMounts: [{ name: img, mountPath: /a, subPath: b }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    {
      31: ['NotFound spec.containers[0].volumeMounts[0].name'],
      32: ['Invalid spec.containers[0].volumeMounts[0].subPath'],
      33: [],
    },
  ],
  'a device too': [
    podWith({
      container: `volumeMounts: [{ name: v, mountPath: /a }]
volumeDevices: [{ name: v, devicePath: /a }]`,
      spec: 'volumes: [{ name: v, emptyDir: {} }, { name: broken, hostPath: {} }, { name: img, image: { reference: a, pullPolicy: Always } }]',
    }),
    'Invalid spec.containers[0].volumeMounts[0].name',
    'Invalid spec.containers[0].volumeMounts[0].mountPath',
  ],
});

expectFindings(
  'shows a path that climbs where it is',
  'volume-mount',
  podWith({
    spec: 'volumes: [{ name: v, emptyDir: {} }]',
    container: 'volumeMounts: [{ name: v, mountPath: /a }, { name: v, mountPath: /b, subPath: ../c }]',
  }),
  ['spec.containers[0].volumeMounts[1].subPath: ../c'],
);

void it('offers the volume that was meant', () => {
  const spec = 'volumes: [{ name: content, emptyDir: {} }]';
  const mount = (name: string): string =>
    podWith({ spec, container: `volumeMounts: [{ name: ${name}, mountPath: /a }]` });
  assert.equal(applyFix('volume-mount', 'Change to content', mount('contents')), mount('content'));
});
