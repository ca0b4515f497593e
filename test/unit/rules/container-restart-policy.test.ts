import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('container-restart-policy', {
  'a policy of a container': [
    podWith({ container: 'restartPolicy: Never' }),
    { 31: ['Forbidden spec.containers[0].restartPolicy'], 35: [] },
  ],
  'a policy that is none': [
    podWith({ container: 'restartPolicy: Sometimes' }),
    { 31: ['Forbidden spec.containers[0].restartPolicy'], 35: ['NotSupported spec.containers[0].restartPolicy'] },
  ],
  'a sidecar': [podWith({ spec: 'initContainers: [{ name: a, image: b, restartPolicy: Always }]' })],
  'an init container that is never restarted': [
    podWith({ spec: 'initContainers: [{ name: a, image: b, restartPolicy: Never }]' }),
    { 31: ['NotSupported spec.initContainers[0].restartPolicy'], 35: [] },
  ],
  'an init container with a policy that is none': [
    podWith({ spec: 'initContainers: [{ name: a, image: b, restartPolicy: "" }]' }),
    'NotSupported spec.initContainers[0].restartPolicy',
  ],
  'a rule': [
    podWith({
      container: `restartPolicy: Never
restartPolicyRules: [{ action: Restart, exitCodes: { operator: In, values: [1] } }]`,
    }),
    { 31: ['Forbidden spec.containers[0].restartPolicy'], 35: [] },
  ],
  'a rule without a policy': [
    podWith({ container: 'restartPolicyRules: [{ action: Restart, exitCodes: { operator: In, values: [1] } }]' }),
    { 35: ['Required spec.containers[0].restartPolicy'] },
  ],
  'a rule without a policy in an init container': [
    podWith({
      spec: 'initContainers: [{ name: a, image: b, restartPolicyRules: [{ action: Restart, exitCodes: { operator: In, values: [1] } }] }]',
    }),
    { 35: ['Required spec.initContainers[0].restartPolicy'] },
  ],
  'a rule of a sidecar': [
    podWith({
      spec: 'initContainers: [{ name: a, image: b, restartPolicy: Always, restartPolicyRules: [{ action: Restart, exitCodes: { operator: In, values: [1] } }] }]',
    }),
    { 35: ['Forbidden spec.initContainers[0].restartPolicyRules'], 36: [] },
  ],
  'a rule for all containers': [
    podWith({
      spec: 'initContainers: [{ name: a, image: b, restartPolicy: Never, restartPolicyRules: [{ action: RestartAllContainers, exitCodes: { operator: In, values: [1] } }] }]',
    }),
    {
      31: ['NotSupported spec.initContainers[0].restartPolicy'],
      35: ['NotSupported spec.initContainers[0].restartPolicyRules[0].action'],
      36: [],
    },
  ],
  'an empty rule': [
    podWith({ spec: 'initContainers: [{ name: a, image: b, restartPolicy: Never, restartPolicyRules: [{}] }]' }),
    {
      31: ['NotSupported spec.initContainers[0].restartPolicy'],
      35: [
        'NotSupported spec.initContainers[0].restartPolicyRules[0].action',
        'Required spec.initContainers[0].restartPolicyRules[0].exitCodes',
      ],
    },
  ],
  'exit codes without an operator': [
    podWith({
      spec: 'initContainers: [{ name: a, image: b, restartPolicy: Never, restartPolicyRules: [{ action: Restart, exitCodes: {} }] }]',
    }),
    {
      31: ['NotSupported spec.initContainers[0].restartPolicy'],
      35: ['NotSupported spec.initContainers[0].restartPolicyRules[0].exitCodes.operator'],
    },
  ],
  '21 rules': [
    podWith({
      container: `restartPolicy: Never\nrestartPolicyRules: [${Array.from({ length: 21 }, () => '{ action: Restart, exitCodes: { operator: In, values: [1] } }').join(', ')}]`,
    }),
    {
      31: ['Forbidden spec.containers[0].restartPolicy'],
      35: ['TooLong spec.containers[0].restartPolicyRules'],
      36: ['TooMany spec.containers[0].restartPolicyRules'],
    },
  ],
  '256 exit codes': [
    podWith({
      container: `restartPolicy: Never\nrestartPolicyRules: [{ action: Restart, exitCodes: { operator: NotIn, values: [${Array.from({ length: 256 }, () => 1).join(', ')}] } }]`,
    }),
    {
      31: ['Forbidden spec.containers[0].restartPolicy'],
      35: ['TooLong spec.containers[0].restartPolicyRules[0].exitCodes.values'],
      36: ['TooMany spec.containers[0].restartPolicyRules[0].exitCodes.values'],
    },
  ],
});
