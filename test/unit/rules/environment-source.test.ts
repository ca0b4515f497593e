import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('environment-source', {
  'a field': [podWith({ container: 'env: [{ name: A, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]' })],
  'a label': [
    podWith({ container: `env: [{ name: A, valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } }]` }),
  ],
  'an annotation in capitals': [
    podWith({
      container: `env: [{ name: A, valueFrom: { fieldRef: { fieldPath: "metadata.annotations['a.B/C']" } } }]`,
    }),
  ],
  'a label whose key is none': [
    podWith({ container: `env: [{ name: A, valueFrom: { fieldRef: { fieldPath: "metadata.labels['a b']" } } }]` }),
    'Invalid spec.containers[0].env[0].valueFrom.fieldRef',
  ],
  'all labels, which only a file can hold': [
    podWith({ container: 'env: [{ name: A, valueFrom: { fieldRef: { fieldPath: metadata.labels } } }]' }),
    'NotSupported spec.containers[0].env[0].valueFrom.fieldRef.fieldPath',
  ],
  'all addresses of the node': [
    podWith({ container: 'env: [{ name: A, valueFrom: { fieldRef: { fieldPath: status.hostIPs } } }]' }),
    { 31: ['Forbidden spec.containers[0].env[0].valueFrom.fieldRef'], 32: [] },
  ],
  'a field that selectors know only': [
    podWith({ container: 'env: [{ name: A, valueFrom: { fieldRef: { fieldPath: status.phase } } }]' }),
    'NotSupported spec.containers[0].env[0].valueFrom.fieldRef.fieldPath',
  ],
  'the old name of the node': [
    podWith({ container: 'env: [{ name: A, valueFrom: { fieldRef: { fieldPath: spec.host } } }]' }),
  ],
  'a field that nothing knows': [
    podWith({ container: 'env: [{ name: A, valueFrom: { fieldRef: { fieldPath: spec.node } } }]' }),
    'Invalid spec.containers[0].env[0].valueFrom.fieldRef.fieldPath',
  ],
  'an entry of something that is no map': [
    podWith({ container: `env: [{ name: A, valueFrom: { fieldRef: { fieldPath: "metadata.name['a']" } } }]` }),
    'Invalid spec.containers[0].env[0].valueFrom.fieldRef.fieldPath',
  ],
  'no field': [
    podWith({ container: 'env: [{ name: A, valueFrom: { fieldRef: {} } }]' }),
    'Required spec.containers[0].env[0].valueFrom.fieldRef.fieldPath',
  ],
  'a field of another version': [
    podWith({ container: 'env: [{ name: A, valueFrom: { fieldRef: { apiVersion: v2, fieldPath: metadata.name } } }]' }),
    'Invalid spec.containers[0].env[0].valueFrom.fieldRef.fieldPath',
  ],
  'a resource': [
    podWith({ container: 'env: [{ name: A, valueFrom: { resourceFieldRef: { resource: limits.cpu } } }]' }),
  ],
  'huge pages': [
    podWith({
      container:
        'env: [{ name: A, valueFrom: { resourceFieldRef: { resource: limits.hugepages-2Mi, divisor: 1Mi } } }]',
    }),
  ],
  'no resource': [
    podWith({ container: 'env: [{ name: A, valueFrom: { resourceFieldRef: {} } }]' }),
    'Required spec.containers[0].env[0].valueFrom.resourceFieldRef.resource',
  ],
  'a resource that is none': [
    podWith({ container: 'env: [{ name: A, valueFrom: { resourceFieldRef: { resource: cpu } } }]' }),
    'NotSupported spec.containers[0].env[0].valueFrom.resourceFieldRef.resource',
  ],
  'a divisor for bytes': [
    podWith({
      container: 'env: [{ name: A, valueFrom: { resourceFieldRef: { resource: limits.cpu, divisor: 1Mi } } }]',
    }),
    'Invalid spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor',
  ],
  'a divisor that is one': [
    podWith({
      container: 'env: [{ name: A, valueFrom: { resourceFieldRef: { resource: limits.cpu, divisor: 1000m } } }]',
    }),
  ],
  'a divisor for cpu': [
    podWith({
      container: 'env: [{ name: A, valueFrom: { resourceFieldRef: { resource: limits.memory, divisor: 1m } } }]',
    }),
    'Invalid spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor',
  ],
  'a key': [podWith({ container: 'env: [{ name: A, valueFrom: { configMapKeyRef: { name: a, key: b } } }]' })],
  'a key of no name': [
    podWith({ container: 'env: [{ name: A, valueFrom: { configMapKeyRef: { key: b } } }]' }),
    'Invalid spec.containers[0].env[0].valueFrom.configMapKeyRef.name',
  ],
  'no key': [
    podWith({ container: 'env: [{ name: A, valueFrom: { secretKeyRef: { name: a } } }]' }),
    'Required spec.containers[0].env[0].valueFrom.secretKeyRef.key',
  ],
  'a key that is none': [
    podWith({ container: 'env: [{ name: A, valueFrom: { secretKeyRef: { name: a, key: a/b } } }]' }),
    'Invalid spec.containers[0].env[0].valueFrom.secretKeyRef.key',
  ],
  'a key that is a folder': [
    podWith({ container: 'env: [{ name: A, valueFrom: { secretKeyRef: { name: a, key: .. } } }]' }),
    'Invalid spec.containers[0].env[0].valueFrom.secretKeyRef.key',
  ],
  'no source': [
    podWith({ container: 'env: [{ name: A, valueFrom: {  } }]' }),
    'Invalid spec.containers[0].env[0].valueFrom',
  ],
  'two sources': [
    podWith({
      container:
        'env: [{ name: A, valueFrom: { secretKeyRef: { name: a, key: b }, fieldRef: { fieldPath: metadata.name } } }]',
    }),
    'Invalid spec.containers[0].env[0].valueFrom',
  ],
  'a value besides': [
    podWith({ container: 'env: [{ name: A, value: a, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]' }),
    'Invalid spec.containers[0].env[0].valueFrom',
  ],
  'an empty value besides': [
    podWith({ container: 'env: [{ name: A, value: "", valueFrom: { fieldRef: { fieldPath: metadata.name } } }]' }),
  ],
  'all of an object': [podWith({ container: 'envFrom: [{ configMapRef: { name: a } }, { secretRef: { name: b } }]' })],
  'all of nothing': [podWith({ container: 'envFrom: [{}]' }), 'Invalid spec.containers[0].envFrom'],
  'all of two objects': [
    podWith({ container: 'envFrom: [{ configMapRef: { name: a }, secretRef: { name: b } }]' }),
    'Invalid spec.containers[0].envFrom',
  ],
  'all of an object without a name': [
    podWith({ container: 'envFrom: [{ configMapRef: {} }]' }),
    'Required spec.containers[0].envFrom[0].configMapRef.name',
  ],
  'all of an object whose name ends in a hyphen': [podWith({ container: 'envFrom: [{ secretRef: { name: a- } }]' })],
  'all of an object with a name that is none': [
    podWith({ container: 'envFrom: [{ secretRef: { name: A } }]' }),
    'Invalid spec.containers[0].envFrom[0].secretRef.name',
  ],
});
