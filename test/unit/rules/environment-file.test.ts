import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('environment-file', {
  'a key of a file': [
    podWith({
      container: 'env: [{ name: A, valueFrom: { fileKeyRef: { key: A, path: a/b, volumeName: v } } }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }]',
    }),
  ],
  nothing: [
    podWith({
      container: 'env: [{ name: A, valueFrom: { fileKeyRef: {  } } }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }]',
    }),
    {
      34: [
        'Required spec.containers[0].env[0].valueFrom.fileKeyRef.key',
        'Required spec.containers[0].env[0].valueFrom.fileKeyRef.path',
        'Required spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName',
        'NotFound spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName',
      ],
    },
  ],
  'a key that is none': [
    podWith({
      container: 'env: [{ name: A, valueFrom: { fileKeyRef: { key: A=, path: a, volumeName: v } } }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }]',
    }),
    { 34: ['Invalid spec.containers[0].env[0].valueFrom.fileKeyRef.key'] },
  ],
  'a path that climbs': [
    podWith({
      container: 'env: [{ name: A, valueFrom: { fileKeyRef: { key: A, path: a/../../b, volumeName: v } } }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }]',
    }),
    { 34: ['Invalid spec.containers[0].env[0].valueFrom.fileKeyRef.path'] },
  ],
  'an absolute path': [
    podWith({
      container: 'env: [{ name: A, valueFrom: { fileKeyRef: { key: A, path: /a, volumeName: v } } }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }]',
    }),
  ],
  'a volume that is not there': [
    podWith({
      container: 'env: [{ name: A, valueFrom: { fileKeyRef: { key: A, path: a, volumeName: w } } }]',
      spec: 'volumes: [{ name: v, emptyDir: {} }]',
    }),
    { 34: ['NotFound spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName'] },
  ],
  'a volume that is no emptyDir': [
    podWith({
      container: 'env: [{ name: A, valueFrom: { fileKeyRef: { key: A, path: a, volumeName: v } } }]',
      spec: 'volumes: [{ name: v, hostPath: { path: /a } }]',
    }),
    { 34: ['Invalid spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName'] },
  ],
  'a volume whose name is none': [
    podWith({
      container: 'env: [{ name: A, valueFrom: { fileKeyRef: { key: A, path: a, volumeName: V } } }]',
      spec: 'volumes: [{ name: V, emptyDir: {} }]',
    }),
    { 34: ['Invalid spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName'] },
  ],
});
