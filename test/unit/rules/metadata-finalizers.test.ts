import { refuses, validates } from '../../support/validation-test';

refuses('metadata-finalizers', 'without a domain', { metadata: 'finalizers: [keep]' }, [
  'FieldValueInvalid metadata.finalizers[0]',
]);
refuses('metadata-finalizers', 'of no form', { metadata: "finalizers: ['a b/c']" }, [
  'FieldValueInvalid metadata.finalizers',
]);
refuses('metadata-finalizers', 'of no form and without a domain', { metadata: "finalizers: ['a b']" }, [
  'FieldValueInvalid metadata.finalizers',
  'FieldValueInvalid metadata.finalizers[0]',
]);
refuses(
  'metadata-finalizers',
  'two that exclude each other',
  { metadata: 'finalizers: [orphan, foregroundDeletion]' },
  ['FieldValueInvalid metadata.finalizers'],
);
validates('a standard one', { metadata: 'finalizers: [kubernetes]' });
