import { refuses, validates } from '../../support/validation-test';

refuses(
  'pod-security-context',
  'an id below zero',
  { spec: 'securityContext: {runAsUser: -1, runAsGroup: 2147483648, fsGroup: -5, supplementalGroups: [1, -1]}' },
  [
    'FieldValueInvalid spec.securityContext.fsGroup',
    'FieldValueInvalid spec.securityContext.runAsGroup',
    'FieldValueInvalid spec.securityContext.runAsUser',
    'FieldValueInvalid spec.securityContext.supplementalGroups[1]',
  ],
);
refuses(
  'pod-security-context',
  'policies that are none',
  { spec: 'securityContext: {fsGroupChangePolicy: always, supplementalGroupsPolicy: None}' },
  [
    'FieldValueNotSupported spec.securityContext.fsGroupChangePolicy',
    'FieldValueNotSupported spec.securityContext.supplementalGroupsPolicy',
  ],
);
refuses(
  'pod-security-context',
  'a policy for SELinux that is none',
  { spec: 'securityContext: {seLinuxChangePolicy: Never}' },
  ['FieldValueNotSupported spec.securityContext.seLinuxChangePolicy'],
  [32, 37],
);
validates('unknown before', { spec: 'securityContext: {seLinuxChangePolicy: Never}' }, [31]);
refuses(
  'pod-security-context',
  'MountOption, while its gate is off',
  { spec: 'securityContext: {seLinuxChangePolicy: MountOption}' },
  ['FieldValueNotSupported spec.securityContext.seLinuxChangePolicy'],
  [35, 36],
);
validates('MountOption, elsewhere', { spec: 'securityContext: {seLinuxChangePolicy: MountOption}' }, [32, 34, 37]);
refuses(
  'pod-security-context',
  'a profile without a file',
  { spec: 'securityContext: {seccompProfile: {type: Localhost}}' },
  ['FieldValueRequired spec.securityContext.seccompProfile.localhostProfile'],
);
refuses('pod-security-context', 'AppArmor without a type', { spec: 'securityContext: {appArmorProfile: {}}' }, [
  'FieldValueRequired spec.securityContext.appArmorProfile.type',
]);
refuses(
  'pod-security-context',
  'an empty user of Windows',
  { spec: "securityContext: {windowsOptions: {runAsUserName: ''}}" },
  ['FieldValueInvalid spec.securityContext.windowsOptions.runAsUserName'],
);
validates('sound values', {
  spec: 'securityContext: {runAsUser: 0, fsGroup: 2147483647, fsGroupChangePolicy: Always, seccompProfile: {type: Unconfined}}',
});
