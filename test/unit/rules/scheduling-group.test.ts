import { refuses, validates } from '../../support/validation-test';

refuses(
  'scheduling-group',
  'no name',
  { spec: 'schedulingGroup: {}' },
  ['FieldValueInvalid spec.schedulingGroup.podGroupName'],
  [36, 37],
);
refuses(
  'scheduling-group',
  'a name that is none',
  { spec: 'schedulingGroup: {podGroupName: A_B}' },
  ['FieldValueInvalid spec.schedulingGroup.podGroupName'],
  [36, 37],
);
validates('unknown before', { spec: 'schedulingGroup: {podGroupName: A_B}' }, [31, 35]);
refuses(
  'scheduling-group',
  'a workload, in 1.35',
  { spec: 'workloadRef: {name: A, podGroup: b.c, podGroupReplicaKey: D}' },
  [
    'FieldValueInvalid spec.workloadRef.name',
    'FieldValueInvalid spec.workloadRef.podGroup',
    'FieldValueInvalid spec.workloadRef.podGroupReplicaKey',
  ],
  [35],
);
validates('a workload, in other versions', { spec: 'workloadRef: {name: A, podGroup: b.c}' }, [34, 36, 37]);
