import { refuses, validates } from '../../support/validation-test';

refuses('volume-empty-dir', 'below zero', { spec: "volumes: [{name: stuff, emptyDir: {sizeLimit: '-1'}}]" }, [
  'FieldValueForbidden spec.volumes[0].emptyDir.sizeLimit',
]);
refuses(
  'volume-empty-dir',
  'a mode that is none',
  { spec: 'volumes: [{name: stuff, emptyDir: {mode: 2048}}]' },
  ['FieldValueInvalid spec.volumes[0].emptyDir.mode'],
  [37],
);
validates('unknown before', { spec: 'volumes: [{name: stuff, emptyDir: {mode: 2048}}]' }, [31, 36]);
validates('sound', { spec: 'volumes: [{name: stuff, emptyDir: {sizeLimit: 64Mi, medium: Memory}}]' });
