import type { TransportEnvironment } from '../../environment';
import type { NodeTarget } from '../../transport';
import type { HostConfig } from '../config';
import type { RemoteConnection } from '../connection';
import { describeHost } from '../errors';
import { Master } from './master';
import { MultiplexedConnection } from './multiplexer';

/**
 * Connects by the `ssh` of this machine, which knows what ssh2 does not: certificates of hosts and users, security keys,
 * GSSAPI. One login, and a channel of it for each command. Rejects with TransportError.
 */
export async function connectByOpenSsh(
  config: HostConfig,
  target: NodeTarget,
  environment: TransportEnvironment,
  signal: AbortSignal,
): Promise<RemoteConnection> {
  const master = await Master.start(config, target, environment, signal);
  return MultiplexedConnection.open(describeHost(config), master.socket, master, signal);
}
