import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastWords } from '../../../../client/src/node/kubelet-settings/last-words';

const systemd = 'kubelet.service: Main process exited, code=exited, status=1/FAILURE';

test('why a kubelet ended is what it said itself, not how systemd saw it end', () => {
  const error = 'E1122 21:54:01.009374     426 run.go:72] "command failed" err="failed to load kubelet config file"';
  const warning = 'W1122 21:54:01.009374     426 feature_gate.go:1] unrecognized feature gate: X';
  assert.equal(lastWords([error, warning, systemd]), 'command failed: failed to load kubelet config file');
  assert.equal(
    lastWords(['Error: failed to parse kubelet flag: unknown flag: --x', systemd]),
    'Error: failed to parse kubelet flag: unknown flag: --x',
  );
  assert.equal(lastWords([systemd]), systemd);
  assert.equal(lastWords([]), undefined);
});
