import { refuses, validates } from '../../support/validation-test';

refuses('operating-system', 'a system that is none', { spec: 'os: {name: darwin}' }, [
  'FieldValueNotSupported spec.os',
]);
refuses('operating-system', 'no name', { spec: 'os: {}' }, ['FieldValueRequired spec.os.name']);
refuses(
  'operating-system',
  'what Windows has, on Linux',
  { spec: 'os: {name: linux}\nsecurityContext: {windowsOptions: {}}' },
  ['FieldValueForbidden spec.securityContext.windowsOptions'],
);
refuses(
  'operating-system',
  'what Linux has, on Windows',
  {
    spec: 'os: {name: windows}\nhostPID: true\nhostIPC: true\nhostUsers: true\nshareProcessNamespace: false\nsecurityContext: {runAsUser: 1, runAsGroup: 1, fsGroup: 1, fsGroupChangePolicy: Always, supplementalGroups: [], supplementalGroupsPolicy: Merge, sysctls: [{name: a, value: b}], seccompProfile: {type: Unconfined}, appArmorProfile: {type: Unconfined}, seLinuxOptions: {}}',
  },
  [
    'FieldValueForbidden spec.hostIPC',
    'FieldValueForbidden spec.hostPID',
    'FieldValueForbidden spec.hostUsers',
    'FieldValueForbidden spec.securityContext.appArmorProfile',
    'FieldValueForbidden spec.securityContext.fsGroup',
    'FieldValueForbidden spec.securityContext.fsGroupChangePolicy',
    'FieldValueForbidden spec.securityContext.runAsGroup',
    'FieldValueForbidden spec.securityContext.runAsUser',
    'FieldValueForbidden spec.securityContext.seLinuxOptions',
    'FieldValueForbidden spec.securityContext.seccompProfile',
    'FieldValueForbidden spec.securityContext.supplementalGroups',
    'FieldValueForbidden spec.securityContext.supplementalGroupsPolicy',
    'FieldValueForbidden spec.securityContext.sysctls',
    'FieldValueForbidden spec.shareProcessNamespace',
  ],
);
validates('no sysctls, on Windows', { spec: 'os: {name: windows}\nsecurityContext: {sysctls: []}' });
