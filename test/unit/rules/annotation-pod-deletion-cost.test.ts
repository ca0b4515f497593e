import { refuses, validates } from '../../support/validation-test';

refuses(
  'annotation-pod-deletion-cost',
  'a plus',
  { metadata: "annotations:\n  controller.kubernetes.io/pod-deletion-cost: '+10'" },
  ['FieldValueInvalid metadata.annotations[controller.kubernetes.io/pod-deletion-cost]'],
);
refuses(
  'annotation-pod-deletion-cost',
  'leading zeros',
  { metadata: "annotations:\n  controller.kubernetes.io/pod-deletion-cost: '008'" },
  ['FieldValueInvalid metadata.annotations[controller.kubernetes.io/pod-deletion-cost]'],
);
refuses(
  'annotation-pod-deletion-cost',
  'more than 32 bits',
  { metadata: "annotations:\n  controller.kubernetes.io/pod-deletion-cost: '2147483648'" },
  ['FieldValueInvalid metadata.annotations[controller.kubernetes.io/pod-deletion-cost]'],
);
validates('the least', { metadata: "annotations:\n  controller.kubernetes.io/pod-deletion-cost: '-2147483648'" });
