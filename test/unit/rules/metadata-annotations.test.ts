import { refuses, validates } from '../../support/validation-test';

refuses('metadata-annotations', 'a space in a key', { metadata: 'annotations:\n  "my note": x' }, [
  'FieldValueInvalid metadata.annotations',
]);
validates('capitals in a key and its domain', { metadata: 'annotations:\n  Example.COM/Note: x' });
refuses('metadata-annotations', 'too large', { metadata: `annotations:\n  note: ${'x'.repeat(262144)}` }, [
  'FieldValueTooLong metadata.annotations',
]);
validates('just not too large', {
  metadata: `annotations:\n  note: ${'x'.repeat(262144 - 'note'.length - 'kubernetes.io/config.hash'.length - 32)}`,
});
