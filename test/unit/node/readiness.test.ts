import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readIdentity } from '../../../client/src/node/manifest-identity';

function probesOf(spec: string): unknown {
  return readIdentity(`kind: Pod\nmetadata: {name: web}\nspec: ${spec}\n`)?.readiness;
}

test('a probe that names its host is asked there, by number or by the name of a port', () => {
  assert.deepEqual(
    probesOf(
      '{hostNetwork: true, containers: [{name: api, ports: [{name: probe, containerPort: 6443}], readinessProbe: {httpGet: {host: 192.0.2.4, path: /readyz, port: probe, scheme: HTTPS}}}]}',
    ),
    [{ container: 'api', scheme: 'https', host: '192.0.2.4', port: 6443, path: '/readyz' }],
  );
});

test('without a host it is asked at the address of the Pod, which only a Pod with a network of its own has', () => {
  const containers = 'containers: [{name: web, readinessProbe: {httpGet: {port: 80}}}]';
  assert.deepEqual(probesOf(`{${containers}}`), [{ container: 'web', scheme: 'http', host: '', port: 80, path: '/' }]);
  assert.deepEqual(probesOf(`{hostNetwork: true, ${containers}}`), []);
});

test('sidecars count, other init containers and other kinds of probes do not', () => {
  assert.deepEqual(
    probesOf(
      '{initContainers: [{name: a, readinessProbe: {httpGet: {port: 1}}}, {name: b, restartPolicy: Always, readinessProbe: {httpGet: {host: "::1", port: 2}}}], containers: [{name: c, readinessProbe: {exec: {command: [x]}}}, {name: d, readinessProbe: {httpGet: {port: 3, httpHeaders: [{name: Host, value: x}]}}}]}',
    ),
    [{ container: 'b', scheme: 'http', host: '[::1]', port: 2, path: '/' }],
  );
});

test('what a shell could take for something else is not asked', () => {
  for (const get of [
    '{host: "a b", port: 1}',
    '{host: a, port: 1, path: "/x y"}',
    '{host: a, port: 1, path: "/|"}',
    '{host: a, port: none}',
  ]) {
    assert.deepEqual(probesOf(`{containers: [{name: c, readinessProbe: {httpGet: ${get}}}]}`), [], get);
  }
});
