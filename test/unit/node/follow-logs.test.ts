import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followEvents } from '../../../client/src/node/crictl/events';
import { followLogs, isMark, mergeByTime, prefixLines } from '../../../client/src/node/follow-logs';
import type { ExecRequest, ExecResult, Transport } from '../../../client/src/transport/transport';
import { nodeWith } from './nodes';

/** Answers each crictl command by what a test says of it. */
class ScriptedTransport implements Transport {
  readonly label = 'ops@node1:22';
  readonly asked: string[] = [];

  constructor(private readonly answer: (command: string, request: ExecRequest) => Partial<ExecResult> | string) {}

  exec(request: ExecRequest): Promise<ExecResult> {
    const command = request.argv.slice(3).join(' ');
    this.asked.push(command);
    const answer = this.answer(command, request);
    const result = typeof answer === 'string' ? { stdout: Buffer.from(answer) } : answer;
    if (result.stdout !== undefined) {
      request.onStdout?.(result.stdout);
    }
    return Promise.resolve({
      exitCode: 0,
      signal: undefined,
      stdout: Buffer.alloc(0),
      stderr: Buffer.alloc(0),
      ...result,
    });
  }

  dispose(): void {
    // Nothing is open.
  }
}

function attempts(...numbers: readonly number[]): string {
  return JSON.stringify({
    containers: numbers.map((attempt) => ({
      id: `id${attempt}`,
      metadata: { name: 'main', attempt },
      state: 'CONTAINER_EXITED',
      createdAt: String(1e18 + attempt * 1e9),
    })),
  });
}

const container = { namespace: 'default', podName: 'web-node1', container: 'main', id: 'id0' };

test('a log is followed from attempt to attempt, each end told once', async () => {
  let listed = 0;
  const transport = new ScriptedTransport((command) => {
    if (command.startsWith('logs')) {
      return `says ${command.split(' ').at(-1) ?? ''}\n`;
    }
    if (command.startsWith('inspect')) {
      return JSON.stringify({ status: { exitCode: 3, reason: 'Error', finishedAt: '2026-11-22T21:55:06Z' } });
    }
    listed += 1;
    // Not yet; then two more attempts, one after the other; then nothing is left.
    return [attempts(0), attempts(0, 1, 2), attempts(1, 2), attempts()][listed - 1] ?? attempts();
  });
  let text = '';
  const reader = { signal: new AbortController().signal, onText: (more: string) => (text += more) };
  await followLogs(transport, nodeWith({}), container, { tail: 5 }, reader);
  assert.deepEqual(text.split('\n'), [
    'says id0',
    '──── main: it ended with exit code 3 ────',
    '──── main: attempt 1 ────',
    'says id1',
    '──── main: it ended with exit code 3 ────',
    '──── main: attempt 2 ────',
    'says id2',
    '──── main: nothing of it is left on the node ────',
    '',
  ]);
  const logs = transport.asked.filter((command) => command.startsWith('logs'));
  // Only the first attempt is cut: of the others everything is new.
  assert.deepEqual(logs, ['logs --follow --tail 5 id0', 'logs --follow id1', 'logs --follow id2']);
});

test('several logs become one in the order of time, whatever the fractions of their seconds look like', () => {
  const web = '2026-11-22T21:55:06.5Z b\n  more of b\n2026-11-22T21:55:07Z d\n';
  const init = '2026-11-22T21:55:06.45Z a\n2026-11-22T21:55:06.500000001Z c\n';
  const logs = [
    { name: 'web', text: web },
    { name: 'prepare', text: init },
  ];
  assert.deepEqual(mergeByTime(logs, false).split('\n'), [
    'prepare │ a',
    'web     │ b',
    'web     │   more of b',
    'prepare │ c',
    'web     │ d',
    '',
  ]);
  assert.match(mergeByTime(logs, true), /^prepare │ 2026-11-22T21:55:06\.45Z a$/m);
});

test('names stand before whole lines only', () => {
  let text = '';
  const take = prefixLines('web', (more) => (text += more));
  take('half');
  assert.equal(text, '');
  take(' a line\nand more\n──── web: attempt 1 ────\n');
  assert.equal(text, 'web │ half a line\nweb │ and more\n──── web: attempt 1 ────\n');
  assert.ok(!isMark('web │ half a line'));
});

test('a runtime without events says so in crictl’s words', async () => {
  const said =
    'time="2026-11-23T02:50:43Z" level=error msg="getting container events: rpc error: code = Unimplemented desc = method GetContainerEvents not implemented"\n';
  const transport = new ScriptedTransport((_, request) => {
    request.onStderr?.(Buffer.from(said));
    return { exitCode: 1 };
  });
  const options = { signal: new AbortController().signal, onEvent: () => assert.fail('there are no events') };
  const end = await followEvents(transport, nodeWith({}), options);
  assert.equal(end.reason, 'unsupported');
  assert.match(end.message, /^getting container events: .*Unimplemented/);
});

test('each piece of events is told, and their end is no lack of them', async () => {
  let events = 0;
  const transport = new ScriptedTransport((_, request) => {
    request.onStdout?.(Buffer.from('{"containerId": "a", "containerEventType": "CONTAINER_STARTED_EVENT"}\n'));
    request.onStdout?.(Buffer.from('{"containerId": "a", "containerEventType": "CONTAINER_STOPPED_EVENT"}\n'));
    return { exitCode: 1, stdout: Buffer.alloc(0) };
  });
  const options = { signal: new AbortController().signal, onEvent: () => (events += 1) };
  assert.equal((await followEvents(transport, nodeWith({}), options)).reason, 'ended');
  assert.equal(events, 2);
});
