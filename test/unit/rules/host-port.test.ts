import { expectErrors } from '../../support/expect-errors';
import { expectFindings, podWith } from '../../support/rule-test';

expectErrors('host-port', {
  'two ports': [
    podWith({ container: 'ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 81, hostPort: 81 }]' }),
  ],
  'one port twice': [
    podWith({ container: 'ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 81, hostPort: 80 }]' }),
    'Duplicate spec.containers[0].ports[1].hostPort',
  ],
  'two protocols': [
    podWith({
      container: 'ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 80, hostPort: 80, protocol: UDP }]',
    }),
  ],
  'two addresses': [
    podWith({
      container: 'ports: [{ containerPort: 80, hostPort: 80, hostIP: 10.0.0.1 }, { containerPort: 80, hostPort: 80 }]',
    }),
  ],
  'one port twice in the second init container': [
    podWith({
      spec: 'initContainers: [{ name: a, image: b }, { name: b, image: b, ports: [{ containerPort: 1, hostPort: 9 }, { containerPort: 2, hostPort: 9 }] }]',
    }),
    'Duplicate spec.initContainers[0].ports[1].hostPort',
  ],
  'one port in a container and an init container': [
    podWith({
      container: 'ports: [{ containerPort: 80, hostPort: 80 }]',
      spec: 'initContainers: [{ name: a, image: b, ports: [{ containerPort: 80, hostPort: 80 }] }]',
    }),
  ],
  'on the network of the node, without a hostPort': [
    podWith({ container: 'ports: [{ containerPort: 80 }]', spec: 'hostNetwork: true' }),
  ],
  'on the network of the node, another number': [
    podWith({ container: 'ports: [{ containerPort: 8080, hostPort: 80 }]', spec: 'hostNetwork: true' }),
    'Invalid spec.containers[0].ports[0].hostPort',
  ],
  'on the network of the node, one port in two containers': [
    podWith({ spec: 'hostNetwork: true', container: 'ports: [{ containerPort: 80 }, { containerPort: 80 }]' }),
    'Duplicate spec.containers[0].ports[1].hostPort',
  ],
});

expectFindings(
  'shows a conflict in the container where it is',
  'host-port',
  podWith({
    spec: 'initContainers: [{ name: a, image: b }, { name: b, image: b, ports: [{ containerPort: 1, hostPort: 9 }, { containerPort: 2, hostPort: 9 }] }]',
  }),
  ['spec.initContainers[1].ports[1].hostPort: 9'],
);
