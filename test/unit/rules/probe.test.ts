import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('probe', {
  'over HTTP': [podWith({ container: 'livenessProbe: { httpGet: { path: /, port: 80 } }' })],
  'by the name of a port': [podWith({ container: 'livenessProbe: { httpGet: { path: /, port: web } }' })],
  'without a path, so defaulted': [podWith({ container: 'livenessProbe: { httpGet: { port: 80 } }' })],
  'without a port': [
    podWith({ container: 'livenessProbe: { httpGet: { path: / } }' }),
    'Invalid spec.containers[0].livenessProbe.httpGet.port',
  ],
  'digits as the name of a port': [
    podWith({ container: 'livenessProbe: { httpGet: { port: "80" } }' }),
    'Invalid spec.containers[0].livenessProbe.httpGet.port',
  ],
  'port 0': [
    podWith({ container: 'livenessProbe: { httpGet: { port: 0 } }' }),
    'Invalid spec.containers[0].livenessProbe.httpGet.port',
  ],
  'a scheme in lower case': [
    podWith({ container: 'livenessProbe: { httpGet: { port: 80, scheme: http } }' }),
    'NotSupported spec.containers[0].livenessProbe.httpGet.scheme',
  ],
  'a header': [
    podWith({ container: 'livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: X-A, value: b }] } }' }),
  ],
  'a header whose name is none': [
    podWith({ container: 'livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: X_A, value: b }] } }' }),
    'Invalid spec.containers[0].livenessProbe.httpGet.httpHeaders',
  ],
  'a protocol that is none': [
    podWith({ container: 'livenessProbe: { httpGet: { port: 80, protocol: HTTP3 } }' }),
    { 37: ['NotSupported spec.containers[0].livenessProbe.httpGet.protocol'] },
  ],
  'HTTP2 without encryption': [podWith({ container: 'livenessProbe: { httpGet: { port: 80, protocol: HTTP2 } }' })],
  'HTTP2 over HTTPS': [
    podWith({ container: 'livenessProbe: { httpGet: { port: 80, protocol: HTTP2, scheme: HTTPS } }' }),
    { 37: ['Invalid spec.containers[0].livenessProbe.httpGet.protocol'] },
  ],
  'HTTP2 at another host': [
    podWith({ container: 'livenessProbe: { httpGet: { port: 80, protocol: HTTP2, host: a } }' }),
    { 37: ['Invalid spec.containers[0].livenessProbe.httpGet.host'] },
  ],
  'a command': [podWith({ container: 'livenessProbe: { exec: { command: ["true"] } }' })],
  'no command': [
    podWith({ container: 'livenessProbe: { exec: {} }' }),
    'Required spec.containers[0].livenessProbe.exec.command',
  ],
  'a socket': [podWith({ container: 'livenessProbe: { tcpSocket: { port: 80 } }' })],
  'a socket without a port': [
    podWith({ container: 'livenessProbe: { tcpSocket: {} }' }),
    'Invalid spec.containers[0].livenessProbe.tcpSocket.port',
  ],
  gRPC: [podWith({ container: 'livenessProbe: { grpc: { port: 80 } }' })],
  'gRPC without a port': [
    podWith({ container: 'livenessProbe: { grpc: {} }' }),
    'Invalid spec.containers[0].livenessProbe.grpc.port',
  ],
  'gRPC in a mode that is none': [
    podWith({ container: 'livenessProbe: { grpc: { port: 80, mode: tls } }' }),
    { 37: ['NotSupported spec.containers[0].livenessProbe.grpc.mode'] },
  ],
  nothing: [podWith({ container: 'livenessProbe: {  }' }), 'Required spec.containers[0].livenessProbe'],
  'two things, of which the first is looked at': [
    podWith({ container: 'livenessProbe: { httpGet: { port: 80 }, tcpSocket: {} }' }),
    'Forbidden spec.containers[0].livenessProbe.tcpSocket',
  ],
  'a sleep, which is dropped': [
    podWith({ container: 'livenessProbe: { sleep: { seconds: 1 } }' }),
    'Required spec.containers[0].livenessProbe',
  ],
  'numbers below zero': [
    podWith({
      container:
        'livenessProbe: { grpc: { port: 80 }, initialDelaySeconds: -1, timeoutSeconds: -1, periodSeconds: -1, failureThreshold: -1 }',
    }),
    'Invalid spec.containers[0].livenessProbe.initialDelaySeconds',
    'Invalid spec.containers[0].livenessProbe.timeoutSeconds',
    'Invalid spec.containers[0].livenessProbe.periodSeconds',
    'Invalid spec.containers[0].livenessProbe.failureThreshold',
  ],
  'two successes': [
    podWith({ container: 'livenessProbe: { grpc: { port: 80 }, successThreshold: 2 }' }),
    'Invalid spec.containers[0].livenessProbe.successThreshold',
  ],
  'two successes of readiness': [podWith({ container: 'readinessProbe: { grpc: { port: 80 }, successThreshold: 2 }' })],
  'no success of readiness, so defaulted': [
    podWith({ container: 'readinessProbe: { grpc: { port: 80 }, successThreshold: 0 }' }),
  ],
  'two successes at the start': [
    podWith({ container: 'startupProbe: { grpc: { port: 80 }, successThreshold: 2 }' }),
    'Invalid spec.containers[0].startupProbe.successThreshold',
  ],
  'no grace': [
    podWith({ container: 'livenessProbe: { grpc: { port: 80 }, terminationGracePeriodSeconds: 0 }' }),
    'Invalid spec.containers[0].livenessProbe.terminationGracePeriodSeconds',
  ],
  'grace of readiness': [
    podWith({ container: 'readinessProbe: { grpc: { port: 80 }, terminationGracePeriodSeconds: 5 }' }),
    'Invalid spec.containers[0].readinessProbe.terminationGracePeriodSeconds',
  ],
  'of a sidecar': [
    podWith({ spec: 'initContainers: [{ name: a, image: b, restartPolicy: Always, livenessProbe: {} }]' }),
    'Required spec.initContainers[0].livenessProbe',
  ],
  'of an init container, which init-container refuses': [
    podWith({ spec: 'initContainers: [{ name: a, image: b, livenessProbe: {} }]' }),
  ],
});
