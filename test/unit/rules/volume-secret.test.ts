import { refuses, validates } from '../../support/validation-test';

refuses('volume-secret', 'no name', { spec: 'volumes: [{name: stuff, secret: {}}]' }, [
  'FieldValueRequired spec.volumes[0].secret.secretName',
]);
refuses(
  'volume-secret',
  'a mode that is none',
  { spec: 'volumes: [{name: stuff, secret: {secretName: a, defaultMode: 512}}]' },
  ['FieldValueInvalid spec.volumes[0].secret.defaultMode'],
);
refuses(
  'volume-secret',
  'items without a key',
  { spec: 'volumes: [{name: stuff, secret: {secretName: a, items: [{path: p}]}}]' },
  ['FieldValueRequired spec.volumes[0].secret.items[0].key'],
);
validates('sound', {
  spec: 'volumes: [{name: stuff, secret: {secretName: a, defaultMode: 0400, items: [{key: k, path: p/q}]}}]',
});
