import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { NodeTarget } from '../../client/src/transport';
import { openTransport, startAgent, startSshd, Workplace, type ClientOptions, type RunningSshd } from './support';

describe('ssh_config against OpenSSH', () => {
  const place = new Workplace();
  const userKey = place.makeKey('user');
  const hostKey = place.makeKey('host');
  const jumpHostKey = place.makeKey('jump-host');
  let sshd: RunningSshd;
  let jump: RunningSshd;

  before(async () => {
    sshd = await startSshd(place, { hostKeys: [hostKey], authorized: `${userKey}.pub` });
    jump = await startSshd(place, { hostKeys: [jumpHostKey], authorized: `${userKey}.pub` });
    place.write(
      'known_hosts_all',
      place.knownHostsLine(`[127.0.0.1]:${String(sshd.port)}`, hostKey) +
        place.knownHostsLine(`[127.0.0.1]:${String(jump.port)}`, jumpHostKey),
    );
  });
  after(() => place.end());

  /** What both nodes of these tests have in common, as a configuration says it. */
  const common = () => `
    User root
    IdentityFile ${userKey}
    UserKnownHostsFile ${place.path('known_hosts_all')}
    HostName 127.0.0.1
`;

  async function portOf(target: NodeTarget, options: Partial<ClientOptions> = {}): Promise<string> {
    const transport = openTransport(target, { place, ...options });
    const result = await transport.exec({ argv: ['sh', '-c', 'echo "$SSH_CONNECTION"'] });
    return result.stdout.toString().trim().split(' ').at(-1) ?? '';
  }

  /** Where there is no `ssh`, the files are read by this product itself. */
  const withoutSsh = () => {
    mkdirSync(place.path('empty'), { recursive: true });
    return { variables: { PATH: place.path('empty'), HOME: place.folder } };
  };

  for (const [how, options] of [
    ['ssh -G', () => ({})],
    ['no ssh on PATH', withoutSsh],
  ] as const) {
    it(`finds host name, port, user, key and known_hosts by an alias: ${how}`, async () => {
      place.write('ssh_config', `Host alias\n${common()}\n    Port ${String(sshd.port)}\n`);
      assert.equal(await portOf({ name: 'alias' }, options()), String(sshd.port));
    });

    it(`lets the target's own fields win: ${how}`, async () => {
      place.write(
        'ssh_config',
        `Host alias\n    Port 1\n    User nobody\n    IdentityFile /nowhere\n    HostName 127.0.0.1\n`,
      );
      const target = {
        name: 'alias',
        port: sshd.port,
        user: 'root',
        identityFile: userKey,
        knownHostsFile: place.path('known_hosts_all'),
      };
      assert.equal(await portOf(target, options()), String(sshd.port));
    });

    it(`follows Include, Match and tokens: ${how}`, async () => {
      execFileSync('cp', [userKey, place.path('id_for_alias')]);
      place.write('included', `Host alias\n    Port ${String(sshd.port)}\nHost other\n    Port 2\n`);
      place.write(
        'ssh_config',
        `Include ${place.folder}/inclu*\nMatch originalhost alias\n    IdentityFile ${place.folder}/id_for_%n\n` +
          `    User root\n    HostName 127.0.0.1\n    UserKnownHostsFile ${place.path('known_hosts_all')}\n` +
          `Host *\n    Port 3\n`,
      );
      assert.equal(await portOf({ name: 'alias' }, options()), String(sshd.port));
    });

    it(`goes through a ProxyJump and checks the key of each host: ${how}`, async () => {
      place.write(
        'ssh_config',
        `Host node\n    Port ${String(sshd.port)}\n    ProxyJump bastion\nHost bastion\n    Port ${String(jump.port)}\nHost *\n${common()}`,
      );
      const before = jump.log.length;
      assert.equal(await portOf({ name: 'node' }, options()), String(sshd.port));
      assert.ok(jump.log.slice(before).some((line) => line.startsWith('Accepted publickey')));

      place.write('known_hosts_changed', place.knownHostsLine(`[127.0.0.1]:${String(jump.port)}`, hostKey));
      const changed = { name: 'node', knownHostsFile: place.path('known_hosts_all') };
      place.write(
        'ssh_config',
        place
          .read('ssh_config')
          .replace('Host bastion\n', `Host bastion\n    UserKnownHostsFile ${place.path('known_hosts_changed')}\n`),
      );
      await assert.rejects(portOf(changed, options()), { kind: 'host-key-changed' });
    });

    it(`runs a ProxyCommand: ${how}`, async () => {
      place.write(
        'ssh_config',
        `Host node\n    Port ${String(sshd.port)}\n    ProxyCommand ${process.execPath} ${place.write('pipe.js', pipe)} %h %p\n${common()}`,
      );
      assert.equal(await portOf({ name: 'node' }, options()), String(sshd.port));
    });
  }

  it('goes through two hops, each reached through the one before', async () => {
    place.write(
      'ssh_config',
      `Host node\n    Port ${String(sshd.port)}\n    ProxyJump first,root@second\n` +
        `Host first\n    Port ${String(jump.port)}\nHost second\n    Port ${String(sshd.port)}\nHost *\n${common()}`,
    );
    const transport = openTransport({ name: 'node' }, { place });
    assert.equal((await transport.exec({ argv: ['echo', 'hi'] })).stdout.toString(), 'hi\n');
    transport.dispose();
    // Closing the node's connection closes the hops'.
    await jump.logged(/Disconnected from user root|Received disconnect/);
  });

  it('notices a lost connection also through a hop and through a ProxyCommand, and connects again', async () => {
    for (const proxy of [
      'ProxyJump bastion',
      `ProxyCommand ${process.execPath} ${place.write('pipe.js', pipe)} %h %p`,
    ]) {
      place.write(
        'ssh_config',
        `Host node\n    Port ${String(sshd.port)}\n    ${proxy}\nHost bastion\n    Port ${String(jump.port)}\nHost *\n${common()}`,
      );
      const transport = openTransport({ name: 'node' }, { place });
      const started = new Promise<void>((resolve) => {
        transport.onDidChangeState((state) => {
          if (state.state === 'connected' && state.commands === 1) {
            resolve();
          }
        });
      });
      const lost = assert.rejects(transport.exec({ argv: ['sleep', '1000'] }), {
        kind: 'connect',
        message: /was lost/,
      });
      await started;
      sshd.dropConnections();
      await lost;
      assert.equal((await transport.exec({ argv: ['echo', 'back'] })).stdout.toString(), 'back\n', proxy);
    }
  });

  it('says so where a ProxyCommand fails', async () => {
    place.write('ssh_config', `Host node\n    ProxyCommand sh -c "echo no way there >&2; exit 7"\n${common()}`);
    await assert.rejects(portOf({ name: 'node' }), {
      kind: 'connect',
      message: /the ProxyCommand ended with exit code 7: no way there/,
    });
  });

  it('says which hop cannot reach the next', async () => {
    const closed = await startSshd(place, { hostKeys: [hostKey] });
    await closed.stop();
    place.write(
      'ssh_config',
      `Host node\n    Port ${String(closed.port)}\n    ProxyJump bastion\nHost bastion\n    Port ${String(jump.port)}\nHost *\n${common()}`,
    );
    await assert.rejects(portOf({ name: 'node' }), {
      kind: 'connect',
      message: new RegExp(
        `root@bastion:${String(jump.port)} cannot reach 127\\.0\\.0\\.1 at port ${String(closed.port)}`,
      ),
    });
  });

  it('does not follow a ProxyJump round and round', async () => {
    place.write('ssh_config', 'Host a\n    ProxyJump b\nHost b\n    ProxyJump a\n');
    await assert.rejects(portOf({ name: 'a' }), { kind: 'connect', message: /circle/ });
  });

  it('tries no key of the agent beside the named ones with IdentitiesOnly', async () => {
    const agentSocket = await startAgent(place, [userKey]);
    const other = place.makeKey('other');
    place.write(
      'ssh_config',
      `Host node\n    Port ${String(sshd.port)}\n    IdentitiesOnly yes\n${common().replace(userKey, other)}`,
    );
    await assert.rejects(
      portOf({ name: 'node' }, { agentSocket }),
      (error: Error) => !error.message.includes('agent key'),
    );
    place.write(
      'ssh_config',
      `Host node\n    Port ${String(sshd.port)}\n    IdentitiesOnly yes\n    IdentityAgent ${agentSocket}\n${common().replace(userKey, `${userKey}.pub`)}`,
    );
    assert.equal(await portOf({ name: 'node' }), String(sshd.port), 'the public half chooses the key of the agent');
  });

  it('passes on what OpenSSH says about a configuration that it does not understand', async () => {
    place.write('ssh_config', 'NoSuchKeyword yes\n');
    await assert.rejects(portOf({ name: 'node' }), {
      kind: 'connect',
      message: /Bad configuration option: nosuchkeyword/,
    });
  });
});

/** What `nc` does, where it may not be installed. */
const pipe = `
const socket = require('node:net').connect(Number(process.argv[3]), process.argv[2]);
process.stdin.pipe(socket).pipe(process.stdout);
`;
