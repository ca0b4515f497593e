import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { Server, utils, type KeyboardAuthContext } from 'ssh2';
import {
  createTransport,
  MemorySecretStore,
  QuestionQueue,
  type KeyboardInteractiveQuestion,
  type NodeTransport,
  type SshPrompts,
  type TransportEnvironment,
} from '../../../client/src/transport';

const folder = mkdtempSync(path.join(tmpdir(), 'static-pods-login-'));
const ends: (() => void)[] = [];
writeFileSync(path.join(folder, 'ssh_config'), 'ConnectTimeout 1\n');

after(() => {
  for (const end of ends) {
    end();
  }
  rmSync(folder, { recursive: true });
});

async function listen(server: NetServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** An SSH server with the given questions, which lets in who answers them. */
async function startAsking(ask: (context: KeyboardAuthContext) => void): Promise<number> {
  const hostKey = utils.generateKeyPairSync('ed25519').private;
  const server = new Server({ hostKeys: [hostKey] }, (connection) => {
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => {
      if (context.method === 'keyboard-interactive') {
        ask(context);
      } else {
        context.reject(['keyboard-interactive']);
      }
    });
    connection.on('session', (accept) => {
      accept().on('exec', (acceptExec) => {
        const channel = acceptExec();
        channel.exit(0);
        channel.end();
      });
    });
  });
  return listen(server);
}

function open(port: number, prompts?: Partial<SshPrompts>): NodeTransport {
  const environment: TransportEnvironment = {
    secrets: new MemorySecretStore(),
    questions: new QuestionQueue(),
    acceptNewHostKey: true,
    homeDirectory: folder,
    sshConfigFile: path.join(folder, 'ssh_config'),
    variables: { PATH: process.env['PATH'] },
    ...(prompts === undefined ? {} : { prompts: prompts as SshPrompts }),
  };
  const transport = createTransport(
    { name: 'fake', host: '127.0.0.1', port, user: 'ops', knownHostsFile: path.join(folder, 'known_hosts') },
    environment,
  );
  ends.push(() => {
    transport.dispose();
  });
  return transport;
}

describe('logging in', () => {
  it('answers several questions of a host, in rounds, with their words made safe', async () => {
    const given: (readonly string[])[] = [];
    const port = await startAsking((context) => {
      context.prompt(
        [
          { prompt: 'Pass\u001b[2Jword:\u202e ', echo: false },
          { prompt: 'Code\n: ', echo: true },
        ],
        'Ti\u0007tle',
        'Line one\r\nline two\u0000',
        (first) => {
          given.push(first);
          context.prompt([{ prompt: 'Again: ', echo: false }], (second) => {
            given.push(second);
            context.accept();
          });
        },
      );
    });
    const asked: KeyboardInteractiveQuestion[] = [];
    const transport = open(port, {
      keyboardInteractive: (question) => {
        asked.push(question);
        return Promise.resolve(question.prompts.map(({ text }) => `answer to ${text}`));
      },
    });
    assert.equal((await transport.exec({ argv: ['true'] })).exitCode, 0);
    assert.deepEqual(
      asked.map(({ title, instructions, prompts }) => ({ title, instructions, prompts })),
      [
        {
          title: 'Title',
          instructions: 'Line one\nline two',
          prompts: [
            { text: 'Pass[2Jword:', echo: false },
            { text: 'Code :', echo: true },
          ],
        },
        { title: '', instructions: '', prompts: [{ text: 'Again:', echo: false }] },
      ],
    );
    assert.deepEqual(given, [['answer to Pass[2Jword:', 'answer to Code :'], ['answer to Again:']]);
  });

  it('keeps no one-time code', async () => {
    const port = await startAsking((context) => {
      context.prompt([{ prompt: 'One-time password: ', echo: false }], () => {
        context.accept();
      });
    });
    let asked = 0;
    const prompts: Partial<SshPrompts> = {
      keyboardInteractive: () => {
        asked += 1;
        return Promise.resolve(['123456']);
      },
    };
    const transport = open(port, prompts);
    await transport.exec({ argv: ['true'] });
    assert.equal(asked, 1);
  });

  it('takes the question off the screen when the host goes away meanwhile', async () => {
    const port = await startAsking((context) => {
      context.prompt([{ prompt: 'Password: ', echo: false }], () => undefined);
    });
    const transport = open(port, {
      keyboardInteractive: ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            resolve(undefined);
          });
          transport.dispose();
        }),
    });
    await assert.rejects(transport.exec({ argv: ['true'] }), { kind: 'cancelled' });
  });

  it('gives a silent host so much time as ConnectTimeout says', async () => {
    const port = await listen(createServer((socket) => socket.resume()));
    await assert.rejects(open(port).exec({ argv: ['true'] }), {
      kind: 'connect',
      message: /did not answer within 1 s.*ConnectTimeout/,
    });
  });

  it('does not count the time that a person takes', async () => {
    const port = await startAsking((context) => {
      context.prompt([{ prompt: 'Password: ', echo: false }], () => {
        context.accept();
      });
    });
    const transport = open(port, {
      keyboardInteractive: () =>
        new Promise((resolve) => {
          setTimeout(() => {
            resolve(['x']);
          }, 1500);
        }),
    });
    assert.equal((await transport.exec({ argv: ['true'] })).exitCode, 0);
  });

  it('says so where something else than SSH answers', async () => {
    const port = await listen(
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      }),
    );
    await assert.rejects(open(port).exec({ argv: ['true'] }), { kind: 'connect', message: /127\.0\.0\.1.*port/ });
  });

  it('gives a host behind a jump as much time, also where nothing answers there', async () => {
    const hostKey = utils.generateKeyPairSync('ed25519').private;
    const asked: string[] = [];
    const port = await listen(
      new Server({ hostKeys: [hostKey] }, (connection) => {
        connection.on('error', () => undefined);
        connection.on('authentication', (context) => context.accept());
        // As an sshd does while its own connection is on the way.
        connection.on('tcpip', (_accept, _reject, { destIP }) => asked.push(destIP));
      }),
    );
    const file = path.join(folder, 'jump_config');
    const known = path.join(folder, 'known_hosts');
    const jump = `Host jump\n  HostName 127.0.0.1\n  Port ${port}\n  User ops\n  UserKnownHostsFile ${known}\n`;
    const dead = 'Host dead\n  HostName 192.0.2.1\n  ProxyJump jump\n';
    writeFileSync(file, `${jump}${dead}Host *\n  ConnectTimeout 1\n`);
    const transport = createTransport(
      { name: 'dead' },
      {
        secrets: new MemorySecretStore(),
        questions: new QuestionQueue(),
        acceptNewHostKey: true,
        homeDirectory: folder,
        sshConfigFile: file,
        variables: { PATH: process.env['PATH'] },
      },
    );
    ends.push(() => {
      transport.dispose();
    });
    await assert.rejects(transport.exec({ argv: ['true'] }), {
      kind: 'connect',
      message: /^ops@jump:\d+ did not reach 192\.0\.2\.1 at port 22 within 1 s\. /,
    });
    assert.deepEqual(asked, ['192.0.2.1']);
  });
});
