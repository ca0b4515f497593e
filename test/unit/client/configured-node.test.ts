import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfiguredNode } from '../../../client/src/configured-node';
import {
  TransportError,
  type ExecResult,
  type RunningTerminal,
  type SecretHolder,
  type TerminalHost,
  type Transport,
} from '../../../client/src/transport/transport';

/** A transport whose commands end when the test says so, or when it is disposed of. */
class HeldTransport implements Transport, TerminalHost, SecretHolder {
  readonly label = 'ops@node1:22';
  isDisposed = false;
  hasForgotten = false;
  commands = 0;
  #reject: ((error: Error) => void) | undefined;

  exec(): Promise<ExecResult> {
    this.commands += 1;
    return new Promise((_, reject) => (this.#reject = reject));
  }

  openTerminal(): Promise<RunningTerminal> {
    return Promise.reject(new TransportError('cancelled', 'Cancelled.'));
  }

  forgetSecrets(): void {
    this.hasForgotten = true;
  }

  fail(error: Error): void {
    this.#reject?.(error);
  }

  dispose(): void {
    this.isDisposed = true;
    this.fail(new TransportError('cancelled', 'Cancelled.'));
  }
}

interface Watched {
  readonly node: ConfiguredNode;
  readonly transports: HeldTransport[];
  /** Every state that was told, in order. */
  readonly states: string[];
}

function watchNode(): Watched {
  const transports: HeldTransport[] = [];
  const states: string[] = [];
  const connect = (): HeldTransport => {
    const transport = new HeldTransport();
    transports.push(transport);
    return transport;
  };
  const node = new ConfiguredNode({ name: 'node1' }, connect, ({ state }) => states.push(state.state));
  return { node, transports, states };
}

const refused = new TransportError('connect', 'node1 refuses connections.');

test('nothing connects before the first look, and looks at one time are one look', async () => {
  const { node, transports, states } = watchNode();
  assert.equal(node.dueAt(5), 0);
  assert.equal(transports.length, 0);
  const looks = [node.refresh(), node.refresh()];
  assert.equal(transports.length, 1);
  transports[0]?.fail(refused);
  assert.deepEqual(
    (await Promise.all(looks)).map(({ state }) => state),
    ['failed', 'failed'],
  );
  assert.deepEqual(states, ['connecting', 'failed']);
});

test('a look that has to begin now waits for the one under way, and is shared too', async () => {
  const { node, transports } = watchNode();
  const before = node.refresh();
  const anew = [node.refreshAnew(), node.refreshAnew()];
  transports[0]?.fail(refused);
  await before;
  await new Promise(setImmediate);
  assert.equal(transports[0]?.commands, 2);
  transports[0].fail(refused);
  assert.deepEqual(
    (await Promise.all(anew)).map(({ state }) => state),
    ['failed', 'failed'],
  );
  assert.equal(transports[0].commands, 2);
});

test('a lost connection is tried again by itself, more and more rarely', async () => {
  const { node, transports } = watchNode();
  const waits: number[] = [];
  for (let time = 0; time < 8; time++) {
    const look = node.refresh();
    transports[0]?.fail(refused);
    await look;
    waits.push(Math.round(((node.dueAt(5) ?? NaN) - Date.now()) / 1000));
  }
  assert.deepEqual(waits, [10, 20, 40, 80, 120, 120, 120, 120]);
  assert.equal(node.dueAt(0), undefined, 'the setting says: by hand only');
});

for (const kind of ['authentication', 'host-key-unknown', 'host-key-changed', 'sudo', 'cancelled'] as const) {
  test(`what a person has to mend (${kind}) is not tried again by itself`, async () => {
    const { node, transports } = watchNode();
    const look = node.refresh();
    transports[0]?.fail(new TransportError(kind, 'no'));
    await look;
    assert.equal(node.dueAt(5), undefined);
  });
}

test('Try Again drops the connection; the look that it cuts off is no failure', async () => {
  const { node, transports, states } = watchNode();
  const first = node.refresh();
  const again = node.reconnect();
  assert.equal(transports[0]?.isDisposed, true);
  await first;
  assert.deepEqual(states, ['connecting', 'connecting']);
  // The new look begins when the old one has ended.
  await Promise.resolve();
  assert.equal(transports.length, 2);
  transports[1]?.fail(refused);
  assert.equal((await again).state, 'failed');
});

test('what is to be forgotten is forgotten by the connection, which goes on', () => {
  const { node, transports } = watchNode();
  node.forgetSecrets();
  assert.equal(transports.length, 0, 'nothing connects for that');
  void node.refresh();
  node.forgetSecrets();
  assert.deepEqual([transports[0]?.hasForgotten, transports[0]?.isDisposed], [true, false]);
});

test('a node that was taken off the list says nothing more, and connects no more', async () => {
  const { node, transports, states } = watchNode();
  const look = node.refresh();
  node.dispose();
  await look;
  assert.deepEqual([transports[0]?.isDisposed, states], [true, ['connecting']]);
  assert.throws(() => node.transport, /node1 was changed or taken off the list/);
  assert.equal(transports.length, 1);
});

test('how changes come to be known is told when it changes, and says how often a look is usual', () => {
  const { node, states } = watchNode();
  assert.equal(node.usualInterval(5), 5);
  node.refreshMode = 'events';
  node.refreshMode = 'events';
  assert.equal(node.usualInterval(5), 15);
  node.refreshMode = 'polling';
  assert.equal(node.usualInterval(5), 5);
  assert.deepEqual(states, ['new', 'new'], 'one word a change');
});
