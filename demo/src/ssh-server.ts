import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Server, utils, type AuthContext, type Connection, type ParsedKey, type ServerChannel } from 'ssh2';

export interface SshServerOptions {
  /** A private key in OpenSSH's format. */
  readonly hostKey: string;
  readonly user: string;
  /** The one key that may log in, as in an authorized_keys file. */
  readonly authorizedKey: string;
  /** Of the commands that sessions run. */
  readonly variables: Readonly<Record<string, string>>;
  readonly workingFolder: string;
  /** 0: any that is free. */
  readonly port: number;
}

const host = '127.0.0.1';

/** An SSH server on loopback for one key. Each command is run by this machine's `sh`, with the rights of this process. */
export class SshServer {
  private readonly server: Server;
  private readonly connections = new Set<Connection>();
  private readonly children = new Set<ChildProcess>();

  private constructor(private readonly options: SshServerOptions) {
    const authorized = utils.parseKey(options.authorizedKey);
    if (authorized instanceof Error) {
      throw authorized;
    }
    this.server = new Server({ hostKeys: [options.hostKey] }, (connection) => {
      this.connections.add(connection);
      connection.on('close', () => this.connections.delete(connection));
      // A client that breaks off is no fault of the server.
      connection.on('error', () => undefined);
      connection.on('authentication', (context) => {
        authenticate(context, options.user, authorized);
      });
      connection.on('session', (accept) => {
        accept().on('exec', (acceptExec, _reject, { command }) => {
          this.run(acceptExec(), command);
        });
      });
    });
  }

  static async listen(options: SshServerOptions): Promise<SshServer> {
    const server = new SshServer(options);
    server.server.listen(options.port, host);
    await once(server.server, 'listening');
    return server;
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host, port: (this.server.address() as AddressInfo).port };
  }

  async close(): Promise<void> {
    for (const child of this.children) {
      killGroup(child);
    }
    for (const connection of this.connections) {
      connection.end();
    }
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }

  private run(channel: ServerChannel, command: string): void {
    const { variables, workingFolder } = this.options;
    // In a session of its own, as sshd starts it.
    const child = spawn('sh', ['-c', command], { env: variables, cwd: workingFolder, detached: true });
    this.children.add(child);
    // A command that ends, or a client that goes, breaks pipes by right.
    for (const stream of [channel, channel.stderr, child.stdin, child.stdout, child.stderr]) {
      stream.on('error', () => undefined);
    }
    channel.pipe(child.stdin);
    child.stdout.pipe(channel, { end: false });
    child.stderr.pipe(channel.stderr, { end: false });
    // As with sshd a command outlives its channel, without input and output.
    channel.on('close', () => {
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
    });
    child.on('error', (error) => {
      channel.stderr.write(`${error.message}\n`);
      channel.exit(127);
      channel.end();
    });
    child.on('close', (code, signal) => {
      this.children.delete(child);
      if (signal === null) {
        channel.exit(code ?? 0);
      } else {
        channel.exit(signal.replace(/^SIG/, ''));
      }
      channel.end();
    });
  }
}

function authenticate(context: AuthContext, user: string, authorized: ParsedKey): void {
  if (context.method !== 'publickey' || context.username !== user) {
    context.reject(['publickey']);
    return;
  }
  const { key, signature, blob, hashAlgo } = context;
  const isRight =
    key.algo === authorized.type &&
    key.data.equals(authorized.getPublicSSH()) &&
    (signature === undefined || (blob !== undefined && authorized.verify(blob, signature, hashAlgo)));
  if (isRight) {
    context.accept();
  } else {
    context.reject(['publickey']);
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}
