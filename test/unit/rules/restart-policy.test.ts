import { refuses, validates } from '../../support/validation-test';

refuses('restart-policy', 'another case', { spec: 'restartPolicy: Onfailure' }, [
  'FieldValueNotSupported spec.restartPolicy',
]);
validates('none', {});
validates('an empty one', { spec: "restartPolicy: ''" });
validates('Never', { spec: 'restartPolicy: Never' });
