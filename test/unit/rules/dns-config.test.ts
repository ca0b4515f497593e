import { refuses, validates } from '../../support/validation-test';

refuses('dns-config', 'a name for an address', { spec: 'dnsConfig: {nameservers: [dns.example.com]}' }, [
  'FieldValueInvalid spec.dnsConfig.nameservers[0]',
]);
refuses(
  'dns-config',
  'four servers',
  { spec: 'dnsConfig: {nameservers: [192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4]}' },
  ['FieldValueInvalid spec.dnsConfig.nameservers'],
);
refuses('dns-config', 'None without dnsConfig', { spec: 'dnsPolicy: None' }, ['FieldValueRequired spec.dnsConfig']);
refuses(
  'dns-config',
  'None without servers, and nothing else is looked at',
  { spec: 'dnsPolicy: None\ndnsConfig: {searches: [UPPER]}' },
  ['FieldValueRequired spec.dnsConfig.nameservers'],
);
refuses(
  'dns-config',
  '33 search domains',
  {
    spec: 'dnsConfig: {searches: [d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12, d13, d14, d15, d16, d17, d18, d19, d20, d21, d22, d23, d24, d25, d26, d27, d28, d29, d30, d31, d32]}',
  },
  ['FieldValueInvalid spec.dnsConfig.searches'],
);
validates('a search domain with an underscore', { spec: 'dnsConfig: {searches: [_tcp.example.com]}' }, [35, 37]);
refuses(
  'dns-config',
  'a search domain with an underscore, before 1.35',
  { spec: 'dnsConfig: {searches: [_tcp.example.com]}' },
  ['FieldValueInvalid spec.dnsConfig.searches[0]'],
  [31, 34],
);
validates('the root as search domain', { spec: "dnsConfig: {searches: ['.']}" }, [35, 37]);
refuses(
  'dns-config',
  'the root as search domain, before 1.35',
  { spec: "dnsConfig: {searches: ['.']}" },
  ['FieldValueInvalid spec.dnsConfig.searches[0]'],
  [31, 34],
);
validates('a dot at the end', { spec: 'dnsConfig: {searches: [example.com.]}' });
refuses('dns-config', 'an option without a name', { spec: 'dnsConfig: {options: [{value: x}]}' }, [
  'FieldValueRequired spec.dnsConfig.options[0]',
]);
refuses(
  'dns-config',
  'an address with leading zeros',
  { spec: 'dnsConfig: {nameservers: [192.000.002.053]}' },
  ['FieldValueInvalid spec.dnsConfig.nameservers[0]'],
  [36, 37],
);
validates(
  'an address with leading zeros, before 1.36',
  { spec: 'dnsConfig: {nameservers: [192.000.002.053]}' },
  [31, 35],
);
