import { refuses, validates } from '../../support/validation-test';

refuses('hostname', 'dots in hostname', { spec: 'hostname: web.example.com' }, ['FieldValueInvalid spec.hostname']);
refuses('hostname', 'capitals in subdomain', { spec: 'subdomain: Web' }, ['FieldValueInvalid spec.subdomain']);
refuses(
  'hostname',
  "an override on the node's network",
  { spec: 'hostNetwork: true\nhostnameOverride: a.b' },
  ['FieldValueForbidden spec.hostnameOverride'],
  [34, 37],
);
refuses(
  'hostname',
  'an override with the FQDN',
  { spec: 'setHostnameAsFQDN: true\nhostnameOverride: a.b' },
  ['FieldValueForbidden spec.hostnameOverride'],
  [34, 37],
);
refuses(
  'hostname',
  'a long override',
  { spec: `hostnameOverride: ${'a'.repeat(65)}` },
  ['FieldValueTooLong spec.hostnameOverride'],
  [34, 37],
);
refuses(
  'hostname',
  'an empty override',
  { spec: "hostnameOverride: ''" },
  ['FieldValueInvalid spec.hostnameOverride'],
  [34, 37],
);
validates('unknown before', { spec: "hostnameOverride: ''" }, [31, 33]);
