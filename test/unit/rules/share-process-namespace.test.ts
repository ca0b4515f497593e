import { refuses, validates } from '../../support/validation-test';

refuses(
  'share-process-namespace',
  'both',
  { spec: 'hostPID: true\nshareProcessNamespace: true' },
  ['FieldValueInvalid spec.shareProcessNamespace'],
  [37],
);
refuses(
  'share-process-namespace',
  'both, before 1.37',
  { spec: 'hostPID: true\nshareProcessNamespace: true' },
  ['FieldValueInvalid spec.securityContext.shareProcessNamespace'],
  [31, 36],
);
validates('one set to false', { spec: 'hostPID: true\nshareProcessNamespace: false' });
