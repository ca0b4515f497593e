import { refuses, validates } from '../../support/validation-test';

refuses(
  'sysctls',
  "of the network, on the node's network",
  {
    spec: 'hostNetwork: true\nsecurityContext: {sysctls: [{name: net.ipv4.ip_forward, value: "1"}, {name: net/ipv4/tcp_syncookies, value: "1"}]}',
  },
  ['FieldValueInvalid spec.securityContext.sysctls[0].name', 'FieldValueInvalid spec.securityContext.sysctls[1].name'],
);
refuses(
  'sysctls',
  "of IPC, with the node's IPC",
  {
    spec: 'hostIPC: true\nsecurityContext: {sysctls: [{name: kernel.shmmax, value: "1"}, {name: fs.mqueue.msg_max, value: "1"}]}',
  },
  ['FieldValueInvalid spec.securityContext.sysctls[0].name', 'FieldValueInvalid spec.securityContext.sysctls[1].name'],
);
refuses(
  'sysctls',
  'no name, a name that is none, and one twice',
  {
    spec: 'securityContext: {sysctls: [{value: "1"}, {name: Net.ipv4}, {name: kernel.sem, value: "1"}, {name: kernel.sem, value: "2"}]}',
  },
  [
    'FieldValueDuplicate spec.securityContext.sysctls[3].name',
    'FieldValueInvalid spec.securityContext.sysctls[1].name',
    'FieldValueRequired spec.securityContext.sysctls[0].name',
  ],
);
validates("of others, on the node's network", {
  spec: 'hostNetwork: true\nsecurityContext: {sysctls: [{name: kernel.shmmax, value: "1"}]}',
});
