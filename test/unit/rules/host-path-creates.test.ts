import assert from 'node:assert/strict';
import { it } from 'node:test';
import { applyFix, expectFindings, podWith } from '../../support/rule-test';

function podReading(path: string, type: string, readOnly = true): string {
  return podWith({
    spec: `volumes:\n  - name: v\n    hostPath: {path: ${path}, type: ${type}}`,
    container: `volumeMounts:\n  - {name: v, mountPath: /v, readOnly: ${readOnly}}`,
  });
}

expectFindings('read only', 'host-path-creates', podReading('/etc/app', 'DirectoryOrCreate'), [
  'spec.volumes[0].hostPath.type: DirectoryOrCreate',
]);
expectFindings('written', 'host-path-creates', podReading('/var/lib/app', 'DirectoryOrCreate', false), []);
expectFindings("kubeadm's own", 'host-path-creates', podReading('/etc/kubernetes/scheduler.conf', 'FileOrCreate'), []);
expectFindings('what the kubelet fills', 'host-path-creates', podReading('/var/log/pods', 'DirectoryOrCreate'), []);
expectFindings('a name that only begins so', 'host-path-creates', podReading('/running', 'DirectoryOrCreate'), [
  'spec.volumes[0].hostPath.type: DirectoryOrCreate',
]);
expectFindings('sure', 'host-path-creates', podReading('/etc/app', 'Directory'), []);

it('has the Pod wait instead', () => {
  const fixed = applyFix('host-path-creates', 'Change to File', podReading('/etc/app', 'FileOrCreate'));
  assert.equal(fixed, podReading('/etc/app', 'File'));
});
