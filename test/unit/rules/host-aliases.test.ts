import { refuses, validates } from '../../support/validation-test';

refuses('host-aliases', 'a name for an address', { spec: 'hostAliases: [{ip: localhost}]' }, [
  'FieldValueInvalid spec.hostAliases[0].ip',
]);
refuses('host-aliases', 'no address', { spec: 'hostAliases: [{hostnames: [a]}]' }, [
  'FieldValueInvalid spec.hostAliases[0].ip',
]);
refuses('host-aliases', 'a name with a capital', { spec: 'hostAliases: [{ip: 127.0.0.1, hostnames: [a, Web]}]' }, [
  'FieldValueInvalid spec.hostAliases[0].hostnames[1]',
]);
refuses(
  'host-aliases',
  'IPv4 within IPv6',
  { spec: "hostAliases: [{ip: '::ffff:192.0.2.1'}]" },
  ['FieldValueInvalid spec.hostAliases[0].ip'],
  [36, 37],
);
validates('IPv4 within IPv6, before 1.36', { spec: "hostAliases: [{ip: '::ffff:192.0.2.1'}]" }, [31, 35]);
validates('IPv6', { spec: "hostAliases: [{ip: '2001:db8::1'}]" });
