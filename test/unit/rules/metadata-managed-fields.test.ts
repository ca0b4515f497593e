import { refuses, validates } from '../../support/validation-test';

refuses(
  'metadata-managed-fields',
  'an operation that is none',
  { metadata: 'managedFields: [{operation: Edit}]' },
  ['FieldValueNotSupported metadata.managedFields[0].operation'],
  [37],
);
refuses(
  'metadata-managed-fields',
  'an operation that is none, before 1.37',
  { metadata: 'managedFields: [{operation: Edit}]' },
  ['FieldValueInvalid metadata.managedFields[0].operation'],
  [31, 36],
);
refuses(
  'metadata-managed-fields',
  'no operation',
  { metadata: 'managedFields: [{manager: m}]' },
  ['FieldValueRequired metadata.managedFields[0].operation'],
  [37],
);
refuses(
  'metadata-managed-fields',
  'no operation, before 1.37',
  { metadata: 'managedFields: [{manager: m}]' },
  ['FieldValueInvalid metadata.managedFields[0].operation'],
  [31, 36],
);
refuses(
  'metadata-managed-fields',
  'a type of fields that is none',
  { metadata: 'managedFields: [{operation: Apply, fieldsType: FieldsV2}]' },
  ['FieldValueInvalid metadata.managedFields[0].fieldsType'],
);
refuses(
  'metadata-managed-fields',
  'a long manager',
  { metadata: `managedFields: [{operation: Apply, manager: ${'m'.repeat(129)}}]` },
  ['FieldValueTooLong metadata.managedFields[0].manager'],
);
refuses(
  'metadata-managed-fields',
  'a manager with a control character',
  { metadata: 'managedFields: [{operation: Apply, manager: "a\\u0007b"}]' },
  ['FieldValueInvalid metadata.managedFields[0].manager'],
);
refuses(
  'metadata-managed-fields',
  'a long subresource',
  { metadata: `managedFields: [{operation: Update, subresource: ${'s'.repeat(257)}}]` },
  ['FieldValueTooLong metadata.managedFields[0].subresource'],
);
validates('as kubectl prints it', {
  metadata:
    'managedFields: [{apiVersion: v1, fieldsType: FieldsV1, manager: kubectl-client-side-apply, operation: Update, subresource: status}]',
});
