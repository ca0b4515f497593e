import { refuses, validates } from '../../support/validation-test';

refuses(
  'annotation-tolerations',
  'no list',
  { metadata: "annotations:\n  scheduler.alpha.kubernetes.io/tolerations: '{}'" },
  ['FieldValueInvalid metadata.annotations'],
);
refuses(
  'annotation-tolerations',
  'no JSON',
  { metadata: "annotations:\n  scheduler.alpha.kubernetes.io/tolerations: '[{'" },
  ['FieldValueInvalid metadata.annotations'],
);
refuses(
  'annotation-tolerations',
  'a list with a fault',
  { metadata: 'annotations:\n  scheduler.alpha.kubernetes.io/tolerations: \'[{"key": "a", "operator": "Is"}]\'' },
  ['FieldValueNotSupported metadata.annotations.scheduler.alpha.kubernetes.io/tolerations[0].operator'],
);
validates('fields in any case', {
  metadata:
    'annotations:\n  scheduler.alpha.kubernetes.io/tolerations: \'[{"KEY": "a", "Operator": "Exists", "tolerationseconds": null}]\'',
});
validates('an empty value', { metadata: "annotations:\n  scheduler.alpha.kubernetes.io/tolerations: ''" });
