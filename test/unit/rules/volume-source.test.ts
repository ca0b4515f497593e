import { refuses, validates } from '../../support/validation-test';

refuses('volume-source', 'two', { spec: 'volumes: [{name: stuff, emptyDir: {}, hostPath: {path: /srv}}]' }, [
  'FieldValueForbidden spec.volumes[0].hostPath',
]);
refuses(
  'volume-source',
  'two, the misspelled ones',
  { spec: 'volumes: [{name: stuff, emptyDir: {}, cephfs: {}, downwardAPI: {}}]' },
  ['FieldValueForbidden spec.volumes[0].cephFS', 'FieldValueForbidden spec.volumes[0].downwarAPI'],
);
validates('none', { spec: 'volumes: [{name: stuff}]' });
refuses(
  'volume-source',
  'an image in 1.31, which does not look at it',
  { spec: 'volumes: [{name: stuff, image: {reference: a}}]' },
  ['FieldValueRequired spec.volumes[0]'],
  [31],
);
