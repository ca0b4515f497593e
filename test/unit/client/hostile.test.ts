import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfiguredNode, NodeLook } from '../../../client/src/configured-node';
import { CrictlError } from '../../../client/src/node/crictl/command';
import { hasNoSuchProgram } from '../../../client/src/node/crictl/exec';
import { parsePodSandboxes } from '../../../client/src/node/crictl/pods';
import { parseContainers } from '../../../client/src/node/crictl/ps';
import type { ObservedNode } from '../../../client/src/node/observed-node';
import { joinOtherPods, joinStaticPods } from '../../../client/src/node/static-pods';
import { plainMessage, plainRow, plainTooltip } from '../../../client/src/plain-text';
import { childrenOf, type TreeElement } from '../../../client/src/views/elements';
import { idOf } from '../../../client/src/views/element-ids';

/** What a node or a runtime may say that means harm, or only no good. */
const rightToLeft = '\u202E';

interface Sandbox {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly source: string;
}

function look(sandboxes: readonly Sandbox[], containers: readonly object[] = [], more: object = {}): NodeLook {
  const observed = {
    ...{ time: 0, nodeName: 'node1', remarks: [], problems: [], manifests: [], parked: [], exits: new Map() },
    ...{ kubelet: { state: 'running' }, health: { state: 'ok' }, staticPodPath: '/m', staticPodURL: '' },
    sandboxes: parsePodSandboxes(
      JSON.stringify({
        items: sandboxes.map(({ id, name, namespace, source }) => ({
          id,
          metadata: { name, namespace, attempt: 'many' },
          state: 'SANDBOX_READY',
          createdAt: 'long ago',
          annotations: { 'kubernetes.io/config.source': source },
        })),
      }),
    ),
    containers: parseContainers(JSON.stringify({ containers })),
    ...more,
  } as unknown as ObservedNode;
  return { observed, pods: joinStaticPods(observed), usage: new Map(), at: 0 };
}

function everything(seen: NodeLook): TreeElement[] {
  const node = { name: 'node1', look: seen, state: { state: 'ready', look: seen } } as unknown as ConfiguredNode;
  const below = (element: TreeElement): TreeElement[] => [
    element,
    ...childrenOf(element, { filter: '', groupBy: 'none', showOtherPods: true }).flatMap(below),
  ];
  return below({ kind: 'node', node });
}

test('no two rows have one id, whatever names a node gives to Pods and containers', () => {
  const seen = look(
    [
      { id: 's1', namespace: 'a/b', name: 'c-node1', source: 'file' },
      { id: 's2', namespace: 'a:b', name: 'c-node1', source: 'file' },
      { id: 's3', namespace: 'a', name: 'same-node1', source: 'file' },
      { id: 's4', namespace: 'a', name: 'same-node1', source: 'api' },
      { id: 's5', namespace: 'a', name: 'same-node1', source: '' },
    ],
    ['s1', 's2', 's3', 's4', 's5'].flatMap((podSandboxId) =>
      ['main', 'ma:in', 'main'].map((name, place) => ({
        id: `${podSandboxId}${place}`,
        podSandboxId,
        metadata: { name },
      })),
    ),
  );
  assert.equal(joinOtherPods(seen.observed).length, 2);
  const rows = everything(seen);
  assert.equal(rows.filter(({ kind }) => kind === 'pod').length, 5);
  assert.equal(new Set(rows.map(idOf)).size, rows.length);
});

test('what is said twice has one row', () => {
  const problem = { path: '/m/a.yaml', message: 'no', field: 'spec', time: 0, source: 'file' };
  const rows = everything(look([], [], { remarks: ['torn', 'torn'], problems: [problem, { ...problem, time: 1 }] }));
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ['node', 'message', 'problem', 'group'],
  );
});

test('a number that is none is 0, not NaN', () => {
  const [pod] = look([{ id: 's', namespace: 'a', name: 'b-node1', source: 'file' }]).pods;
  assert.deepEqual([pod?.sandbox?.attempt, pod?.sandbox?.createdAt], [0, 0]);
});

test('rows and tooltips show no control characters, nothing turned around, and have an end', () => {
  assert.equal(plainRow(`web${rightToLeft}\u001b[2J\nlmay.exe`), 'web[2J lmay.exe');
  assert.equal(plainRow('x'.repeat(1_000_000)).length, 301);
  assert.equal(plainRow('nginx:1.27 · läuft'), 'nginx:1.27 · läuft');
  assert.equal(plainTooltip(`one\ntwo\u0007${rightToLeft}`), 'one\ntwo');
  assert.ok(plainTooltip('x'.repeat(1_000_000)).length <= 2000);
});

test('no message of a node becomes a link that runs a command', () => {
  const links = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)/i;
  const hostile = 'pull failed: [Show details](command:workbench.action.terminal.new?%5B%5D) now';
  assert.match(hostile, links);
  assert.doesNotMatch(plainMessage(hostile), links);
  assert.doesNotMatch(plainMessage(`[a]\u0000(command:x) [b]${rightToLeft}(command:y)`), links);
});

test('a container that is gone is told apart from a program that is missing in it', () => {
  const gone = new CrictlError(
    1,
    'get the status of containers: rpc error: code = NotFound desc = an error occurred when try to find container "x": not found',
  );
  assert.ok(gone.isGone);
  const distroless = 'exec failed: unable to start container process: exec: "sh": executable file not found in $PATH';
  assert.ok(hasNoSuchProgram(distroless));
  assert.ok(hasNoSuchProgram('exec failed: exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown'));
  assert.ok(hasNoSuchProgram('executable file `sh` not found in $PATH: No such file or directory: OCI runtime'));
  assert.ok(!hasNoSuchProgram('cat: /etc/app.conf: No such file or directory'));
  assert.ok(!hasNoSuchProgram('sh: exec: app: not found'));
  assert.ok(!new CrictlError(1, distroless).isGone);
});
