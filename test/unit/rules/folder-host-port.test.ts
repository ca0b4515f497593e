import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findingsInFolder } from '../../support/folder-test';
import { podWith } from '../../support/rule-test';

function podOn(name: string, port: string, spec = ''): string {
  return podWith({ spec, container: `ports:\n  - ${port}` }).replace('name: web', `name: ${name}`);
}

it('one port, two Pods', () => {
  const files = {
    'a.yaml': podOn('a', '{containerPort: 1, hostPort: 80}'),
    'b.yaml': podOn('b', '{containerPort: 2, hostPort: 80}'),
  };
  assert.deepEqual(findingsInFolder('folder-host-port', files), [
    'a.yaml: spec.containers[0].ports[0].hostPort',
    'b.yaml: spec.containers[0].ports[0].hostPort',
  ]);
});

it('the host network makes container ports host ports', () => {
  const files = {
    'a.yaml': podOn('a', '{containerPort: 80}', 'hostNetwork: true'),
    'b.yaml': podOn('b', '{containerPort: 2, hostPort: 80}'),
  };
  assert.equal(findingsInFolder('folder-host-port', files).length, 2);
});

it('other protocols, other addresses, no host port', () => {
  const files = {
    'a.yaml': podOn('a', '{containerPort: 1, hostPort: 80, hostIP: 10.0.0.1}'),
    'b.yaml': podOn('b', '{containerPort: 1, hostPort: 80, hostIP: 10.0.0.2}'),
    'c.yaml': podOn('c', '{containerPort: 1, hostPort: 80, protocol: UDP}'),
    'd.yaml': podOn('d', '{containerPort: 80}'),
  };
  assert.deepEqual(findingsInFolder('folder-host-port', files), []);
});

it('twins are told once, as twins', () => {
  const pod = podOn('a', '{containerPort: 1, hostPort: 80}');
  assert.deepEqual(findingsInFolder('folder-host-port', { 'a.yaml': pod, 'b.yaml': pod }), []);
});
