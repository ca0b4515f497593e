import { refuses, validates } from '../../support/validation-test';

refuses('metadata-labels', 'a space in a value', { metadata: 'labels:\n  app: my web' }, [
  'FieldValueInvalid metadata.labels',
]);
validates('a key with a domain', { metadata: 'labels:\n  example.com/app: web' });
refuses('metadata-labels', 'a key with two slashes', { metadata: 'labels:\n  example.com/a/b: web' }, [
  'FieldValueInvalid metadata.labels',
]);
refuses('metadata-labels', 'a key without a name', { metadata: 'labels:\n  example.com/: web' }, [
  'FieldValueInvalid metadata.labels',
]);
refuses(
  'metadata-labels',
  'a value of 64 characters',
  {
    metadata: `labels:
  app: ${'a'.repeat(64)}`,
  },
  ['FieldValueInvalid metadata.labels'],
);
validates('an empty value', { metadata: "labels:\n  app: ''" });
