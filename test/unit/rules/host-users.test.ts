import { refuses, validates } from '../../support/validation-test';

refuses('host-users', 'with the network', { spec: 'hostUsers: false\nhostNetwork: true' }, [
  'FieldValueForbidden spec.hostNetwork',
]);
refuses('host-users', 'with processes and IPC', { spec: 'hostUsers: false\nhostPID: true\nhostIPC: true' }, [
  'FieldValueForbidden spec.HostIPC',
  'FieldValueForbidden spec.HostPID',
]);
validates('hostUsers: true', { spec: 'hostUsers: true\nhostPID: true' });
