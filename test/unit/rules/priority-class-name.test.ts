import { refuses, validates } from '../../support/validation-test';

refuses('priority-class-name', 'capitals', { spec: 'priorityClassName: System_Critical' }, [
  'FieldValueInvalid spec.priorityClassName',
]);
validates('an empty one', { spec: "priorityClassName: ''" });
