import { refuses, validates } from '../../support/validation-test';

refuses('volume-host-path', 'a step back', { spec: 'volumes: [{name: stuff, hostPath: {path: /srv/../etc}}]' }, [
  'FieldValueInvalid spec.volumes[0].hostPath.path',
]);
refuses(
  'volume-host-path',
  'no path, and the type is not looked at',
  { spec: 'volumes: [{name: stuff, hostPath: {type: Folder}}]' },
  ['FieldValueRequired spec.volumes[0].hostPath.path'],
);
refuses(
  'volume-host-path',
  'a type that is none',
  { spec: 'volumes: [{name: stuff, hostPath: {path: /srv, type: Folder}}]' },
  ['FieldValueNotSupported spec.volumes[0].hostPath.type'],
);
validates('dots in a name', {
  spec: 'volumes: [{name: stuff, hostPath: {path: /srv/..data/a..b, type: DirectoryOrCreate}}]',
});
