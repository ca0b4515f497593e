import { refuses, validates } from '../../support/validation-test';

refuses('topology-spread-constraints', 'an empty one', { spec: 'topologySpreadConstraints: [{}]' }, [
  'FieldValueInvalid spec.topologySpreadConstraints[0].maxSkew',
  'FieldValueNotSupported spec.topologySpreadConstraints[0].whenUnsatisfiable',
  'FieldValueRequired spec.topologySpreadConstraints[0].topologyKey',
]);
refuses(
  'topology-spread-constraints',
  'two alike',
  {
    spec: 'topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule}, {maxSkew: 2, topologyKey: z, whenUnsatisfiable: DoNotSchedule}]',
  },
  ['FieldValueDuplicate spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}'],
);
refuses(
  'topology-spread-constraints',
  'minDomains where it does not belong',
  {
    spec: 'topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, minDomains: 1}]',
  },
  ['FieldValueInvalid spec.topologySpreadConstraints[0].minDomains'],
);
refuses(
  'topology-spread-constraints',
  'policies that are none',
  {
    spec: 'topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, nodeAffinityPolicy: x, nodeTaintsPolicy: w}]',
  },
  [
    'FieldValueNotSupported spec.topologySpreadConstraints[0].nodeAffinityPolicy',
    'FieldValueNotSupported spec.topologySpreadConstraints[0].nodeTaintsPolicy',
  ],
);
refuses(
  'topology-spread-constraints',
  'keys without a selector',
  {
    spec: 'topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, matchLabelKeys: [a b]}]',
  },
  ['FieldValueForbidden spec.topologySpreadConstraints[0].matchLabelKeys'],
  [35, 37],
);
refuses(
  'topology-spread-constraints',
  'keys without a selector, before 1.35',
  {
    spec: 'topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, matchLabelKeys: [a b]}]',
  },
  [
    'FieldValueForbidden spec.topologySpreadConstraints[0].matchLabelKeys',
    'FieldValueInvalid spec.topologySpreadConstraints[0].matchLabelKeys[0]',
  ],
  [31, 34],
);
validates(
  'a key that the selector has',
  {
    spec: 'topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {a: b}}, matchLabelKeys: [a]}]',
  },
  [35, 37],
);
refuses(
  'topology-spread-constraints',
  'a key that the selector has, before 1.35',
  {
    spec: 'topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {a: b}}, matchLabelKeys: [a]}]',
  },
  ['FieldValueInvalid spec.topologySpreadConstraints[0].matchLabelKeys[0]'],
  [31, 34],
);
