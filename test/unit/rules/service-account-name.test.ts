import { refuses, validates } from '../../support/validation-test';

refuses('service-account-name', 'an underscore', { spec: 'serviceAccountName: My_Account' }, [
  'FieldValueInvalid spec.serviceAccountName',
]);
refuses('service-account-name', 'under its old name', { spec: 'serviceAccount: My_Account' }, [
  'FieldValueInvalid spec.serviceAccountName',
]);
validates('a sound name', { spec: 'serviceAccountName: builder' });
