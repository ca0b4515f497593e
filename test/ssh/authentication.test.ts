import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MemorySecretStore, TransportError, type NodeTarget } from '../../client/src/transport';
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

describe('authentication against OpenSSH', () => {
  const place = new Workplace();
  let hostKey: string;
  let userKey: string;
  let keyed: RunningSshd;
  let passworded: RunningSshd;

  before(async () => {
    makeUsers(place);
    hostKey = place.makeKey('host');
    userKey = place.makeKey('user');
    keyed = await startSshd(place, { hostKeys: [hostKey], authorized: `${userKey}.pub` });
    passworded = await startSshd(place, { hostKeys: [hostKey], lines: ['PasswordAuthentication yes'] });
  });
  after(() => place.end());

  function open(sshd: RunningSshd, target: Partial<NodeTarget>, options: Partial<ClientOptions> = {}) {
    return openTransport(
      {
        name: 'node',
        host: '127.0.0.1',
        port: sshd.port,
        user: 'spops',
        knownHostsFile: place.path('known_hosts'),
        ...target,
      },
      { place, acceptNewHostKey: true, ...options },
    );
  }

  async function whoAmI(transport: ReturnType<typeof open>): Promise<string> {
    const result = await transport.exec({ argv: ['id', '-un'] });
    return result.stdout.toString().trim();
  }

  it('logs in with a key file', async () => {
    assert.equal(await whoAmI(open(keyed, { identityFile: userKey })), 'spops');
  });

  for (const type of ['rsa', 'ecdsa'] as const) {
    it(`logs in with a key of type ${type}, also through an agent`, async () => {
      const key = place.makeKey(`user-${type}`, type);
      const sshd = await startSshd(place, { hostKeys: [hostKey], authorized: `${key}.pub` });
      assert.equal(await whoAmI(open(sshd, { identityFile: key })), 'spops');
      const agentSocket = await startAgent(place, [key]);
      assert.equal(await whoAmI(open(sshd, {}, { agentSocket })), 'spops');
    });
  }

  it('asks for the passphrase of an encrypted key once, and not again on the next connection', async () => {
    const key = place.makeKey('locked', 'ed25519', 'open sesame');
    const sshd = await startSshd(place, { hostKeys: [hostKey], authorized: `${key}.pub` });
    const prompts = new ScriptedPerson(['wrong', 'open sesame']);
    const secrets = new MemorySecretStore();
    assert.equal(await whoAmI(open(sshd, { identityFile: key }, { prompts, secrets })), 'spops');
    assert.equal(await whoAmI(open(sshd, { identityFile: key }, { prompts, secrets })), 'spops');
    assert.deepEqual(prompts.asked, ['passphrase of locked #1', 'passphrase of locked #2']);
  });

  it('asks anew for the passphrase of a key that is to be forgotten', async () => {
    const key = place.makeKey('forgotten', 'ed25519', 'open sesame');
    const sshd = await startSshd(place, { hostKeys: [hostKey], authorized: `${key}.pub` });
    const prompts = new ScriptedPerson(['open sesame', 'open sesame']);
    const shared = { ...makeEnvironment({ place }), prompts };
    const first = open(sshd, { identityFile: key }, shared);
    assert.equal(await whoAmI(first), 'spops');
    await shared.secrets.delete(`passphrase ${key}`);
    first.forgetSecrets();
    assert.equal(await whoAmI(first), 'spops', 'the connection that stands goes on');
    assert.equal(await whoAmI(open(sshd, { identityFile: key }, shared)), 'spops');
    assert.deepEqual(prompts.asked, ['passphrase of forgotten #1', 'passphrase of forgotten #1']);
  });

  it('asks for no passphrase of a key that the host would not take', async () => {
    const key = place.makeKey('locked-stranger', 'rsa', 'open sesame');
    const prompts = new ScriptedPerson([]);
    await assert.rejects(whoAmI(open(keyed, { identityFile: key }, { prompts })), {
      kind: 'authentication',
      message: /encrypted key file .*locked-stranger/,
    });
    assert.deepEqual(prompts.asked, []);
  });

  it('gives up after three wrong passphrases', async () => {
    const key = place.makeKey('locked-3', 'ed25519', 'open sesame');
    const sshd = await startSshd(place, { hostKeys: [hostKey], authorized: `${key}.pub` });
    const prompts = new ScriptedPerson(['a', 'b', '']);
    await assert.rejects(whoAmI(open(sshd, { identityFile: key }, { prompts })), {
      kind: 'authentication',
      message: /passphrase of .*locked-3 was wrong 3 times/,
    });
  });

  it('takes a cancelled question as the end', async () => {
    const key = place.makeKey('locked-cancel', 'ed25519', 'open sesame');
    const sshd = await startSshd(place, { hostKeys: [hostKey], authorized: `${key}.pub` });
    for (const [transport, answers] of [
      [open(sshd, { identityFile: key }, { prompts: new ScriptedPerson([undefined]) }), 'passphrase'],
      [open(passworded, {}, { prompts: new ScriptedPerson([undefined]) }), 'password'],
    ] as const) {
      await assert.rejects(whoAmI(transport), { kind: 'cancelled' }, answers);
      assert.equal(transport.state.state, 'failed');
    }
  });

  it('logs in through a real ssh-agent', async () => {
    const agentSocket = await startAgent(place, [userKey]);
    assert.equal(await whoAmI(open(keyed, {}, { agentSocket })), 'spops');
  });

  it('names MaxAuthTries when an agent holds too many keys, and tries a named file before them', async () => {
    const strangers = Array.from({ length: 7 }, (_, index) => place.makeKey(`stranger-${String(index)}`));
    const agentSocket = await startAgent(place, strangers);
    await assert.rejects(whoAmI(open(keyed, {}, { agentSocket })), {
      kind: 'authentication',
      message:
        /agent key ssh-ed25519 SHA256:.*stranger-0.*Too many authentication failures.*MaxAuthTries.*IdentitiesOnly/s,
    });
    assert.equal(await whoAmI(open(keyed, { identityFile: userKey }, { agentSocket })), 'spops');
  });

  it('asks for a password up to three times and stores the right one', async () => {
    const prompts = new ScriptedPerson(['wrong', password]);
    const secrets = new MemorySecretStore();
    assert.equal(await whoAmI(open(passworded, {}, { prompts, secrets })), 'spops');
    assert.equal(await whoAmI(open(passworded, {}, { prompts, secrets })), 'spops');
    assert.deepEqual(prompts.asked, ['password of spops #1', 'password of spops #2']);

    const wrong = new ScriptedPerson(['a', 'b', 'c']);
    await assert.rejects(whoAmI(open(passworded, {}, { prompts: wrong })), {
      kind: 'authentication',
      message: /tried: password; password; password/,
    });
  });

  it('drops a stored password that the host does not take any more', async () => {
    const secrets = new MemorySecretStore();
    const key = `password spops@127.0.0.1:${String(passworded.port)}`;
    await secrets.set(key, 'old one');
    const prompts = new ScriptedPerson([password]);
    assert.equal(await whoAmI(open(passworded, {}, { prompts, secrets })), 'spops');
    assert.equal(await secrets.get(key), password);
  });

  it('answers keyboard-interactive, and again from memory', async () => {
    const sshd = await startSshd(place, {
      hostKeys: [hostKey],
      lines: ['UsePAM yes', 'KbdInteractiveAuthentication yes'],
    });
    const prompts = new ScriptedPerson([['wrong'], [password]]);
    const secrets = new MemorySecretStore();
    assert.equal(await whoAmI(open(sshd, {}, { prompts, secrets })), 'spops');
    assert.deepEqual(prompts.asked, ['Password: #1', 'Password: #2']);
    assert.equal(prompts.interactive[0]?.prompts[0]?.echo, false);
    assert.equal(await whoAmI(open(sshd, {}, { prompts, secrets })), 'spops');
  });

  it('goes on to a second factor, after a key file and after an agent key', async () => {
    const sshd = await startSshd(place, {
      hostKeys: [hostKey],
      authorized: `${userKey}.pub`,
      lines: ['PasswordAuthentication yes', 'AuthenticationMethods publickey,password'],
    });
    const agentSocket = await startAgent(place, [userKey]);
    for (const [target, options] of [
      [{ identityFile: userKey }, {}],
      [{}, { agentSocket }],
    ] as const) {
      const prompts = new ScriptedPerson([password]);
      assert.equal(await whoAmI(open(sshd, target, { ...options, prompts })), 'spops');
      assert.deepEqual(prompts.asked, ['password of spops #1']);
    }
  });

  it('says so where nobody can be asked', async () => {
    await assert.rejects(whoAmI(open(passworded, {})), {
      kind: 'authentication',
      message: /Nobody is here to give a password\./,
    });
    const key = place.makeKey('locked-alone', 'ed25519', 'open sesame');
    const sshd = await startSshd(place, { hostKeys: [hostKey], authorized: `${key}.pub` });
    await assert.rejects(whoAmI(open(sshd, { identityFile: key })), { message: /ssh-add .*locked-alone/ });
  });

  it('names a key file that is not there', async () => {
    await assert.rejects(whoAmI(open(keyed, { identityFile: place.path('nothing') })), {
      kind: 'authentication',
      message: /nothing cannot be read: ENOENT/,
    });
  });

  it('asks one question for two nodes that need the same passphrase', async () => {
    const key = place.makeKey('locked-twice', 'ed25519', 'open sesame');
    const sshd = await startSshd(place, { hostKeys: [hostKey], authorized: `${key}.pub` });
    const prompts = new ScriptedPerson(['open sesame']);
    const environment = makeEnvironment({ place, prompts, acceptNewHostKey: true });
    const users = await Promise.all(
      ['spops', 'spopspw'].map((user) => whoAmI(open(sshd, { identityFile: key, user }, { place, ...environment }))),
    );
    assert.deepEqual(users, ['spops', 'spopspw']);
  });

  it('rejects with TransportError where no sshd listens', async () => {
    const sshd = await startSshd(place, { hostKeys: [hostKey] });
    await sshd.stop();
    await assert.rejects(
      whoAmI(open(sshd, {})),
      (error) =>
        error instanceof TransportError && error.kind === 'connect' && /refuses connections/.test(error.message),
    );
  });
});
