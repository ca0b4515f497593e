import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { MemorySecretStore } from '../../client/src/transport';
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

const script = 'id -u; cat';

describe('root through sudo over OpenSSH', () => {
  const place = new Workplace();
  const userKey = place.makeKey('user');
  const hostKey = place.makeKey('host');
  let sshd: RunningSshd;

  before(async () => {
    makeUsers(place);
    sshd = await startSshd(place, { hostKeys: [hostKey], authorized: `${userKey}.pub` });
  });
  after(() => place.end());

  function open(user: string, options: Partial<ClientOptions> = {}) {
    return openTransport(
      {
        name: 'node',
        host: '127.0.0.1',
        port: sshd.port,
        user,
        identityFile: userKey,
        knownHostsFile: place.path('known_hosts'),
      },
      { place, acceptNewHostKey: true, ...options },
    );
  }

  async function asRoot(transport: ReturnType<typeof open>, stdin = 'the input') {
    const result = await transport.exec({ argv: ['sh', '-c', script], asRoot: true, stdin });
    return { words: result.stdout.toString(), exitCode: result.exitCode, stderr: result.stderr.toString() };
  }

  it('does not use sudo where the user is root', async () => {
    const transport = open('root');
    assert.deepEqual(await asRoot(transport), { words: '0\nthe input', exitCode: 0, stderr: '' });
  });

  it('asks nothing where sudo asks nothing, and sends no password even if it has one', async () => {
    const secrets = new MemorySecretStore();
    await secrets.set(`sudo spops@127.0.0.1:${String(sshd.port)}`, 'not to be sent');
    const transport = open('spops', { secrets, prompts: new ScriptedPerson([]) });
    assert.deepEqual(await asRoot(transport), { words: '0\nthe input', exitCode: 0, stderr: '' });
  });

  it('stays the user where root is not asked for', async () => {
    const result = await open('spops').exec({ argv: ['id', '-un'] });
    assert.equal(result.stdout.toString(), 'spops\n');
  });

  it('asks for the password once, also for commands that start together, and keeps it', async () => {
    const secrets = new MemorySecretStore();
    const prompts = new ScriptedPerson(['wrong', password]);
    const transport = open('spopspw', { secrets, prompts });
    const results = await Promise.all([asRoot(transport, 'a'), asRoot(transport, 'b'), asRoot(transport, 'c')]);
    assert.deepEqual(
      results.map(({ words }) => words),
      ['0\na', '0\nb', '0\nc'],
    );
    assert.deepEqual(prompts.asked, ['sudo password of spopspw #1', 'sudo password of spopspw #2']);
    assert.equal((await asRoot(open('spopspw', { secrets, prompts: new ScriptedPerson([]) }))).words, '0\nthe input');
  });

  it('asks again on the same connection for a password that is to be forgotten', async () => {
    const secrets = new MemorySecretStore();
    const prompts = new ScriptedPerson([password, password]);
    const transport = open('spopspw', { secrets, prompts });
    assert.equal((await asRoot(transport)).exitCode, 0);
    await secrets.delete(`sudo spopspw@127.0.0.1:${String(sshd.port)}`);
    assert.equal((await asRoot(transport)).exitCode, 0);
    assert.deepEqual(prompts.asked, ['sudo password of spopspw #1'], 'the connection holds it');
    transport.forgetSecrets();
    assert.equal((await asRoot(transport)).exitCode, 0);
    assert.deepEqual(prompts.asked, ['sudo password of spopspw #1', 'sudo password of spopspw #1']);
  });

  it('hands input over as it comes, behind the password', async () => {
    const stream = new PassThrough();
    let answer = '';
    const heard = new PassThrough();
    const transport = open('spopspw', { prompts: new ScriptedPerson([password]) });
    const result = transport.exec({
      argv: ['cat'],
      asRoot: true,
      stdin: stream,
      onStdout: (chunk) => heard.write(chunk),
    });
    for (const line of ['one\n', 'two\n']) {
      stream.write(line);
      const [chunk] = (await once(heard, 'data')) as [Buffer];
      answer += chunk.toString('utf8');
    }
    stream.end();
    assert.deepEqual([(await result).exitCode, answer], [0, 'one\ntwo\n']);
  });

  it('gives the command its whole input and nothing of the password, also with a ticket that sudo has cached', async () => {
    // A ticket for all sessions of the user: the worst case, in which sudo would not read the password.
    const rule = '/etc/sudoers.d/static-pods-test-ticket';
    execFileSync('sh', ['-c', `umask 337; echo 'Defaults:spopspw timestamp_type=global' >${rule}`]);
    try {
      const prompts = new ScriptedPerson([password]);
      const transport = open('spopspw', { prompts });
      const ticket = await transport.exec({ argv: ['sudo', '-S', '-p', '', 'true'], stdin: `${password}\n` });
      assert.equal(ticket.exitCode, 0);
      assert.equal((await transport.exec({ argv: ['sudo', '-n', 'true'] })).exitCode, 0, 'the ticket is there');
      const input = 'first line\nsecond line\n';
      assert.equal((await asRoot(transport, input)).words, `0\n${input}`);
      assert.deepEqual(prompts.asked, ['sudo password of spopspw #1']);
    } finally {
      rmSync(rule);
    }
  });

  it('loses nothing that is typed as soon as a terminal is there', async () => {
    for (const user of ['root', 'spops', 'spopspw']) {
      const transport = open(user, { prompts: new ScriptedPerson([password]) });
      for (let run = 0; run < 10; run += 1) {
        const { drawn, exitCode } = await typeAtOnce(transport, 'a line\n');
        assert.deepEqual([exitCode, drawn.includes(password)], [7, false], drawn);
      }
    }
  });

  it('says so where sudo no longer takes the password for a terminal, and asks anew at the next', async () => {
    const transport = open('spopspw', { prompts: new ScriptedPerson([password, 'another one']) });
    await typeAtOnce(transport, 'x\n');
    const change = (to: string) => execFileSync('chpasswd', { input: `spopspw:${to}\n` });
    change('another one');
    try {
      await assert.rejects(typeAtOnce(transport, 'x\n'), { kind: 'sudo', message: /did not take the password/ });
      assert.equal((await typeAtOnce(transport, 'x\n')).exitCode, 7);
    } finally {
      change(password);
    }
  });

  /** Opens a terminal as root whose command ends with 7 when it has read one line. */
  async function typeAtOnce(transport: ReturnType<typeof open>, line: string) {
    let drawn = '';
    const terminal = await transport.openTerminal({
      argv: ['sh', '-c', 'read -r line && exit 7'],
      asRoot: true,
      size: { columns: 80, rows: 24 },
      onData: (chunk) => (drawn += chunk.toString('utf8')),
    });
    terminal.write(line);
    const { exitCode } = await terminal.ended;
    return { drawn, exitCode };
  }

  it('never shows the password to other processes', async () => {
    const transport = open('spopspw', { prompts: new ScriptedPerson([password]) });
    const result = await transport.exec({
      argv: ['sh', '-c', 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n"'],
      asRoot: true,
    });
    const seen = result.stdout.toString();
    assert.match(seen, /sudo/);
    assert.deepEqual(
      seen.split('\n').filter((line) => line.includes(password)),
      [],
    );
  });

  it('carries 10 MB to root', async () => {
    const transport = open('spopspw', { prompts: new ScriptedPerson([password]) });
    const bytes = Buffer.alloc(10 * 1024 * 1024, 'line\n');
    const result = await transport.exec({ argv: ['sha256sum'], asRoot: true, stdin: bytes });
    const expected = execFileSync('sha256sum', { input: bytes, encoding: 'utf8' });
    assert.equal(result.stdout.toString(), expected);
  });

  it('passes on how the command ended', async () => {
    const transport = open('spopspw', { prompts: new ScriptedPerson([password]) });
    const failed = await transport.exec({ argv: ['sh', '-c', 'echo no >&2; exit 1'], asRoot: true });
    assert.deepEqual([failed.exitCode, failed.stderr.toString()], [1, 'no\n']);
  });

  it('gives up after three wrong passwords, and where the person does', async () => {
    await assert.rejects(asRoot(open('spopspw', { prompts: new ScriptedPerson(['a', 'b', 'c']) })), {
      kind: 'sudo',
      message: /did not take the password of spopspw/,
    });
    await assert.rejects(asRoot(open('spopspw', { prompts: new ScriptedPerson([undefined]) })), { kind: 'cancelled' });
  });

  it('drops a stored password that is wrong', async () => {
    const secrets = new MemorySecretStore();
    const key = `sudo spopspw@127.0.0.1:${String(sshd.port)}`;
    await secrets.set(key, 'old');
    const prompts = new ScriptedPerson([password]);
    assert.equal((await asRoot(open('spopspw', { secrets, prompts }))).words, '0\nthe input');
    assert.equal(await secrets.get(key), password);
  });

  it('says so where the user may not use sudo', async () => {
    await assert.rejects(asRoot(open('spnosudo', { prompts: new ScriptedPerson([password]) })), {
      kind: 'sudo',
      message: /spnosudo may not use sudo on .*not in the sudoers file/,
    });
  });

  it('says so where sudo wants a terminal', async () => {
    await assert.rejects(asRoot(open('sptty')), { kind: 'sudo', message: /requiretty.*Defaults:sptty !requiretty/ });
  });

  it('says so where nobody can give the password, and where there is no sudo', async () => {
    await assert.rejects(asRoot(open('spopspw')), { kind: 'sudo', message: /nobody is here to give it.*NOPASSWD/ });
    const bare = await startSshd(place, {
      hostKeys: [hostKey],
      authorized: `${userKey}.pub`,
      // A PATH with what `id` needs and no sudo.
      lines: [`SetEnv PATH=${makePathWithoutSudo()}`],
    });
    const transport = openTransport(
      {
        name: 'node',
        host: '127.0.0.1',
        port: bare.port,
        user: 'spops',
        identityFile: userKey,
        knownHostsFile: place.path('known_hosts'),
      },
      { place, acceptNewHostKey: true },
    );
    await assert.rejects(asRoot(transport), { kind: 'sudo', message: /there is no sudo/ });
  });

  it('finds out anew when the rules have changed in between', async () => {
    const rules = '/etc/sudoers.d/static-pods-test';
    const before = readFileSync(rules, 'utf8');
    const prompts = new ScriptedPerson([password]);
    const transport = open('spops', { prompts });
    await asRoot(transport);
    const write = (text: string) => {
      execFileSync('sh', ['-c', `cat >${rules}.new && chmod 440 ${rules}.new && mv ${rules}.new ${rules}`], {
        input: text,
      });
    };
    try {
      write(before.replace('spops ALL=(ALL) NOPASSWD: ALL', 'spops ALL=(ALL) ALL'));
      await assert.rejects(asRoot(transport), { kind: 'sudo', message: /a password is required/ });
      assert.equal((await asRoot(transport)).words, '0\nthe input');
    } finally {
      write(before);
    }
  });

  function makePathWithoutSudo(): string {
    execFileSync('sh', [
      '-c',
      `mkdir -p ${place.path('bin')} && chmod 755 ${place.path('bin')} && for p in sh id cat env; do ln -sf "$(command -v $p)" ${place.path('bin')}/; done`,
    ]);
    return place.path('bin');
  }
});
