import { refuses, validates } from '../../support/validation-test';

refuses(
  'annotation-seccomp',
  'a profile that is none',
  { metadata: 'annotations:\n  seccomp.security.alpha.kubernetes.io/pod: default' },
  ['FieldValueInvalid metadata.annotations.seccomp.security.alpha.kubernetes.io/pod'],
);
refuses(
  'annotation-seccomp',
  "a container's",
  { metadata: 'annotations:\n  container.seccomp.security.alpha.kubernetes.io/web: localhost/../x' },
  ['FieldValueInvalid metadata.annotations.container.seccomp.security.alpha.kubernetes.io/web'],
);
validates('a profile on the node', {
  metadata: 'annotations:\n  container.seccomp.security.alpha.kubernetes.io/web: localhost/a.json',
});
refuses(
  'annotation-seccomp',
  'another type than the field',
  {
    metadata: 'annotations:\n  seccomp.security.alpha.kubernetes.io/pod: unconfined',
    spec: 'securityContext: {seccompProfile: {type: RuntimeDefault}}',
  },
  ['FieldValueForbidden spec.securityContext.seccompProfile.type'],
);
refuses(
  'annotation-seccomp',
  'another path than the field',
  {
    metadata: 'annotations:\n  container.seccomp.security.alpha.kubernetes.io/web: localhost/a.json',
    container: 'securityContext: {seccompProfile: {type: Localhost, localhostProfile: b.json}}',
  },
  ['FieldValueForbidden spec.containers[0].securityContext.seccompProfile.localhostProfile'],
);
validates('the same as the field', {
  metadata: 'annotations:\n  container.seccomp.security.alpha.kubernetes.io/web: docker/default',
  container: 'securityContext: {seccompProfile: {type: RuntimeDefault}}',
});
