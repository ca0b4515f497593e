import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import {
  createTransport,
  MemorySecretStore,
  QuestionQueue,
  type HostKeyQuestion,
  type KeyboardInteractiveQuestion,
  type NodeTarget,
  type NodeTransport,
  type PassphraseQuestion,
  type PasswordQuestion,
  type SshPrompts,
  type TransportEnvironment,
} from '../../client/src/transport';

export const password = 'right horse';

/** A folder of its own for one test file: keys, known_hosts, an ssh_config, the home of the client. */
export class Workplace {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'static-pods-ssh-'));
  private readonly stops: (() => Promise<void> | void)[] = [];

  constructor() {
    // sshd reads authorized keys with the rights of the user who logs in.
    chmodSync(this.folder, 0o711);
    this.write('ssh_config', '');
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text, { mode: 0o600 });
    return this.path(name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** A key pair made by ssh-keygen; returns the private file's path. */
  makeKey(name: string, type: 'ed25519' | 'rsa' | 'ecdsa' = 'ed25519', passphrase = ''): string {
    const file = this.path(name);
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', name, '-f', file]);
    return file;
  }

  /** What `ssh-keygen -l` says of a key file: `SHA256:…`. */
  fingerprint(file: string): string {
    return execFileSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' }).split(' ')[1] ?? '';
  }

  /** A line for known_hosts that holds the public half of a key file. */
  knownHostsLine(host: string, keyFile: string): string {
    return `${host} ${readFileSync(`${keyFile}.pub`, 'utf8').split(' ').slice(0, 2).join(' ')}\n`;
  }

  onEnd(stop: () => Promise<void> | void): void {
    this.stops.push(stop);
  }

  async end(): Promise<void> {
    for (const stop of this.stops.reverse()) {
      await stop();
    }
    rmSync(this.folder, { recursive: true });
  }
}

export interface RunningSshd {
  readonly port: number;
  /** Ends the listener; connections that stand live on. */
  stop(): Promise<void>;
  /** Kills the processes that serve connections, as a crash or a cut would. */
  dropConnections(): void;
  /** Lines that sshd has logged so far. */
  readonly log: readonly string[];
  /** Resolves with the first line, past or future, that matches. */
  logged(pattern: RegExp): Promise<string>;
}

export interface SshdOptions {
  /** Private host key files. */
  readonly hostKeys: readonly string[];
  /** A public key file that may log in as any user. */
  readonly authorized?: string;
  /** More lines of sshd_config; the first value of a keyword wins. */
  readonly lines?: readonly string[];
  readonly port?: number;
}

/** Runs a real sshd on loopback until the workplace ends. */
export async function startSshd(place: Workplace, options: SshdOptions): Promise<RunningSshd> {
  runSetup('install');
  const port = options.port ?? (await findFreePort());
  const config = place.write(
    `sshd_config_${String(port)}`,
    [
      ...(options.lines ?? []),
      `Port ${String(port)}`,
      'ListenAddress 127.0.0.1',
      ...options.hostKeys.map((file) => `HostKey ${file}`),
      `AuthorizedKeysFile ${options.authorized ?? 'none'}`,
      // The keys lie in a folder of root's below /tmp.
      'StrictModes no',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'UsePAM no',
      'PidFile none',
      'LogLevel VERBOSE',
      '',
    ].join('\n'),
  );
  const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const log: string[] = [];
  const watchers = new Set<(line: string) => void>();
  createInterface(child.stderr).on('line', (line) => {
    log.push(line);
    for (const watcher of watchers) {
      watcher(line);
    }
  });
  const logged = (pattern: RegExp) => {
    const past = log.find((line) => pattern.test(line));
    return past !== undefined
      ? Promise.resolve(past)
      : new Promise<string>((resolve) => {
          const watch = (line: string) => {
            if (pattern.test(line)) {
              watchers.delete(watch);
              resolve(line);
            }
          };
          watchers.add(watch);
        });
  };
  const dropConnections = () => {
    for (const pid of descendants(child)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        // It ended by itself in between.
        assert.equal((error as NodeJS.ErrnoException).code, 'ESRCH');
      }
    }
  };
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  };
  place.onEnd(async () => {
    dropConnections();
    await stop();
  });
  await Promise.race([
    logged(/^Server listening on /),
    once(child, 'exit').then(() => {
      throw new Error(`sshd ended: ${log.join('\n')}`);
    }),
  ]);
  return { port, stop, dropConnections, log, logged };
}

/** sshd's own processes below the listener (`sshd: root@notty`), not what runs in them. */
function descendants(child: ChildProcess): number[] {
  if (child.pid === undefined) {
    return [];
  }
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, ppid, comm]) => ({ pid: Number(pid), ppid: Number(ppid), comm: comm ?? '' }));
  const found: number[] = [];
  let parents = [child.pid];
  while (parents.length > 0) {
    parents = table.filter(({ ppid, comm }) => parents.includes(ppid) && comm.startsWith('sshd')).map(({ pid }) => pid);
    found.push(...parents);
  }
  return found;
}

export async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What was asked, and the answers to give, in order; a question without an answer left fails the test. */
export class ScriptedPerson implements SshPrompts {
  readonly asked: string[] = [];
  readonly hostKeys: HostKeyQuestion[] = [];
  readonly interactive: KeyboardInteractiveQuestion[] = [];

  constructor(private readonly answers: unknown[]) {}

  confirmHostKey(question: HostKeyQuestion) {
    this.hostKeys.push(question);
    return this.answer<'once' | 'remember' | 'reject' | undefined>(`host key of ${question.host}`);
  }

  password({ user, attempt }: PasswordQuestion) {
    return this.answer<string | undefined>(`password of ${user} #${String(attempt)}`);
  }

  passphrase({ file, attempt }: PassphraseQuestion) {
    return this.answer<string | undefined>(`passphrase of ${path.basename(file)} #${String(attempt)}`);
  }

  keyboardInteractive(question: KeyboardInteractiveQuestion) {
    this.interactive.push(question);
    return this.answer<readonly string[] | undefined>(
      `${question.prompts.map(({ text }) => text).join('|')} #${String(question.attempt)}`,
    );
  }

  sudoPassword({ user, attempt }: PasswordQuestion) {
    return this.answer<string | undefined>(`sudo password of ${user} #${String(attempt)}`);
  }

  private answer<T>(question: string): Promise<T> {
    this.asked.push(question);
    if (this.answers.length === 0) {
      throw new Error(`Nobody expected the question '${question}'`);
    }
    return Promise.resolve(this.answers.shift() as T);
  }
}

export interface ClientOptions extends Partial<TransportEnvironment> {
  readonly place: Workplace;
  readonly agentSocket?: string;
}

/** An environment that sees nothing of this machine's own ~/.ssh. */
export function makeEnvironment({ place, agentSocket, ...rest }: ClientOptions): TransportEnvironment {
  return {
    secrets: new MemorySecretStore(),
    questions: new QuestionQueue(),
    homeDirectory: place.folder,
    sshConfigFile: place.path('ssh_config'),
    variables: {
      PATH: process.env['PATH'],
      HOME: place.folder,
      ...(agentSocket === undefined ? {} : { SSH_AUTH_SOCK: agentSocket }),
    },
    ...rest,
  };
}

/** A transport that is disposed with the workplace. */
export function openTransport(target: NodeTarget, options: ClientOptions): NodeTransport {
  const transport = createTransport(target, makeEnvironment(options));
  options.place.onEnd(() => {
    transport.dispose();
  });
  return transport;
}

/** Runs setup.sh; the users are there until the workplace ends. */
export function makeUsers(place: Workplace): void {
  runSetup('up');
  place.onEnd(() => {
    runSetup('down');
  });
}

function runSetup(verb: 'install' | 'up' | 'down'): void {
  execFileSync('sh', ['test/ssh/setup.sh', verb], {
    env: { ...process.env, SPOPS_PASSWORD: password },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** A real ssh-agent that holds these keys. */
export async function startAgent(place: Workplace, keys: readonly string[]): Promise<string> {
  const socket = path.join(mkdtempSync(place.path('agent-')), 'socket');
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  place.onEnd(() => {
    child.kill();
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('ssh-agent ended');
    }),
  ]);
  for (const key of keys) {
    execFileSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
  }
  return socket;
}
