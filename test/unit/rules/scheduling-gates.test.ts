import { refuses } from '../../support/validation-test';

refuses('scheduling-gates', 'a space', { spec: 'schedulingGates: [{name: not yet}]' }, [
  'FieldValueForbidden spec.nodeName',
  'FieldValueInvalid spec.schedulingGates[0]',
]);
refuses('scheduling-gates', 'twice', { spec: 'schedulingGates: [{name: a}, {name: a}]' }, [
  'FieldValueDuplicate spec.schedulingGates[1]',
  'FieldValueForbidden spec.nodeName',
]);
