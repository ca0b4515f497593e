import { refuses, validates } from '../../support/validation-test';

refuses('overhead', 'a resource that is none', { spec: 'overhead: {disk: 1Gi}' }, [
  'FieldValueInvalid spec.overhead.limits[disk]',
]);
refuses('overhead', 'below zero', { spec: "overhead: {cpu: '-1'}" }, ['FieldValueInvalid spec.overhead.limits[cpu]']);
refuses('overhead', 'huge pages alone', { spec: 'overhead: {hugepages-2Mi: 2Mi}' }, [
  'FieldValueForbidden spec.overhead',
]);
validates('an amount', { spec: 'overhead: {cpu: 100m, memory: 64Mi}' });
