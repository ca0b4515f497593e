import { refuses, validates } from '../../support/validation-test';

refuses('active-deadline-seconds', 'zero', { spec: 'activeDeadlineSeconds: 0' }, [
  'FieldValueInvalid spec.activeDeadlineSeconds',
]);
refuses('active-deadline-seconds', 'more than 31 bits', { spec: 'activeDeadlineSeconds: 2147483648' }, [
  'FieldValueInvalid spec.activeDeadlineSeconds',
]);
validates('the most', { spec: 'activeDeadlineSeconds: 2147483647' });
