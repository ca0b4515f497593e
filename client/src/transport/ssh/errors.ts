import { sanitizeHostText } from '../host-text';
import { TransportError } from '../transport';
import type { HostConfig } from './config';

/** Something is needed that ssh2 does not know and OpenSSH does. Where there is no OpenSSH, it is a failure as any other. */
export class NeedsOpenSsh extends TransportError {}

/** For people and for the keys of stored secrets: `ops@node1:22`. */
export function describeHost(config: Pick<HostConfig, 'alias' | 'port' | 'user'>): string {
  return `${config.user}@${config.alias}:${String(config.port)}`;
}

/** Why no connection came about, in plain words. `error` is what the socket or ssh2 says. */
export function explainConnectFailure(config: HostConfig, error: NodeJS.ErrnoException): TransportError {
  return new TransportError('connect', connectFailureText(config, error), { cause: error });
}

/** Why a connection that stood is over. */
export function explainLoss(label: string, error: Error): TransportError {
  const why = /keepalive timeout/i.test(error.message)
    ? 'the host does not answer any more'
    : sanitizeHostText(error.message);
  return new TransportError('connect', `The connection to ${label} was lost: ${why}.`, { cause: error });
}

function connectFailureText(config: HostConfig, error: NodeJS.ErrnoException): string {
  const name = config.hostName === config.alias ? config.alias : `${config.alias} (${config.hostName})`;
  const port = String(config.port);
  switch (error.code ?? '') {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return `There is no address for the host ${name}. Check the name, or add it to ~/.ssh/config.`;
    case 'ECONNREFUSED':
      return `${name} refuses connections at port ${port}. Check that sshd runs there and the port is right.`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return `${name} cannot be reached at port ${port} (${error.code ?? ''}). Check the network, VPN and firewall.`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `${name} closed the connection at port ${port} before anything was agreed. Check that sshd runs there and lets this machine in.`;
    default:
      break;
  }
  const words = sanitizeHostText(error.message);
  if (/no matching/i.test(words)) {
    return `${name} and this program have no algorithm in common: ${words}. Its SSH server is too old or too strict.`;
  }
  return `Could not connect to ${name} at port ${port}: ${words}.`;
}
