import { refuses, validates } from '../../support/validation-test';

refuses('metadata-generation', 'below zero', { metadata: 'generation: -1' }, ['FieldValueInvalid metadata.generation']);
validates('zero', { metadata: 'generation: 0' });
