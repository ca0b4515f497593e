import { refuses } from '../../support/validation-test';

refuses('runtime-class-name', 'capitals', { spec: 'runtimeClassName: Kata_Containers' }, [
  'FieldValueInvalid spec.runtimeClassName',
]);
refuses('runtime-class-name', 'an empty one', { spec: "runtimeClassName: ''" }, [
  'FieldValueInvalid spec.runtimeClassName',
]);
