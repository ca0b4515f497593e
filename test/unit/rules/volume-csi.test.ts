import { refuses, validates } from '../../support/validation-test';

refuses(
  'volume-csi',
  'no driver',
  { spec: 'volumes: [{name: stuff, csi: {}}]' },
  ['FieldValueRequired spec.volumes[0].csi.driver'],
  [35, 37],
);
refuses(
  'volume-csi',
  'no driver, before 1.35',
  { spec: 'volumes: [{name: stuff, csi: {}}]' },
  ['FieldValueInvalid spec.volumes[0].csi.driver', 'FieldValueRequired spec.volumes[0].csi.driver'],
  [31, 34],
);
refuses('volume-csi', 'a long driver', { spec: `volumes: [{name: stuff, csi: {driver: ${'d'.repeat(64)}}}]` }, [
  'FieldValueTooLong spec.volumes[0].csi.driver',
]);
refuses('volume-csi', 'a driver that is none', { spec: 'volumes: [{name: stuff, csi: {driver: a_b}}]' }, [
  'FieldValueInvalid spec.volumes[0].csi.driver',
]);
validates('a driver with capitals', { spec: 'volumes: [{name: stuff, csi: {driver: Example.COM}}]' });
refuses(
  'volume-csi',
  'a Secret without a name',
  { spec: 'volumes: [{name: stuff, csi: {driver: a.b, nodePublishSecretRef: {}}}]' },
  ['FieldValueRequired spec.volumes[0].csi.nodePublishSecretRef.name'],
);
refuses(
  'volume-csi',
  'a Secret whose name is none',
  { spec: 'volumes: [{name: stuff, csi: {driver: a.b, nodePublishSecretRef: {name: A}}}]' },
  ['FieldValueInvalid spec.volumes[0].csi.name'],
);
