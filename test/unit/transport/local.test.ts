import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createTransport, MemorySecretStore, QuestionQueue } from '../../../client/src/transport';

describe('LocalTransport', () => {
  const open = () =>
    createTransport(
      { name: 'here', local: true },
      { secrets: new MemorySecretStore(), questions: new QuestionQueue() },
    );
  const transport = open();
  after(() => {
    transport.dispose();
  });

  it('gives arguments, input, outputs and the exit code over', async () => {
    const result = await transport.exec({
      argv: ['sh', '-s', '--', "a'b", '$x'],
      stdin: 'printf "%s|" "$@"; echo problem >&2; exit 4',
    });
    assert.deepEqual(
      [result.stdout.toString(), result.stderr.toString(), result.exitCode, result.signal],
      ["a'b|$x|", 'problem\n', 4, undefined],
    );
  });

  it('answers as a shell does for a program that is missing', async () => {
    const result = await transport.exec({ argv: ['no-such-program'] });
    assert.equal(result.exitCode, 127);
    assert.match(result.stderr.toString(), /no-such-program/);
  });

  it('tells the signal that ended a command', async () => {
    const { exitCode, signal } = await transport.exec({ argv: ['sh', '-c', 'kill -TERM $$'] });
    assert.deepEqual([exitCode, signal], [undefined, 'SIGTERM']);
  });

  it('ends a silent command that is aborted', async () => {
    const controller = new AbortController();
    let pid = 0;
    const following = transport.exec({
      argv: ['sh', '-c', 'echo $$; exec sleep 1000'],
      signal: controller.signal,
      onStdout: (chunk) => {
        pid = Number(chunk.toString());
        controller.abort();
      },
    });
    await assert.rejects(following, { kind: 'cancelled' });
    const waited = await transport.exec({ argv: ['timeout', '20', 'tail', '--pid', String(pid), '-f', '/dev/null'] });
    assert.equal(waited.exitCode, 0);
  });

  it('ends a command that writes more than was allowed', async () => {
    await assert.rejects(transport.exec({ argv: ['yes'], maxOutputBytes: 1000 }), { kind: 'output-too-large' });
  });

  it('does not mind a command that reads none of a big input', async () => {
    assert.equal((await transport.exec({ argv: ['true'], stdin: Buffer.alloc(5_000_000) })).exitCode, 0);
  });

  it('rejects what runs when it is disposed', async () => {
    const other = open();
    const running = assert.rejects(other.exec({ argv: ['sleep', '1000'], signal: new AbortController().signal }), {
      kind: 'cancelled',
    });
    other.dispose();
    await running;
    await assert.rejects(other.exec({ argv: ['true'] }), { kind: 'cancelled' });
  });

  it('counts its commands', async () => {
    const other = open();
    const states: string[] = [];
    other.onDidChangeState((state) => states.push(state.state === 'connected' ? String(state.commands) : state.state));
    await other.exec({ argv: ['true'] });
    assert.equal(other.roundTrips, 1);
    assert.deepEqual(states, ['1', '0']);
    other.dispose();
  });
});
