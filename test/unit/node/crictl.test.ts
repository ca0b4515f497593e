import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseImages } from '../../../client/src/node/crictl/images';
import { parseInspect } from '../../../client/src/node/crictl/inspect';
import { logsArguments } from '../../../client/src/node/crictl/logs';
import { parsePodSandboxes } from '../../../client/src/node/crictl/pods';
import { parseContainers } from '../../../client/src/node/crictl/ps';
import { readCrictlError } from '../../../client/src/node/crictl/stderr';
import { parseVersion } from '../../../client/src/node/crictl/version';
import { recording } from './recordings';

test('sandboxes tell whether they are static Pods, and of which version', () => {
  const sandboxes = parsePodSandboxes(recording('crictl-pods.json'));
  assert.equal(sandboxes.length, 5);
  assert.deepEqual(sandboxes[3], {
    id: 'ff1c3640670d26436363e27b1aa438f5735297499326849b24970d3d03f00ad2',
    name: 'static-web-my-node1',
    namespace: 'default',
    uid: '9ee33a4fb5c834ca58ebac3676f18143',
    attempt: 2,
    state: 'SANDBOX_READY',
    createdAt: 1795383763.0852447,
    configSource: 'file',
    configHash: '9ee33a4fb5c834ca58ebac3676f18143',
  });
  assert.equal(sandboxes[4]?.state, 'SANDBOX_NOTREADY');
});

test('containers with their attempt and sandbox', () => {
  const containers = parseContainers(recording('crictl-ps.json'));
  assert.deepEqual(
    containers.slice(0, 3).map(({ name, attempt, state }) => [name, attempt, state]),
    [
      ['boom', 3, 'running'],
      ['two', 0, 'running'],
      ['boom', 2, 'exited'],
    ],
  );
  const images = new Map(parseImages(recording('crictl-images.json')));
  assert.equal(images.get(containers[0]?.image ?? ''), 'docker.io/library/busybox:latest');
});

test('the end of a container', () => {
  assert.deepEqual(parseInspect(recording('crictl-inspect-exited.json')), {
    id: '189d9bf4cfae055b1f7a40b04d576ae50d074081f6bf2bd6557fce44ea3d2827',
    exit: { exitCode: 3, reason: 'Error', message: '', finishedAt: '2026-11-22T21:55:06.692452654Z' },
  });
});

test("crictl's own words, without the noise around them", () => {
  assert.match(
    readCrictlError(recording('crictl-as-user.txt.stderr')),
    /^validate service connection: .*permission denied"$/,
  );
  assert.match(readCrictlError(recording('crictl-inspect-missing.txt.stderr')), /^get the status of containers: /);
  assert.match(readCrictlError(recording('crictl-wrong-socket.txt.stderr')), /no such file or directory/);
  assert.equal(readCrictlError('sh: 1: crictl: not found\n'), 'sh: 1: crictl: not found');
  assert.equal(readCrictlError(''), '');
});

test('the runtime that answers', () => {
  assert.deepEqual(parseVersion(recording('crictl-version.txt')), { name: 'containerd', version: '1.6.20~ds1' });
});

test('fields that a version of crictl leaves out are empty, not a fault', () => {
  assert.deepEqual(parsePodSandboxes('{}'), []);
  assert.equal(parseContainers('{"containers": [{}]}')[0]?.state, 'unknown');
  assert.throws(() => parsePodSandboxes('Usage: crictl'), SyntaxError);
});

test('logs: options become arguments, never parts of them', () => {
  assert.deepEqual(logsArguments(undefined, { containerId: 'a b', follow: true, tail: 5 }), [
    ...['crictl', 'logs', '--follow', '--tail', '5', 'a b'],
  ]);
});
