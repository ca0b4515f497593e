import { refuses } from '../../support/validation-test';

refuses('volume-name', 'an underscore', { spec: 'volumes: [{name: my_data, emptyDir: {}}]' }, [
  'FieldValueInvalid spec.volumes[0].name',
]);
refuses('volume-name', 'no name', { spec: 'volumes: [{emptyDir: {}}]' }, ['FieldValueRequired spec.volumes[0].name']);
refuses('volume-name', 'twice', { spec: 'volumes: [{name: a, emptyDir: {}}, {name: a, emptyDir: {}}]' }, [
  'FieldValueDuplicate spec.volumes[1].name',
]);
refuses(
  'volume-host-path',
  'twice, but the first is not there',
  { spec: 'volumes: [{name: a, hostPath: {}}, {name: a, emptyDir: {}}]' },
  ['FieldValueRequired spec.volumes[0].hostPath.path'],
);
