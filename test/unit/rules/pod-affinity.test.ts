import { refuses, validates } from '../../support/validation-test';

refuses(
  'pod-affinity',
  'no topology key',
  { spec: 'affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {}}]}}' },
  [
    'FieldValueInvalid spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey',
    'FieldValueRequired spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey',
  ],
);
refuses(
  'pod-affinity',
  'a namespace that is none',
  {
    spec: 'affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, namespaces: [a.b]}]}}',
  },
  ['FieldValueInvalid spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace'],
);
refuses(
  'pod-affinity',
  'a weight of 101',
  {
    spec: 'affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 101, podAffinityTerm: {topologyKey: zone}}]}}',
  },
  ['FieldValueInvalid spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight'],
);
refuses(
  'pod-affinity',
  'a selector with a fault',
  {
    spec: "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, labelSelector: {matchExpressions: [{key: a, operator: Is}]}, namespaceSelector: {matchLabels: {'a b': c}}}]}}",
  },
  [
    'FieldValueInvalid spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0].operator',
    'FieldValueInvalid spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespaceSelector.matchLabels',
  ],
);
refuses(
  'pod-affinity',
  'keys without a selector',
  {
    spec: 'affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, matchLabelKeys: [a], mismatchLabelKeys: [b]}]}}',
  },
  [
    'FieldValueForbidden spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys',
    'FieldValueForbidden spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].mismatchLabelKeys',
  ],
);
refuses(
  'pod-affinity',
  'a key in both lists',
  {
    spec: 'affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, labelSelector: {}, matchLabelKeys: [a], mismatchLabelKeys: [a]}]}}',
  },
  [
    'FieldValueInvalid spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[0]',
  ],
);
validates('a key that the selector has once', {
  spec: 'affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, labelSelector: {matchExpressions: [{key: a, operator: Exists}]}, matchLabelKeys: [a]}]}}',
});
refuses(
  'pod-affinity',
  'a key that the selector has twice',
  {
    spec: 'affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, labelSelector: {matchLabels: {b: c}, matchExpressions: [{key: b, operator: Exists}]}, matchLabelKeys: [a, b]}]}}',
  },
  ['FieldValueInvalid spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0][1]'],
);
