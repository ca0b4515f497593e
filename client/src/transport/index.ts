import { homedir } from 'node:os';
import type { TransportEnvironment } from './environment';
import { LocalTransport } from './local';
import { listConfiguredHosts as listHostsOfFile } from './ssh/config-file';
import { SshTransport } from './ssh/transport';
import type { NodeTarget, NodeTransport } from './transport';

/** The way to a node. Nothing happens before the first command; `dispose` must be called in the end. */
export function createTransport(target: NodeTarget, environment: TransportEnvironment): NodeTransport {
  return target.local === true ? new LocalTransport(environment) : new SshTransport(target, environment);
}

/** The hosts of ~/.ssh/config. Rejects where that file is there and cannot be read or parsed. */
export function listConfiguredHosts(
  environment: Pick<TransportEnvironment, 'homeDirectory' | 'sshConfigFile'> = {},
): Promise<string[]> {
  return listHostsOfFile({
    homeDirectory: environment.homeDirectory ?? homedir(),
    configFile: environment.sshConfigFile,
  });
}

export { QuestionQueue, type TransportEnvironment } from './environment';
export * from './prompts';
export * from './transport';
