import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readUnitArguments } from '../../../client/src/node/kubelet/arguments';
import { readConfiguration, readDuration, readFlag } from '../../../client/src/node/kubelet/configuration';
import { recording } from './recordings';

test('the recorded configuration', () => {
  const argv = recording('kubelet-cmdline.txt').trim().split(' ');
  const { configuration, errors } = readConfiguration(argv, [
    { path: '/var/lib/kubelet/config.yaml', text: recording('kubelet-config.yaml') },
  ]);
  assert.deepEqual(errors, []);
  assert.deepEqual(configuration, {
    staticPodPath: '/etc/kubernetes/manifests',
    staticPodURL: '',
    fileCheckFrequencySeconds: 2,
    httpCheckFrequencySeconds: 20,
    syncFrequencySeconds: 5,
    containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
    healthzBindAddress: '127.0.0.1',
    healthzPort: 10248,
    hostnameOverride: 'my-node1',
  });
});

test('flags win over drop-ins, drop-ins over the file, null unsets', () => {
  const files = [
    { path: 'a', text: '{"staticPodPath": "/a/", "staticPodURL": "http://x", "healthzPort": 1}' },
    { path: 'b', text: 'staticPodPath: /b # comment\nstaticPodURL: null\n' },
  ];
  const read = (argv: string[]) => readConfiguration(argv, files).configuration;
  assert.equal(read([]).staticPodPath, '/b');
  assert.equal(read([]).staticPodURL, '');
  assert.equal(read([]).healthzPort, 1);
  assert.equal(read(['kubelet', '--pod-manifest-path=/c', '--healthz-port', '0']).staticPodPath, '/c');
  assert.equal(read(['kubelet', '--pod-manifest-path=/c', '--healthz-port', '0']).healthzPort, 0);
  assert.equal(read(['kubelet', '--http-check-frequency', '1m30s']).httpCheckFrequencySeconds, 90);
});

test('what is no configuration is told with its path', () => {
  const { errors } = readConfiguration([], [{ path: '/x.conf', text: 'a: [' }]);
  assert.deepEqual(
    errors.map(({ path }) => path),
    ['/x.conf'],
  );
});

test('the last value of a flag counts', () => {
  assert.equal(readFlag(['kubelet', '--a', '1', '--a=2'], 'a'), '2');
  assert.equal(readFlag(['kubelet', '--ab=1'], 'a'), undefined);
});

test('durations', () => {
  assert.equal(readDuration('1h2m3s'), 3723);
  assert.equal(readDuration('500ms'), 0.5);
  assert.equal(readDuration('x'), 0);
});

test('a stopped kubelet is known from its unit, also where kubeadm keeps flags in variables', () => {
  assert.deepEqual(readUnitArguments(recording('systemctl-show-kubelet.txt')), [
    ...['/usr/local/bin/kubelet', '--config', '/var/lib/kubelet/config.yaml'],
    ...['--hostname-override', 'my-node1'],
  ]);
  const kubeadm = [
    'ExecStart={ path=/usr/bin/kubelet ; argv[]=/usr/bin/kubelet $KUBELET_CONFIG_ARGS ${EXTRA} ; ignore_errors=no ; }',
    'Environment=KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml "EXTRA=--v=2 --x=y"',
  ];
  assert.deepEqual(readUnitArguments(kubeadm.join('\n')), [
    ...['/usr/bin/kubelet', '--config=/var/lib/kubelet/config.yaml', '--v=2', '--x=y'],
  ]);
});
