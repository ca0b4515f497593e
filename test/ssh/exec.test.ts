import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import type { ConnectionState, NodeTransport } from '../../client/src/transport';
import { makeUsers, openTransport, startSshd, Workplace, type ClientOptions, type RunningSshd } from './support';

describe('commands over OpenSSH', () => {
  const place = new Workplace();
  const hostKey = place.makeKey('host');
  const userKey = place.makeKey('user');
  let sshd: RunningSshd;

  before(async () => {
    makeUsers(place);
    sshd = await startSshd(place, { hostKeys: [hostKey], authorized: `${userKey}.pub` });
  });
  after(() => place.end());

  function open(server = sshd, options: Partial<ClientOptions> = {}, user = 'root'): NodeTransport {
    return openTransport(
      {
        name: 'node',
        host: '127.0.0.1',
        port: server.port,
        user,
        identityFile: userKey,
        knownHostsFile: place.path('known_hosts'),
      },
      { place, acceptNewHostKey: true, ...options },
    );
  }

  it('lets go of input that does not end when the command has', async () => {
    const stream = new PassThrough();
    stream.write('first\nsecond\n');
    const result = await open().exec({ argv: ['head', '-n', '1'], stdin: stream });
    assert.deepEqual([result.exitCode, result.stdout.toString()], [0, 'first\n']);
    assert.deepEqual([stream.listenerCount('data'), stream.isPaused()], [0, true]);
  });

  it('gives arguments, input, both outputs and the exit code over unharmed', async () => {
    const nasty = ["a'b", '', ' ', '$(id)', '\\', '\\\\', '!!', '*', 'ü\n2', '-n', '~', 'a"b', '`x`', '#', ';'];
    const result = await open().exec({
      argv: ['sh', '-s', '--', ...nasty],
      stdin: 'for word; do printf "%s\\0" "$word"; done; echo problem >&2; exit 7',
    });
    assert.deepEqual(result.stdout.toString().split('\0').slice(0, -1), nasty);
    assert.equal(result.stderr.toString(), 'problem\n');
    assert.equal(result.exitCode, 7);
    assert.equal(result.signal, undefined);
  });

  it('tells the signal that ended a command, and a program that is missing', async () => {
    const transport = open();
    assert.deepEqual(
      await transport.exec({ argv: ['sh', '-c', 'kill -KILL $$'] }).then(({ exitCode, signal }) => [exitCode, signal]),
      [undefined, 'SIGKILL'],
    );
    const missing = await transport.exec({ argv: ['no-such-program'] });
    assert.equal(missing.exitCode, 127);
    assert.match(missing.stderr.toString(), /no-such-program/);
  });

  it('carries 10 MB in and out', async () => {
    const bytes = Buffer.alloc(10 * 1024 * 1024);
    for (let at = 0; at < bytes.length; at += 1) {
      bytes[at] = (at * 31) & 0xff;
    }
    const result = await open().exec({ argv: ['cat'], stdin: bytes });
    assert.ok(result.stdout.equals(bytes));
  });

  it('does not mind a command that reads none of a big input', async () => {
    const result = await open().exec({ argv: ['true'], stdin: Buffer.alloc(10 * 1024 * 1024) });
    assert.equal(result.exitCode, 0);
  });

  it('streams output as it comes and collects none of it', async () => {
    const transport = open();
    const seen: string[] = [];
    const controller = new AbortController();
    const first = new Promise<void>((resolve) => {
      transport
        .exec({
          argv: ['sh', '-c', 'echo one; sleep 100'],
          signal: controller.signal,
          onStdout: (chunk) => {
            seen.push(chunk.toString());
            resolve();
          },
        })
        .catch(() => undefined);
    });
    await first;
    assert.deepEqual(seen, ['one\n']);
    controller.abort();
    const result = await transport.exec({ argv: ['echo', 'x'], onStdout: () => undefined });
    assert.equal(result.stdout.length, 0);
  });

  it('ends a command that writes more than was allowed', async () => {
    const transport = open();
    await assert.rejects(transport.exec({ argv: ['yes'], maxOutputBytes: 100_000 }), {
      kind: 'output-too-large',
      message: /more than 100000 bytes on its standard output/,
    });
    assert.equal((await transport.exec({ argv: ['echo', 'still here'] })).stdout.toString(), 'still here\n');
  });

  it('passes on what a listener throws', async () => {
    await assert.rejects(
      open().exec({
        argv: ['echo', 'x'],
        onStdout: () => {
          throw new Error('the listener');
        },
      }),
      /the listener/,
    );
  });

  for (const [user, asRoot] of [
    ['root', false],
    ['spops', false],
    ['spops', true],
  ] as const) {
    it(`ends a silent follower on the node when it is aborted: ${user}${asRoot ? ' with sudo' : ''}`, async () => {
      const transport = open(sshd, {}, user);
      const file = `/tmp/static-pods-follow-${String(process.pid)}`;
      execFileSync('sh', ['-c', `echo ready >${file}; chmod 644 ${file}`]);
      place.onEnd(() => {
        execFileSync('rm', ['-f', file]);
      });
      const controller = new AbortController();
      const following = new Promise<void>((resolve, reject) => {
        transport
          .exec({
            argv: ['tail', '-f', file],
            asRoot,
            signal: controller.signal,
            onStdout: () => {
              resolve();
            },
          })
          .then(undefined, reject);
      });
      await following;
      const pids = () =>
        execFileSync('sh', ['-c', `pgrep -x -f 'tail -f ${file}' || true`], { encoding: 'utf8' })
          .trim()
          .split('\n')
          .filter((pid) => pid !== '')
          .map(Number);
      const [pid] = pids();
      assert.ok(pid !== undefined, 'tail runs');
      controller.abort();
      // `tail --pid` returns when that process has ended: an event to wait for, not a guess at a time.
      execFileSync('timeout', ['20', 'tail', '--pid', String(pid), '-f', '/dev/null']);
      assert.deepEqual(pids(), []);
    });
  }

  it('ends a command on the host that lets the first signal pass', async () => {
    const controller = new AbortController();
    const script = 'trap "trap - TERM" TERM; echo $$; while :; do sleep 0.1; done';
    const pid = await new Promise<string>((resolve, reject) => {
      open()
        .exec({
          argv: ['sh', '-c', script],
          signal: controller.signal,
          onStdout: (chunk) => resolve(chunk.toString('utf8').trim()),
        })
        .then(undefined, reject);
    });
    controller.abort();
    execFileSync('timeout', ['20', 'tail', '--pid', pid, '-f', '/dev/null']);
  });

  it('rejects a command at once that is aborted before and while it runs', async () => {
    const transport = open();
    await assert.rejects(transport.exec({ argv: ['true'], signal: AbortSignal.abort() }), { kind: 'cancelled' });
    assert.equal(transport.roundTrips, 0);
    const controller = new AbortController();
    const running = transport.exec({ argv: ['sleep', '1000'], signal: controller.signal });
    transport.onDidChangeState((state) => {
      if (state.state === 'connected' && state.commands === 1) {
        controller.abort();
      }
    });
    await assert.rejects(running, { kind: 'cancelled' });
  });

  it('gives the attempt to connect up when nobody waits for it any more', async () => {
    const transport = open();
    const controller = new AbortController();
    const one = transport.exec({ argv: ['true'], signal: controller.signal });
    controller.abort();
    await assert.rejects(one, { kind: 'cancelled' });
    assert.equal((await transport.exec({ argv: ['true'] })).exitCode, 0);
  });

  it('waits for a channel where the host allows one session', async () => {
    const single = await startSshd(place, {
      hostKeys: [hostKey],
      authorized: `${userKey}.pub`,
      lines: ['MaxSessions 1'],
    });
    const transport = open(single);
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => transport.exec({ argv: ['echo', String(index)] })),
    );
    assert.deepEqual(
      results.map(({ stdout }) => Number(stdout.toString())),
      Array.from({ length: 12 }, (_, index) => index),
    );
    assert.equal(single.log.filter((line) => line.startsWith('Accepted publickey')).length, 1);
  });

  it('leaves room for short commands beside as many followers as there are', async () => {
    const transport = open();
    const controller = new AbortController();
    const followers = Array.from({ length: 12 }, () =>
      transport.exec({ argv: ['sleep', '1000'], signal: controller.signal, onStdout: () => undefined }),
    );
    const settled = Promise.allSettled(followers);
    assert.equal((await transport.exec({ argv: ['echo', 'x'] })).stdout.toString(), 'x\n');
    controller.abort();
    assert.deepEqual(
      (await settled).map(({ status }) => status),
      followers.map(() => 'rejected'),
    );
  });

  it('says so where the host lets one in but runs nothing', async () => {
    const closed = await startSshd(place, {
      hostKeys: [hostKey],
      authorized: `${userKey}.pub`,
      lines: ['MaxSessions 0'],
    });
    await assert.rejects(open(closed).exec({ argv: ['true'] }), { kind: 'connect', message: /MaxSessions/ });
  });

  it('rejects what runs when the connection is cut, and connects again at the next command', async () => {
    const transport = open();
    const states: ConnectionState['state'][] = [];
    transport.onDidChangeState(({ state }) => {
      if (states.at(-1) !== state) {
        states.push(state);
      }
    });
    const started = new Promise<void>((resolve) => {
      transport.onDidChangeState((state) => {
        if (state.state === 'connected' && state.commands === 1) {
          resolve();
        }
      });
    });
    const cut = assert.rejects(transport.exec({ argv: ['sleep', '1000'] }), {
      kind: 'connect',
      message: /was lost.*may have done its work or not/,
    });
    await started;
    sshd.dropConnections();
    await cut;
    assert.equal(transport.state.state, 'lost');
    assert.equal((await transport.exec({ argv: ['echo', 'back'] })).stdout.toString(), 'back\n');
    assert.deepEqual(states, ['connecting', 'connected', 'lost', 'connecting', 'connected']);
  });

  it('notices a host that does not answer any more by its keepalives', async () => {
    place.write('ssh_config', 'ServerAliveInterval 1\nServerAliveCountMax 2\n');
    const mute = await startSshd(place, { hostKeys: [hostKey], authorized: `${userKey}.pub` });
    const transport = open(mute);
    const pid = Number((await transport.exec({ argv: ['sh', '-c', 'echo $PPID'] })).stdout.toString());
    const lost = assert.rejects(transport.exec({ argv: ['sleep', '1000'] }), {
      kind: 'connect',
      message: /does not answer any more/,
    });
    process.kill(pid, 'SIGSTOP');
    try {
      await lost;
    } finally {
      process.kill(pid, 'SIGCONT');
      place.write('ssh_config', '');
    }
  });

  it('rejects what runs when it is disposed, and everything after', async () => {
    const transport = open();
    await transport.exec({ argv: ['true'] });
    const running = assert.rejects(transport.exec({ argv: ['sleep', '1000'] }), { kind: 'cancelled' });
    transport.dispose();
    await running;
    await assert.rejects(transport.exec({ argv: ['true'] }), { kind: 'cancelled' });
    assert.deepEqual(transport.state, { state: 'disposed' });
  });

  it('counts one round trip a command', async () => {
    const transport = open();
    await transport.exec({ argv: ['true'], asRoot: true });
    assert.equal(transport.roundTrips, 2);
    await transport.exec({ argv: ['true'], asRoot: true });
    assert.equal(transport.roundTrips, 3);
  });

  it('says what to do about a host that is not there', async () => {
    await assert.rejects(openTransport({ name: 'no-such-host.invalid' }, { place }).exec({ argv: ['true'] }), {
      kind: 'connect',
      message: /no address for the host no-such-host\.invalid/,
    });
  });

  it('refuses a name that a shell or ssh would take for something else', async () => {
    for (const host of ['-oProxyCommand=touch /tmp/x', 'a;b', 'a b', '$(id)', '']) {
      await assert.rejects(openTransport({ name: 'x', host }, { place }).exec({ argv: ['true'] }), {
        kind: 'connect',
        message: /cannot be the name of a host/,
      });
    }
  });
});
