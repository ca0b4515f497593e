import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import type { NodeTarget } from '../../../client/src/transport';
import { listConfiguredHosts } from '../../../client/src/transport';
import { interpretKeywords, parseDestination, parseOpenSshAnswer } from '../../../client/src/transport/ssh/config';
import { readConfigFiles } from '../../../client/src/transport/ssh/config-file';

const home = mkdtempSync(path.join(tmpdir(), 'static-pods-config-'));
mkdirSync(path.join(home, '.ssh'));

after(() => {
  rmSync(home, { recursive: true });
});

function write(name: string, text: string): string {
  const file = path.join(home, '.ssh', name);
  writeFileSync(file, text);
  return file;
}

async function read(text: string, host: string, user?: string) {
  return readConfigFiles({ host, user, homeDirectory: home, configFile: write('config', text) });
}

function interpret(answer: string, target: Partial<NodeTarget> = {}, variables: Record<string, string> = {}) {
  return interpretKeywords('alias', { name: 'alias', ...target }, parseOpenSshAnswer(answer), {
    homeDirectory: '/home/ops',
    variables,
  });
}

describe('interpretKeywords', () => {
  it('has defaults where nothing is said', () => {
    const config = interpret('');
    assert.equal(config.hostName, 'alias');
    assert.equal(config.port, 22);
    assert.equal(config.user, userInfo().username);
    assert.deepEqual(
      config.identityFiles.map(({ file, named }) => [path.basename(file), named]),
      ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'].map((name) => [name, false]),
    );
    assert.deepEqual(config.methods, ['publickey', 'keyboard-interactive', 'password']);
    assert.deepEqual([config.serverAliveInterval, config.serverAliveCountMax], [15, 3]);
    assert.deepEqual(config.proxy, { kind: 'none' });
    assert.equal(config.identityAgent, undefined);
    assert.equal(config.strictHostKeyChecking, 'ask');
    assert.deepEqual(config.userKnownHostsFiles, ['/home/ops/.ssh/known_hosts', '/home/ops/.ssh/known_hosts2']);
  });

  it('reads what ssh -G prints', () => {
    const config = interpret(
      [
        'user deploy',
        'hostname 10.0.0.7',
        'port 2222',
        'identityfile ~/.ssh/%r@%h',
        'identityfile ${KEYS}/%n',
        'identitiesonly yes',
        'identityagent $AGENT',
        'userknownhostsfile /a /b',
        'stricthostkeychecking true',
        'hashknownhosts yes',
        'connecttimeout 7',
        'serveraliveinterval 0',
        'passwordauthentication no',
        'preferredauthentications password,publickey,gssapi-with-mic',
        'proxyjump none',
        'proxycommand nc %h %p %%',
      ].join('\n'),
      {},
      { KEYS: '/keys', AGENT: '/agent.sock' },
    );
    assert.equal(config.user, 'deploy');
    assert.deepEqual(
      config.identityFiles.map(({ file }) => file),
      ['/home/ops/.ssh/deploy@10.0.0.7', '/keys/alias'],
    );
    assert.equal(config.identityAgent, '/agent.sock');
    assert.deepEqual(config.userKnownHostsFiles, ['/a', '/b']);
    assert.equal(config.strictHostKeyChecking, 'yes');
    assert.equal(config.connectTimeout, 7);
    assert.equal(config.serverAliveInterval, 15);
    assert.deepEqual(config.methods, ['publickey']);
    assert.deepEqual(config.proxy, { kind: 'command', command: 'nc 10.0.0.7 2222 %' });
  });

  it('takes a ConnectTimeout of 0, which is none to ssh, for the usual time', () => {
    assert.equal(interpret('connecttimeout 0').connectTimeout, 20);
  });

  it('reads the hops of a ProxyJump', () => {
    const { proxy } = interpret('proxyjump ops@first:2222,second,ssh://[2001:db8::1]:22');
    assert.deepEqual(proxy, {
      kind: 'jump',
      hops: [
        { name: 'first', host: 'first', user: 'ops', port: 2222 },
        { name: 'second', host: 'second' },
        { name: '[2001:db8::1]', host: '[2001:db8::1]', port: 22 },
      ],
    });
  });

  it("puts the target's key first and its known_hosts instead of the configured one", () => {
    const config = interpret('identityfile /configured\nuserknownhostsfile /configured_hosts', {
      identityFile: '~/mine',
      knownHostsFile: '~/hosts',
    });
    assert.deepEqual(config.identityFiles, [
      { file: '/home/ops/mine', named: true },
      { file: '/configured', named: true },
    ]);
    assert.deepEqual(config.userKnownHostsFiles, ['/home/ops/hosts']);
  });

  it('takes StrictHostKeyChecking no as accept-new: a changed key never connects', () => {
    assert.equal(interpret('stricthostkeychecking false').strictHostKeyChecking, 'accept-new');
  });

  it('uses no agent with IdentityAgent none', () => {
    assert.equal(interpret('', {}, { SSH_AUTH_SOCK: '/sock' }).identityAgent, '/sock');
    assert.equal(interpret('identityagent none', {}, { SSH_AUTH_SOCK: '/sock' }).identityAgent, undefined);
  });

  it('refuses a configured name that a ProxyCommand would run', () => {
    assert.throws(() => interpret('hostname a;reboot'), { kind: 'connect' });
    assert.throws(() => interpret('user $(reboot)'), { kind: 'connect' });
  });
});

describe('parseDestination', () => {
  for (const text of ['', 'ops@', '@']) {
    it(`refuses '${text}'`, () => {
      assert.throws(() => parseDestination(text), { kind: 'connect' });
    });
  }
});

describe('readConfigFiles', () => {
  it('takes the first value, collects IdentityFile, understands negation', async () => {
    const text = `Host !web1 web*\n  Port 1\nHost web*\n  Port 2\n  IdentityFile a\nHost *\n  Port 3\n  IdentityFile b\n`;
    const keywords = await read(text, 'web1');
    assert.deepEqual(keywords.get('port'), ['2']);
    assert.deepEqual(keywords.get('identityfile'), ['a', 'b']);
    assert.deepEqual((await read(text, 'web2')).get('port'), ['1']);
  });

  it('evaluates Match by user', async () => {
    const text = `Match user deploy\n  Port 5\nHost *\n  Port 6\n`;
    assert.deepEqual((await read(text, 'x', 'deploy')).get('port'), ['5']);
    assert.deepEqual((await read(text, 'x', 'other')).get('port'), ['6']);
  });

  it('keeps Host lines of an included file to that file', async () => {
    write('inner', 'Host somebody-else\n  Port 7\n');
    const keywords = await read(`Include inner\nPort 8\nHost y\n  Include inner\n  User deep\n`, 'y');
    assert.deepEqual([keywords.get('port'), keywords.get('user')], [['8'], ['deep']]);
  });

  it('reads an Include in a section only where the section applies', async () => {
    write('inner2', 'Port 9\n');
    const text = 'Host y\n  Include inner2\nHost *\n  Port 10\n';
    assert.deepEqual((await read(text, 'y')).get('port'), ['9']);
    assert.deepEqual((await read(text, 'z')).get('port'), ['10']);
  });

  it('reads files of a pattern in name order and minds none that is missing', async () => {
    mkdirSync(path.join(home, '.ssh', 'conf.d'));
    write('conf.d/20', 'Port 20\n');
    write('conf.d/10', 'Port 10\n');
    assert.deepEqual((await read('Include conf.d/* nothing/*\n', 'x')).get('port'), ['10']);
  });

  it('gives up on an Include that includes itself', async () => {
    const file = write('loop', 'Include loop\n');
    await assert.rejects(
      readConfigFiles({ host: 'x', user: undefined, homeDirectory: home, configFile: file }),
      /deeper than 16/,
    );
  });
});

describe('listConfiguredHosts', () => {
  it('lists the names that stand for one host, included ones too, each once', async () => {
    write('more', 'Host db1\n');
    const sshConfigFile = write('config', `Include more\nHost web1 web2 web*\nHost !x *\nMatch user y\nHost web1\n`);
    assert.deepEqual(await listConfiguredHosts({ homeDirectory: home, sshConfigFile }), ['db1', 'web1', 'web2']);
  });

  it('lists none where there is no file', async () => {
    assert.deepEqual(await listConfiguredHosts({ homeDirectory: path.join(home, 'nowhere') }), []);
  });
});
