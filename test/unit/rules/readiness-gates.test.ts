import { refuses, validates } from '../../support/validation-test';

refuses('readiness-gates', 'a space', { spec: 'readinessGates: [{conditionType: My Condition}]' }, [
  'FieldValueInvalid spec.readinessGates[0].conditionType',
]);
refuses('readiness-gates', 'none', { spec: 'readinessGates: [{}]' }, [
  'FieldValueInvalid spec.readinessGates[0].conditionType',
]);
validates('a name with a domain', { spec: 'readinessGates: [{conditionType: example.com/ready}]' });
