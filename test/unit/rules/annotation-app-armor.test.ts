import { refuses, validates } from '../../support/validation-test';

refuses(
  'annotation-app-armor',
  'a container that is not there',
  { metadata: 'annotations:\n  container.apparmor.security.beta.kubernetes.io/wbe: runtime/default' },
  ['FieldValueInvalid metadata.annotations[container.apparmor.security.beta.kubernetes.io/wbe]'],
);
refuses(
  'annotation-app-armor',
  'a profile that is none',
  { metadata: 'annotations:\n  container.apparmor.security.beta.kubernetes.io/web: default' },
  ['FieldValueInvalid metadata.annotations[container.apparmor.security.beta.kubernetes.io/web]'],
);
validates('an empty value', { metadata: "annotations:\n  container.apparmor.security.beta.kubernetes.io/web: ''" });
refuses(
  'annotation-app-armor',
  "another than the Pod's field",
  {
    metadata: 'annotations:\n  container.apparmor.security.beta.kubernetes.io/web: unconfined',
    spec: 'securityContext: {appArmorProfile: {type: RuntimeDefault}}',
  },
  ['FieldValueForbidden spec.containers[0].securityContext.appArmorProfile.type'],
);
refuses(
  'annotation-app-armor',
  "another profile than the container's field",
  {
    metadata: 'annotations:\n  container.apparmor.security.beta.kubernetes.io/web: localhost/a',
    container: 'securityContext: {appArmorProfile: {type: Localhost, localhostProfile: b}}',
  },
  ['FieldValueForbidden spec.containers[0].securityContext.appArmorProfile.localhostProfile'],
);
validates('the same as the field', {
  metadata: 'annotations:\n  container.apparmor.security.beta.kubernetes.io/web: localhost/a',
  container: 'securityContext: {appArmorProfile: {type: Localhost, localhostProfile: a}}',
});
