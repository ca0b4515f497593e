import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('lifecycle', {
  'a command': [podWith({ container: 'lifecycle: { postStart: { exec: { command: ["true"] } } }' })],
  nothing: [podWith({ container: 'lifecycle: { preStop: {} }' }), 'Required spec.containers[0].lifecycle.preStop'],
  'a sleep': [podWith({ container: 'lifecycle: { preStop: { sleep: { seconds: 30 } } }' })],
  'a sleep beyond the grace period': [
    podWith({ container: 'lifecycle: { preStop: { sleep: { seconds: 31 } } }' }),
    'Invalid spec.containers[0].lifecycle.preStop.sleep',
  ],
  'a sleep of nothing': [
    podWith({ container: 'lifecycle: { preStop: { sleep: { seconds: 0 } } }' }),
    { 31: ['Invalid spec.containers[0].lifecycle.preStop.sleep'], 35: [] },
  ],
  'a sleep below zero': [
    podWith({ container: 'lifecycle: { preStop: { sleep: { seconds: -1 } } }' }),
    'Invalid spec.containers[0].lifecycle.preStop.sleep',
  ],
  'a longer grace period': [
    podWith({
      container: 'lifecycle: { preStop: { sleep: { seconds: 60 } } }',
      spec: 'terminationGracePeriodSeconds: 60',
    }),
  ],
  'gRPC, which is dropped': [
    podWith({ container: 'lifecycle: { preStop: { grpc: { port: 80 } } }' }),
    'Required spec.containers[0].lifecycle.preStop',
  ],
  'two things': [
    podWith({ container: 'lifecycle: { preStop: { exec: { command: [a] }, sleep: { seconds: 99 } } }' }),
    'Forbidden spec.containers[0].lifecycle.preStop.sleep',
  ],
  'a signal': [podWith({ container: 'lifecycle: { stopSignal: SIGRTMAX-14 }', spec: 'os: { name: linux }' })],
  'a signal without a system': [
    podWith({ container: 'lifecycle: { stopSignal: SIGTERM }' }),
    { 33: ['Forbidden spec.containers[0].lifecycle.stopSignal'] },
  ],
  'a signal that Linux does not have': [
    podWith({ container: 'lifecycle: { stopSignal: SIGRTMAX-15 }', spec: 'os: { name: linux }' }),
    { 33: ['NotSupported spec.containers[0].lifecycle.stopSignal'] },
  ],
  'a signal that Windows does not have': [
    podWith({ container: 'lifecycle: { stopSignal: SIGINT }', spec: 'os: { name: windows }' }),
    { 33: ['NotSupported spec.containers[0].lifecycle.stopSignal'] },
  ],
  'of a sidecar': [
    podWith({ spec: 'initContainers: [{ name: a, image: b, restartPolicy: Always, lifecycle: { preStop: {} } }]' }),
    'Required spec.initContainers[0].lifecycle.preStop',
  ],
  'of an init container, which init-container refuses': [
    podWith({ spec: 'initContainers: [{ name: a, image: b, lifecycle: { preStop: {} } }]' }),
  ],
});
