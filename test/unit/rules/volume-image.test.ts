import { refuses, validates } from '../../support/validation-test';

refuses(
  'volume-image',
  'no reference',
  { spec: 'volumes: [{name: stuff, image: {pullPolicy: Never}}]' },
  ['FieldValueRequired spec.volumes[0].image.reference'],
  [37],
);
validates('no reference, before 1.37', { spec: 'volumes: [{name: stuff, image: {pullPolicy: Never}}]' }, [32, 36]);
refuses(
  'volume-image',
  'no policy, while the gate is off',
  { spec: 'volumes: [{name: stuff, image: {reference: a}}]' },
  ['FieldValueRequired spec.volumes[0].image.pullPolicy'],
  [32, 34],
);
validates('no policy, since', { spec: 'volumes: [{name: stuff, image: {reference: a}}]' }, [35, 37]);
refuses(
  'volume-image',
  'a policy that is none',
  { spec: 'volumes: [{name: stuff, image: {reference: a, pullPolicy: Sometimes}}]' },
  ['FieldValueNotSupported spec.volumes[0].image.pullPolicy'],
  [32, 37],
);
