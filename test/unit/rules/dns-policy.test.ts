import { refuses, validates } from '../../support/validation-test';

refuses('dns-policy', 'another case', { spec: 'dnsPolicy: default' }, ['FieldValueNotSupported spec.dnsPolicy']);
validates('Default', { spec: 'dnsPolicy: Default' });
