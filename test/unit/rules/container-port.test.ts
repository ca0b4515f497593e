import { expectErrors } from '../../support/expect-errors';
import { podWith } from '../../support/rule-test';

expectErrors('container-port', {
  'a number': [podWith({ container: 'ports: [{ containerPort: 80 }]' })],
  'a name, a protocol, any hostIP': [
    podWith({ container: 'ports: [{ name: web-1, containerPort: 65535, protocol: SCTP, hostIP: nowhere }]' }),
  ],
  nothing: [podWith({ container: 'ports: [{}]' }), 'Required spec.containers[0].ports[0].containerPort'],
  zero: [podWith({ container: 'ports: [{ containerPort: 0 }]' }), 'Required spec.containers[0].ports[0].containerPort'],
  'below zero': [
    podWith({ container: 'ports: [{ containerPort: -1 }]' }),
    'Invalid spec.containers[0].ports[0].containerPort',
  ],
  '65536': [
    podWith({ container: 'ports: [{ containerPort: 65536 }]' }),
    'Invalid spec.containers[0].ports[0].containerPort',
  ],
  'a hostPort of 65536': [
    podWith({ container: 'ports: [{ containerPort: 80, hostPort: 65536 }]' }),
    'Invalid spec.containers[0].ports[0].hostPort',
  ],
  'a name of 16 characters': [
    podWith({ container: 'ports: [{ containerPort: 80, name: abcdefghijklmnop }]' }),
    'Invalid spec.containers[0].ports[0].name',
  ],
  'a name of 15 characters': [podWith({ container: 'ports: [{ containerPort: 80, name: abcdefghijklmno }]' })],
  'a name of digits': [
    podWith({ container: 'ports: [{ containerPort: 80, name: "80" }]' }),
    'Invalid spec.containers[0].ports[0].name',
  ],
  'a name with two hyphens in a row': [
    podWith({ container: 'ports: [{ containerPort: 80, name: a--b }]' }),
    'Invalid spec.containers[0].ports[0].name',
  ],
  'a name that ends in a hyphen': [
    podWith({ container: 'ports: [{ containerPort: 80, name: a- }]' }),
    'Invalid spec.containers[0].ports[0].name',
  ],
  'a name with a capital': [
    podWith({ container: 'ports: [{ containerPort: 80, name: Web }]' }),
    'Invalid spec.containers[0].ports[0].name',
  ],
  'a name of one letter': [podWith({ container: 'ports: [{ containerPort: 80, name: w }]' })],
  'a name twice': [
    podWith({ container: 'ports: [{ containerPort: 80, name: a }, { containerPort: 81, name: a }]' }),
    'Duplicate spec.containers[0].ports[1].name',
  ],
  'a bad name twice': [
    podWith({ container: 'ports: [{ containerPort: 80, name: A }, { containerPort: 81, name: A }]' }),
    'Invalid spec.containers[0].ports[0].name',
    'Invalid spec.containers[0].ports[1].name',
  ],
  'a name in two containers': [
    podWith({
      container: 'ports: [{ containerPort: 80, name: a }]',
      spec: 'initContainers: [{ name: a, image: b, ports: [{ containerPort: 80, name: a }] }]',
    }),
  ],
  'a protocol in lower case': [
    podWith({ container: 'ports: [{ containerPort: 80, protocol: tcp }]' }),
    'NotSupported spec.containers[0].ports[0].protocol',
  ],
});
