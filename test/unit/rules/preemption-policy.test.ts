import { refuses, validates } from '../../support/validation-test';

refuses('preemption-policy', 'another value', { spec: 'preemptionPolicy: Always' }, [
  'FieldValueNotSupported spec.preemptionPolicy',
]);
refuses('preemption-policy', 'an empty one', { spec: "preemptionPolicy: ''" }, [
  'FieldValueRequired spec.preemptionPolicy',
]);
validates('Never', { spec: 'preemptionPolicy: Never' });
