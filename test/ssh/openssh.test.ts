import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, describe, it } from 'node:test';
import type { NodeTarget, TransportError } from '../../client/src/transport';
import {
  makeEnvironment,
  makeUsers,
  openTransport,
  password,
  ScriptedPerson,
  startAgent,
  startSshd,
  Workplace,
  type ClientOptions,
  type RunningSshd,
} from './support';

/** What ssh2 does not know: the transport leaves it to the ssh of this machine. */
describe('certificates, by OpenSSH', () => {
  const place = new Workplace();
  const user = place.makeKey('user');
  const locked = place.makeKey('locked', 'ed25519', 'open sesame');
  const certified = place.makeKey('certified');
  const hostAuthority = place.makeKey('host-ca');
  const userAuthority = place.makeKey('user-ca');
  const hostKey = place.makeKey('host');
  const jumpKey = place.makeKey('jump');
  let sshd: RunningSshd;
  let jump: RunningSshd;

  /** A certificate of this machine's own authority beside the key. */
  function certify(authority: string, key: string, principals: string, ...flags: readonly string[]): void {
    execFileSync('ssh-keygen', ['-q', '-s', authority, '-I', 'test', '-n', principals, ...flags, `${key}.pub`]);
  }

  before(async () => {
    makeUsers(place);
    certify(hostAuthority, hostKey, '127.0.0.1,node', '-h');
    certify(hostAuthority, jumpKey, '127.0.0.1,jump', '-h');
    certify(userAuthority, certified, 'root');
    place.write('authorized', readFileSync(`${user}.pub`, 'utf8') + readFileSync(`${locked}.pub`, 'utf8'));
    const common = {
      authorized: place.path('authorized'),
      lines: [
        `TrustedUserCAKeys ${userAuthority}.pub`,
        'PasswordAuthentication yes',
        'KbdInteractiveAuthentication yes',
        'UsePAM yes',
        'MaxSessions 3',
      ],
    };
    sshd = await startSshd(place, {
      ...common,
      hostKeys: [hostKey],
      lines: [...common.lines, `HostCertificate ${hostKey}-cert.pub`],
    });
    jump = await startSshd(place, {
      ...common,
      hostKeys: [jumpKey],
      lines: [...common.lines, `HostCertificate ${jumpKey}-cert.pub`],
    });
  });
  after(() => place.end());

  function authorityLine(): string {
    return `@cert-authority ${place.knownHostsLine('*', hostAuthority)}`;
  }

  /** An ssh_config of two hosts, the second through the first. */
  function configure(knownHosts: string, identity = user): void {
    place.write('known_hosts', knownHosts);
    const host = (alias: string, port: number, ...more: readonly string[]): string =>
      [
        `Host ${alias}`,
        'HostName 127.0.0.1',
        `Port ${String(port)}`,
        `IdentityFile ${identity}`,
        'IdentitiesOnly yes',
        `UserKnownHostsFile ${place.path('known_hosts')}`,
        'GlobalKnownHostsFile /dev/null',
        ...more,
        '',
      ].join('\n  ');
    place.write(
      'ssh_config',
      host('jump', jump.port) + host('node', sshd.port, 'ProxyJump jump') + host('near', sshd.port),
    );
  }

  function open(target: NodeTarget, options: Partial<ClientOptions> = {}) {
    const log: string[] = [];
    const transport = openTransport({ user: 'root', ...target }, { place, log: (line) => log.push(line), ...options });
    return { transport, log };
  }

  async function fails(target: NodeTarget, options: Partial<ClientOptions> = {}): Promise<TransportError> {
    const { transport } = open(target, options);
    try {
      await transport.exec({ argv: ['true'] });
    } catch (error) {
      return error as TransportError;
    }
    throw new assert.AssertionError({ message: 'it connected' });
  }

  it('connects to a host that is known by its certificate authority only, and leaves nothing behind', async () => {
    configure(authorityLine());
    const folders = (): string[] => readdirSync(tmpdir()).filter((name) => existsSync(`${tmpdir()}/${name}/askpass`));
    // Those of a program that was killed stay.
    const before = new Set(folders());
    const { transport, log } = open({ name: 'near' });
    const { stdout } = await transport.exec({ argv: ['printf', '%s', "it's here"] });
    assert.equal(stdout.toString(), "it's here");
    assert.match(log.join('\n'), /known_hosts:1 trusts a certificate authority/);
    assert.equal(place.read('known_hosts'), authorityLine(), 'a key was written to known_hosts');
    const folder = folders().find((name) => !before.has(name));
    assert.ok(folder !== undefined);
    transport.dispose();
    const deadline = Date.now() + 10_000;
    while (folders().includes(folder)) {
      assert.ok(Date.now() < deadline, `${folder} is left`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('goes through a ProxyJump of two hosts that show certificates, with a key behind a passphrase', async () => {
    configure(authorityLine(), locked);
    const prompts = new ScriptedPerson(['wrong', 'open sesame', 'open sesame']);
    const { transport } = open({ name: 'node' }, { prompts });
    const { stdout } = await transport.exec({ argv: ['sh', '-c', 'echo "$SSH_CONNECTION"'] });
    assert.equal(stdout.toString().trim().split(' ').at(-1), String(sshd.port));
    assert.deepEqual(prompts.asked.slice(0, 2), ['passphrase of locked #1', 'passphrase of locked #2']);
    assert.ok(sshd.log.some((line) => line.includes('Accepted publickey for root')));
  });

  it('asks for the password of a user, keeps it, and asks again where it is wrong', async () => {
    configure(authorityLine(), '/nowhere');
    const prompts = new ScriptedPerson([['wrong'], [password]]);
    const environment = makeEnvironment({ place, prompts });
    const target = { name: 'near', user: 'spops' };
    const options = { prompts, secrets: environment.secrets, questions: environment.questions };
    const { transport } = open(target, options);
    assert.equal((await transport.exec({ argv: ['id', '-un'] })).stdout.toString(), 'spops\n');
    assert.equal((await transport.exec({ argv: ['id', '-un'], asRoot: true })).stdout.toString(), 'root\n');
    assert.equal(prompts.asked.length, 2, prompts.asked.join(', '));
    assert.match(prompts.asked[1] ?? '', /#2$/);
    const { transport: again } = open(target, options);
    await again.exec({ argv: ['true'] });
    assert.equal(prompts.asked.length, 2);
  });

  it('logs in by a certificate of the user, from a file and from an agent', async () => {
    configure(
      place.knownHostsLine(`[127.0.0.1]:${String(sshd.port)}`, hostKey) +
        place.knownHostsLine(`[127.0.0.1]:${String(jump.port)}`, jumpKey),
      certified,
    );
    const { transport, log } = open({ name: 'node' }, { prompts: new ScriptedPerson([]) });
    assert.equal((await transport.exec({ argv: ['true'] })).exitCode, 0);
    assert.match(log.join('\n'), /may let root in by .*certified-cert\.pub: OpenSSH has to connect/);
    const agentSocket = await startAgent(place, [certified]);
    configure(place.read('known_hosts'), '/nowhere');
    place.write('ssh_config', place.read('ssh_config').replaceAll('IdentitiesOnly yes', ''));
    const { transport: byAgent } = open({ name: 'near' }, { agentSocket, prompts: new ScriptedPerson([]) });
    assert.equal((await byAgent.exec({ argv: ['true'] })).exitCode, 0);
  });

  it('never connects to a changed key, also where StrictHostKeyChecking is no', async () => {
    const other = place.makeKey('other');
    configure(`@cert-authority ${place.knownHostsLine('elsewhere', hostAuthority)}`);
    place.write('ssh_config', `StrictHostKeyChecking no\n${place.read('ssh_config')}`);
    place.write(
      'known_hosts',
      `@cert-authority ${place.knownHostsLine('*', other)}${place.knownHostsLine(`[127.0.0.1]:${String(sshd.port)}`, other)}`,
    );
    const error = await fails({ name: 'near' }, { prompts: new ScriptedPerson([]) });
    assert.equal(error.kind, 'host-key-changed', error.message);
  });

  it('says what is wrong with a certificate that has run out, or asks about the plain key', async () => {
    certify(hostAuthority, hostKey, '127.0.0.1', '-h', '-V', '20200101:20200102');
    const old = await startSshd(place, { hostKeys: [hostKey], lines: [`HostCertificate ${hostKey}-cert.pub`] });
    try {
      configure(authorityLine());
      place.write('ssh_config', `StrictHostKeyChecking yes\n${place.read('ssh_config')}`);
      const error = await fails({ name: 'near', port: old.port });
      assert.equal(error.kind, 'host-key-unknown');
      assert.match(error.message, /expired/i);
      configure(authorityLine());
      const prompts = new ScriptedPerson(['reject']);
      const refused = await fails({ name: 'near', port: old.port }, { prompts });
      assert.equal(refused.kind, 'host-key-unknown', refused.message);
      assert.equal(prompts.hostKeys[0]?.fingerprint, place.fingerprint(hostKey));
    } finally {
      certify(hostAuthority, hostKey, '127.0.0.1,node', '-h');
    }
  });

  it('says so where nobody can answer, and takes a closed question as the end', async () => {
    configure(authorityLine(), locked);
    const alone = await fails({ name: 'near' });
    assert.equal(alone.kind, 'authentication');
    assert.match(alone.message, /Nobody is here to answer: passphrase .*locked/);
    const cancelled = await fails({ name: 'near' }, { prompts: new ScriptedPerson([undefined]) });
    assert.equal(cancelled.kind, 'cancelled');
  });

  describe('commands over it', () => {
    const by = (options: Partial<ClientOptions> = {}) => {
      configure(authorityLine());
      return open({ name: 'near' }, { sshClient: 'openssh', ...options }).transport;
    };

    it('tells exit codes, also 255, signals and both outputs', async () => {
      const transport = by();
      const script = 'cat; echo out; echo err >&2; exit 255';
      const ran = await transport.exec({ argv: ['sh', '-c', script], stdin: 'in\n' });
      assert.deepEqual([ran.exitCode, ran.stdout.toString(), ran.stderr.toString()], [255, 'in\nout\n', 'err\n']);
      const killed = await transport.exec({ argv: ['sh', '-c', 'kill -TERM $$'] });
      assert.deepEqual([killed.exitCode, killed.signal], [undefined, 'SIGTERM']);
    });

    it('carries 10 MB in and out, and does not mind a command that reads none', async () => {
      const transport = by();
      const stdin = Buffer.alloc(10_000_000, 'abcdefg\n');
      const ran = await transport.exec({ argv: ['cat'], stdin });
      assert.ok(ran.stdout.equals(stdin));
      assert.equal((await transport.exec({ argv: ['true'], stdin })).exitCode, 0);
    });

    it('waits for a channel where the host allows three sessions', async () => {
      const transport = by();
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, index) => transport.exec({ argv: ['echo', String(index)] })),
      );
      assert.deepEqual(
        all.map(({ stdout }) => stdout.toString().trim()),
        Array.from({ length: 12 }, (_, index) => String(index)),
      );
    });

    it('ends a command on the host when it is aborted', async () => {
      const transport = by();
      const stop = new AbortController();
      const file = place.path('ended');
      let begun: () => void = () => undefined;
      const isRunning = new Promise<void>((resolve) => (begun = resolve));
      const running = transport.exec({
        argv: ['sh', '-c', `trap 'echo ended > ${file}; exit' TERM; echo begun; while :; do sleep 0.1; done`],
        signal: stop.signal,
        onStdout: () => begun(),
      });
      await isRunning;
      stop.abort();
      await assert.rejects(running, { kind: 'cancelled' });
      const deadline = Date.now() + 10_000;
      while (!existsSync(file)) {
        assert.ok(Date.now() < deadline, 'it runs on');
        await transport.exec({ argv: ['true'] });
      }
    });

    it('gives a terminal with its size', async () => {
      const transport = by();
      let drawn = '';
      const terminal = await transport.openTerminal({
        argv: ['sh', '-c', 'stty size; read x; stty size; exit 3'],
        size: { columns: 91, rows: 31 },
        onData: (chunk) => (drawn += chunk.toString()),
      });
      const until = async (what: string): Promise<void> => {
        const deadline = Date.now() + 10_000;
        while (!drawn.includes(what)) {
          assert.ok(Date.now() < deadline, `${what} in ${drawn}`);
          await transport.exec({ argv: ['true'] });
        }
      };
      await until('31 91');
      terminal.resize({ columns: 101, rows: 41 });
      terminal.write('\n');
      await until('41 101');
      assert.equal((await terminal.ended).exitCode, 3);
    });

    it('rejects what runs when the connection is cut, and connects again at the next command', async () => {
      const transport = by();
      await transport.exec({ argv: ['true'] });
      const running = transport.exec({ argv: ['sleep', '60'] });
      running.catch(() => undefined);
      await transport.exec({ argv: ['true'] });
      sshd.dropConnections();
      await assert.rejects(running, { kind: 'connect' });
      assert.equal((await transport.exec({ argv: ['echo', 'again'] })).stdout.toString(), 'again\n');
    });
  });
});
