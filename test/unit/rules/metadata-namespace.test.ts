import { refuses, validates } from '../../support/validation-test';

refuses('metadata-namespace', 'a dot', { metadata: 'namespace: kube.system' }, [
  'FieldValueInvalid metadata.namespace',
]);
refuses('metadata-namespace', 'upper case', { metadata: 'namespace: Default' }, [
  'FieldValueInvalid metadata.namespace',
]);
validates('none', {});
validates('an empty one becomes default', { metadata: "namespace: ''" });
