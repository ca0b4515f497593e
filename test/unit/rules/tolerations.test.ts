import { refuses, validates } from '../../support/validation-test';

refuses('tolerations', 'no key and no operator', { spec: 'tolerations: [{effect: NoSchedule}]' }, [
  'FieldValueInvalid spec.tolerations[0].operator',
]);
refuses('tolerations', 'Exists with a value', { spec: 'tolerations: [{key: a, operator: Exists, value: b}]' }, [
  'FieldValueInvalid spec.tolerations[0].operator',
]);
refuses('tolerations', 'an effect that is none', { spec: 'tolerations: [{key: a, effect: Never}]' }, [
  'FieldValueNotSupported spec.tolerations[0].effect',
]);
refuses(
  'tolerations',
  'seconds with another effect',
  { spec: 'tolerations: [{key: a, effect: NoSchedule, tolerationSeconds: 1}]' },
  ['FieldValueInvalid spec.tolerations[0].effect'],
);
refuses('tolerations', 'an operator that is none', { spec: 'tolerations: [{key: a, operator: Lt, value: "1"}]' }, [
  'FieldValueNotSupported spec.tolerations[0].operator',
]);
refuses('tolerations', 'a key and a value that are none', { spec: 'tolerations: [{key: a b, value: c d}]' }, [
  'FieldValueInvalid spec.tolerations[0].key',
  'FieldValueInvalid spec.tolerations[0].operator',
]);
validates('what the kubelet adds, with seconds', {
  spec: 'tolerations: [{operator: Exists, effect: NoExecute, tolerationSeconds: 60}]',
});
