import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import {
  makeUsers,
  openTransport,
  password,
  ScriptedPerson,
  startSshd,
  Workplace,
  type ClientOptions,
  type RunningSshd,
} from './support';

/** What can stand in the way, on both sides of a ProxyJump of two real sshd's. */
describe('through a ProxyJump', () => {
  const place = new Workplace();
  const locked = place.makeKey('locked', 'ed25519', 'open sesame');
  const hostAuthority = place.makeKey('host-ca');
  const other = place.makeKey('other');
  const hostKey = place.makeKey('host');
  const jumpKey = place.makeKey('jump');
  let node: RunningSshd;
  let jump: RunningSshd;

  before(async () => {
    makeUsers(place);
    for (const key of [hostKey, jumpKey]) {
      execFileSync('ssh-keygen', ['-q', '-s', hostAuthority, '-I', 'test', '-h', '-n', '127.0.0.1', `${key}.pub`]);
    }
    const start = (key: string) =>
      startSshd(place, {
        hostKeys: [key],
        authorized: `${locked}.pub`,
        lines: ['PasswordAuthentication yes', `HostCertificate ${key}-cert.pub`],
      });
    node = await start(hostKey);
    jump = await start(jumpKey);
  });
  after(() => place.end());

  const line = (sshd: RunningSshd, key: string) => place.knownHostsLine(`[127.0.0.1]:${String(sshd.port)}`, key);

  /** The hop takes the key behind a passphrase, the node behind it a password. */
  async function whoAmI(knownHosts: string, options: Partial<ClientOptions>): Promise<string> {
    place.write('known_hosts', knownHosts);
    place.write(
      'ssh_config',
      `Host *
  HostName 127.0.0.1
  UserKnownHostsFile ${place.path('known_hosts')}
  GlobalKnownHostsFile /dev/null
  IdentitiesOnly yes
Host jump
  Port ${String(jump.port)}
  User root
  IdentityFile ${locked}
Host node
  Port ${String(node.port)}
  User spops
  IdentityFile none
  ProxyJump jump
`,
    );
    const transport = openTransport({ name: 'node' }, { place, ...options });
    const { stdout } = await transport.exec({ argv: ['id', '-un'] });
    return stdout.toString().trim();
  }

  it('a passphrase key, then a password user, with names in the clear', async () => {
    const prompts = new ScriptedPerson(['open sesame', password]);
    assert.equal(await whoAmI(line(node, hostKey) + line(jump, jumpKey), { prompts }), 'spops');
    assert.deepEqual(prompts.asked, ['passphrase of locked #1', 'password of spops #1']);
    assert.ok(jump.log.some((text) => text.includes('Accepted publickey for root')));
    assert.ok(node.log.some((text) => text.includes('Accepted password for spops')));
  });

  it('hosts whose names are hashed in known_hosts', async () => {
    place.write('known_hosts', line(node, hostKey) + line(jump, jumpKey));
    execFileSync('ssh-keygen', ['-q', '-H', '-f', place.path('known_hosts')], { stdio: 'ignore' });
    const hashed = place.read('known_hosts');
    assert.match(hashed, /^\|1\|.*\n\|1\|/);
    assert.equal(await whoAmI(hashed, { prompts: new ScriptedPerson(['open sesame', password]) }), 'spops');
  });

  it('hosts that are known by their certificate authority only', async () => {
    const prompts = new ScriptedPerson(['open sesame', password]);
    const authority = `@cert-authority ${place.knownHostsLine('[127.0.0.1]:*', hostAuthority)}`;
    assert.equal(await whoAmI(authority, { prompts }), 'spops');
    assert.deepEqual(prompts.asked, ['passphrase of locked #1', 'password of spops #1']);
  });

  it('one host known by its key, the other by its authority', async () => {
    const authority = `@cert-authority ${place.knownHostsLine('[127.0.0.1]:*', hostAuthority)}`;
    const prompts = new ScriptedPerson(['open sesame', password]);
    assert.equal(await whoAmI(line(jump, jumpKey) + authority, { prompts }), 'spops');
  });

  for (const [which, lines, tells] of [
    ['node', () => line(node, other) + line(jump, jumpKey), () => node.port],
    ['hop', () => line(node, hostKey) + line(jump, other), () => jump.port],
  ] as const) {
    it(`a changed key of the ${which} ends it`, async () => {
      const connecting = whoAmI(lines(), { prompts: new ScriptedPerson(['open sesame', password]) });
      await assert.rejects(connecting, {
        kind: 'host-key-changed',
        message: new RegExp(`The key of \\[127\\.0\\.0\\.1\\]:${String(tells())} has changed`),
      });
    });
  }
});
