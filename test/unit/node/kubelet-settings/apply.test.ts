import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restartCommandOf } from '../../../../client/src/node/kubelet-settings/apply';
import { nodeWith } from '../nodes';

test('the unit of the kubelet is started anew, whatever it is called', () => {
  const commandOf = (unit: string): string =>
    restartCommandOf(nodeWith({ kubelet: { ...nodeWith({}).kubelet, unit } }));
  assert.equal(commandOf('kubelet.service'), 'systemctl restart kubelet');
  assert.equal(commandOf('snap.microk8s.daemon-kubelite.service'), 'systemctl restart snap.microk8s.daemon-kubelite');
  assert.equal(commandOf(''), 'systemctl restart kubelet');
  // As systemd-escape writes it; the shell that reads this must leave the backslash in the name.
  assert.equal(commandOf('edge\\x2dkubelet.service'), String.raw`systemctl restart 'edge'\\'x2dkubelet'`);
});
