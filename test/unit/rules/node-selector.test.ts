import { refuses, validates } from '../../support/validation-test';

refuses('node-selector', 'a space in a value', { spec: 'nodeSelector: {disk: very fast}' }, [
  'FieldValueInvalid spec.nodeSelector',
]);
validates('a label of Kubernetes', { spec: 'nodeSelector: {kubernetes.io/os: linux}' });
