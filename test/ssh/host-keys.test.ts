import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { NodeTarget } from '../../client/src/transport';
import { openTransport, ScriptedPerson, startSshd, Workplace, type ClientOptions, type RunningSshd } from './support';

describe('host keys against OpenSSH', () => {
  const place = new Workplace();
  const user = place.makeKey('user');
  const ed25519 = place.makeKey('host-ed25519');
  const ecdsa = place.makeKey('host-ecdsa', 'ecdsa');
  const rsa = place.makeKey('host-rsa', 'rsa');
  let sshd: RunningSshd;
  let count = 0;

  before(async () => {
    sshd = await startSshd(place, { hostKeys: [ed25519, ecdsa, rsa], authorized: `${user}.pub` });
  });
  after(() => place.end());

  /** A known_hosts file of its own for each case. */
  function knownHosts(text: string): string {
    count += 1;
    return place.write(`known_hosts_${String(count)}`, text);
  }

  async function connect(file: string, options: Partial<ClientOptions> = {}, target: Partial<NodeTarget> = {}) {
    const transport = openTransport(
      {
        name: 'node',
        host: '127.0.0.1',
        port: sshd.port,
        user: 'root',
        identityFile: user,
        knownHostsFile: file,
        ...target,
      },
      { place, ...options },
    );
    const result = await transport.exec({ argv: ['true'] });
    assert.equal(result.exitCode, 0);
  }

  const name = () => `[127.0.0.1]:${String(sshd.port)}`;

  it('takes a key that known_hosts holds, plain and hashed by ssh-keygen', async () => {
    const file = knownHosts(place.knownHostsLine(name(), ed25519));
    await connect(file);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
    assert.match(place.read(`known_hosts_${String(count)}`), /^\|1\|/);
    await connect(file);
  });

  for (const type of ['ecdsa', 'rsa'] as const) {
    it(`asks for the type that is known first: ${type} only`, async () => {
      await connect(knownHosts(place.knownHostsLine(name(), type === 'rsa' ? rsa : ecdsa)));
    });
  }

  it('takes a key that is known without the port', async () => {
    await connect(knownHosts(place.knownHostsLine('127.0.0.1', ed25519)));
  });

  it('asks about an unknown key with the fingerprint that ssh-keygen prints', async () => {
    const prompts = new ScriptedPerson(['once']);
    const file = knownHosts('');
    await connect(file, { prompts });
    const [question] = prompts.hostKeys;
    assert.equal(question?.host, name());
    assert.equal(question.keyType, 'ssh-ed25519');
    assert.equal(question.fingerprint, place.fingerprint(ed25519));
    assert.equal(question.knownHostsFile, file);
    assert.equal(place.read(`known_hosts_${String(count)}`), '');
  });

  it('remembers a key so that OpenSSH finds it, in a file that only its owner reads', async () => {
    const file = place.path('made/known_hosts');
    await connect(file, { prompts: new ScriptedPerson(['remember']) });
    await connect(file);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(place.path('made')).mode & 0o777, 0o700);
    assert.match(execFileSync('ssh-keygen', ['-F', name(), '-f', file], { encoding: 'utf8' }), /ssh-ed25519/);
  });

  it('hashes the name where HashKnownHosts is on, and starts on a line of its own', async () => {
    place.write('ssh_config', 'HashKnownHosts yes\n');
    const file = knownHosts('# no line break at the end');
    await connect(file, { prompts: new ScriptedPerson(['remember']) });
    assert.match(
      place.read(`known_hosts_${String(count)}`),
      /^# no line break at the end\n\|1\|\S+ ssh-ed25519 \S+\n$/,
    );
    place.write('ssh_config', 'HashKnownHosts no\n');
    await connect(file);
  });

  it('rejects where the person does, and where nobody is there', async () => {
    await assert.rejects(connect(knownHosts(''), { prompts: new ScriptedPerson(['reject']) }), {
      kind: 'host-key-unknown',
      message: /You did not accept it/,
    });
    await assert.rejects(connect(knownHosts(''), { prompts: new ScriptedPerson([undefined]) }), { kind: 'cancelled' });
    await assert.rejects(connect(knownHosts('')), {
      kind: 'host-key-unknown',
      message: /--accept-new-host-key/,
    });
  });

  it('follows StrictHostKeyChecking', async () => {
    place.write('ssh_config', 'StrictHostKeyChecking yes\n');
    await assert.rejects(connect(knownHosts(''), { acceptNewHostKey: true, prompts: new ScriptedPerson([]) }), {
      kind: 'host-key-unknown',
    });
    place.write('ssh_config', 'StrictHostKeyChecking accept-new\nHashKnownHosts no\n');
    const file = knownHosts('');
    await connect(file);
    assert.match(place.read(`known_hosts_${String(count)}`), /^\[127\.0\.0\.1\]:\d+ ssh-ed25519 /);
    place.write('ssh_config', '');
  });

  for (const setting of ['ask', 'no', 'accept-new']) {
    it(`never connects to a changed key, StrictHostKeyChecking ${setting}`, async () => {
      place.write('ssh_config', `StrictHostKeyChecking ${setting}\n`);
      const other = place.makeKey(`other-${setting}`);
      const file = knownHosts(`# first line\n${place.knownHostsLine(name(), other)}`);
      await assert.rejects(
        connect(file, { acceptNewHostKey: true, prompts: new ScriptedPerson([]) }),
        (error: Error & { kind?: string }) => {
          assert.equal(error.kind, 'host-key-changed');
          assert.ok(error.message.includes(`${file}:2`));
          assert.ok(error.message.includes(place.fingerprint(ed25519)));
          assert.ok(error.message.includes(place.fingerprint(other)));
          const command = /`(ssh-keygen [^`]*)`/.exec(error.message)?.[1] ?? '';
          execFileSync('sh', ['-c', command], { stdio: 'ignore' });
          return true;
        },
      );
      await connect(file, { prompts: new ScriptedPerson(['once']), acceptNewHostKey: setting !== 'ask' });
      place.write('ssh_config', '');
    });
  }

  it('asks, with a warning, where the host has lost the key it was known by', async () => {
    const single = await startSshd(place, { hostKeys: [rsa], authorized: `${user}.pub` });
    const host = `[127.0.0.1]:${String(single.port)}`;
    const file = knownHosts(place.knownHostsLine(host, ed25519));
    await assert.rejects(connect(file, { acceptNewHostKey: true }, { port: single.port }), {
      kind: 'host-key-unknown',
      message: /already holds a ssh-ed25519 key/,
    });
    const prompts = new ScriptedPerson(['once']);
    await connect(file, { acceptNewHostKey: true, prompts }, { port: single.port });
    assert.equal(prompts.hostKeys[0]?.otherKeys[0]?.fingerprint, place.fingerprint(ed25519));
  });

  it('refuses a revoked key', async () => {
    await assert.rejects(connect(knownHosts(`@revoked ${place.knownHostsLine('*', ed25519)}`)), {
      kind: 'host-key-changed',
      message: /revoked/,
    });
  });

  it('leaves a host to OpenSSH whose authority is known; without an OpenSSH it says so', async () => {
    const file = knownHosts(`@cert-authority ${place.knownHostsLine('*', rsa)}`);
    // This host shows no certificate, so its plain key is asked about all the same.
    await assert.rejects(connect(file), {
      kind: 'host-key-unknown',
      message: /Nobody is here to answer: the key of .*--accept-new-host-key/,
    });
    const prompts = new ScriptedPerson(['remember']);
    await connect(file, { prompts });
    assert.equal(prompts.hostKeys[0]?.fingerprint, place.fingerprint(ed25519));
    await connect(file);
    const other = knownHosts(`@cert-authority ${place.knownHostsLine('*', rsa)}`);
    await assert.rejects(connect(other, { variables: { PATH: '/nowhere', HOME: place.folder } }), {
      kind: 'host-key-unknown',
      message: /Without an OpenSSH on this machine only a plain key can be checked/,
    });
  });

  it('looks for HostKeyAlias, without the port', async () => {
    place.write('ssh_config', 'HostKeyAlias the-node\n');
    await connect(knownHosts(place.knownHostsLine('the-node', ed25519)));
    place.write('ssh_config', '');
  });

  it('asks once for two commands that start at the same time', async () => {
    const prompts = new ScriptedPerson(['once']);
    const transport = openTransport(
      {
        name: 'node',
        host: '127.0.0.1',
        port: sshd.port,
        user: 'root',
        identityFile: user,
        knownHostsFile: knownHosts(''),
      },
      { place, prompts },
    );
    const results = await Promise.all(['1', '2', '3'].map((word) => transport.exec({ argv: ['echo', word] })));
    assert.deepEqual(
      results.map(({ stdout }) => stdout.toString().trim()),
      ['1', '2', '3'],
    );
    assert.equal(prompts.asked.length, 1);
  });
});
