import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { settleUnlessAborted } from '../abort';
import type { TransportEnvironment } from '../environment';
import { sanitizeHostText } from '../host-text';
import type { NodeTarget } from '../transport';
import { TransportError } from '../transport';
import { resolveHostConfig, type HostConfig } from './config';
import { ChannelRefused, SshConnection, type Closable } from './connection';
import { describeHost } from './errors';
import { logIn } from './log-in';

/** More is a ProxyJump that leads back to itself. */
const maxHops = 8;

/** Connects and logs in, over the hops that the configuration names. Rejects with TransportError. */
export async function connect(
  config: HostConfig,
  environment: TransportEnvironment,
  signal: AbortSignal,
): Promise<SshConnection> {
  return connectFrom(config, environment, signal, 0);
}

async function connectFrom(
  config: HostConfig,
  environment: TransportEnvironment,
  signal: AbortSignal,
  depth: number,
): Promise<SshConnection> {
  const { proxy } = config;
  switch (proxy.kind) {
    case 'none':
      return new SshConnection(describeHost(config), await logIn(config, environment, signal, undefined), []);
    case 'command': {
      const command = startProxyCommand(proxy.command, environment);
      return logInOver(command.stream, config, environment, signal, [command]);
    }
    case 'jump': {
      const via = await connectThroughHops(proxy.hops, config, environment, signal, depth);
      const stream = await forwardTo(via, config, signal);
      return logInOver(stream, config, environment, signal, [via]);
    }
  }
}

/** The connection to the last hop; each hop but the first is reached through the one before, as `ssh -J` does. */
async function connectThroughHops(
  hops: readonly NodeTarget[],
  config: HostConfig,
  environment: TransportEnvironment,
  signal: AbortSignal,
  depth: number,
): Promise<SshConnection> {
  if (depth + hops.length > maxHops) {
    throw new TransportError(
      'connect',
      `ProxyJump of ${config.alias} leads over more than ${String(maxHops)} hosts. Check ~/.ssh/config for a circle.`,
    );
  }
  let last: SshConnection | undefined;
  for (const hop of hops) {
    const resolved = await resolveHostConfig(hop, environment);
    last =
      last === undefined
        ? await connectFrom(resolved, environment, signal, depth + 1)
        : await logInOver(await forwardTo(last, resolved, signal), resolved, environment, signal, [last]);
  }
  if (last === undefined) {
    throw new TransportError('connect', `ProxyJump of ${config.alias} names no host.`);
  }
  return last;
}

/** Closes what lies below where the login fails. */
async function logInOver(
  stream: Duplex,
  config: HostConfig,
  environment: TransportEnvironment,
  signal: AbortSignal,
  via: readonly Closable[],
): Promise<SshConnection> {
  try {
    return new SshConnection(describeHost(config), await logIn(config, environment, signal, stream), via);
  } catch (error) {
    for (const closable of via) {
      closable.close();
    }
    throw error;
  }
}

/** A host that drops packets is given up by the hop's sshd only after minutes: ConnectTimeout counts here too. */
async function forwardTo(via: SshConnection, config: HostConfig, signal: AbortSignal): Promise<Duplex> {
  const limit = AbortSignal.timeout(config.connectTimeout * 1000);
  try {
    signal.throwIfAborted();
    return await settleUnlessAborted(via.forward(config.hostName, config.port), AbortSignal.any([signal, limit]));
  } catch (error) {
    via.close();
    const place = `${config.hostName} at port ${String(config.port)}`;
    if (error instanceof ChannelRefused) {
      throw new TransportError('connect', `${via.label} cannot reach ${place}: ${error.message}.`, { cause: error });
    }
    throw limit.aborted && !signal.aborted
      ? new TransportError(
          'connect',
          `${via.label} did not reach ${place} within ${String(config.connectTimeout)} s. ` +
            'Check the network behind it, or raise ConnectTimeout.',
        )
      : error;
  }
}

/** Run by this machine's shell, as ssh does; the command line comes from the user's own configuration. */
function startProxyCommand(
  commandLine: string,
  environment: TransportEnvironment,
): Closable & { readonly stream: Duplex } {
  // exec, so that it is the command itself that is ended in the end, and not a shell before it.
  const line = process.platform === 'win32' ? commandLine : `exec ${commandLine}`;
  const child = spawn(line, { shell: true, stdio: ['pipe', 'pipe', 'pipe'] });
  // Not Duplex.from: the end of a pipe alone tells nothing, how the command ended comes a moment later.
  const stream = new Duplex({
    read() {
      child.stdout.resume();
    },
    write(chunk: Buffer, _encoding, done) {
      child.stdin.write(chunk, () => {
        done();
      });
    },
    final(done) {
      child.stdin.end(done);
    },
  });
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (chunk: Buffer) => {
    if (!stream.push(chunk)) {
      child.stdout.pause();
    }
  });
  // It may fail before anybody has begun to speak over it; who begins then finds it destroyed.
  stream.on('error', () => undefined);
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words = sanitizeHostText(`${words}${chunk.toString('utf8')}`);
    environment.log?.(`ProxyCommand: ${words}`);
  });
  child.on('error', (error) => {
    stream.destroy(error);
  });
  child.on('close', (code, signal) => {
    const how = signal ?? `exit code ${String(code)}`;
    stream.destroy(new Error(`the ProxyCommand ended with ${how}${words === '' ? '' : `: ${words}`}`));
  });
  return {
    stream,
    close() {
      stream.destroy();
      child.kill();
    },
  };
}
