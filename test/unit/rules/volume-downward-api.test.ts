import { refuses, validates } from '../../support/validation-test';

refuses(
  'volume-downward-api',
  'a field that volumes do not have',
  { spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: status.podIP}}]}}]' },
  ['FieldValueNotSupported spec.volumes[0].downwardAPI.fieldRef.fieldPath'],
);
refuses(
  'volume-downward-api',
  'a field that is none',
  { spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: spec.foo}}]}}]' },
  ['FieldValueInvalid spec.volumes[0].downwardAPI.fieldRef.fieldPath'],
);
refuses(
  'volume-downward-api',
  'no field',
  { spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, fieldRef: {}}]}}]' },
  ['FieldValueRequired spec.volumes[0].downwardAPI.fieldRef.fieldPath'],
);
refuses(
  'volume-downward-api',
  'another API version',
  {
    spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, fieldRef: {apiVersion: v2, fieldPath: metadata.name}}]}}]',
  },
  ['FieldValueInvalid spec.volumes[0].downwardAPI.fieldRef.fieldPath'],
);
refuses(
  'volume-downward-api',
  'an old name of a field',
  { spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: spec.host}}]}}]' },
  ['FieldValueNotSupported spec.volumes[0].downwardAPI.fieldRef.fieldPath'],
);
validates('a label', {
  spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: "metadata.labels[\'app\']"}}, {path: b, fieldRef: {fieldPath: "metadata.annotations[\'A.B/c\']"}}]}}]',
});
refuses(
  'volume-downward-api',
  'a label that is none',
  {
    spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: "metadata.labels[\'a b\']"}}]}}]',
  },
  ['FieldValueInvalid spec.volumes[0].downwardAPI.fieldRef'],
);
refuses(
  'volume-downward-api',
  'a key of what has none',
  {
    spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: "metadata.name[\'a\']"}}]}}]',
  },
  ['FieldValueInvalid spec.volumes[0].downwardAPI.fieldRef.fieldPath'],
);
refuses(
  'volume-downward-api',
  'host IPs in 1.31',
  { spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: status.hostIPs}}]}}]' },
  [
    'FieldValueForbidden spec.volumes[0].downwardAPI.fieldRef',
    'FieldValueNotSupported spec.volumes[0].downwardAPI.fieldRef.fieldPath',
  ],
  [31],
);
refuses(
  'volume-downward-api',
  'host IPs since 1.32',
  { spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: status.hostIPs}}]}}]' },
  ['FieldValueNotSupported spec.volumes[0].downwardAPI.fieldRef.fieldPath'],
  [32, 37],
);
refuses(
  'volume-downward-api',
  'neither and both',
  {
    spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a}, {path: b, fieldRef: {fieldPath: metadata.name}, resourceFieldRef: {containerName: web, resource: limits.cpu}}]}}]',
  },
  ['FieldValueInvalid spec.volumes[0].downwardAPI', 'FieldValueRequired spec.volumes[0].downwardAPI'],
);
refuses(
  'volume-downward-api',
  'no path, a mode that is none',
  {
    spec: 'volumes: [{name: stuff, downwardAPI: {defaultMode: -1, items: [{mode: 512, fieldRef: {fieldPath: metadata.name}}]}}]',
  },
  [
    'FieldValueInvalid spec.volumes[0].downwardAPI.defaultMode',
    'FieldValueInvalid spec.volumes[0].downwardAPI.mode',
    'FieldValueRequired spec.volumes[0].downwardAPI.path',
  ],
);
refuses(
  'volume-downward-api',
  'no container',
  { spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, resourceFieldRef: {resource: limits.cpu}}]}}]' },
  ['FieldValueRequired spec.volumes[0].downwardAPI.resourceFieldRef.containerName'],
);
refuses(
  'volume-downward-api',
  'a resource that is none',
  {
    spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, resourceFieldRef: {containerName: web, resource: limits.disk}}]}}]',
  },
  ['FieldValueNotSupported spec.volumes[0].downwardAPI.resourceFieldRef.resource'],
);
validates('huge pages', {
  spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, resourceFieldRef: {containerName: web, resource: limits.hugepages-2Mi, divisor: 1Mi}}]}}]',
});
refuses(
  'volume-downward-api',
  'a divisor that is none',
  {
    spec: 'volumes: [{name: stuff, downwardAPI: {items: [{path: a, resourceFieldRef: {containerName: web, resource: limits.cpu, divisor: 10m}}, {path: b, resourceFieldRef: {containerName: web, resource: requests.memory, divisor: "2"}}]}}]',
  },
  ['FieldValueInvalid spec.volumes[0].downwardAPI.resourceFieldRef.divisor'],
);
