import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { TransportEnvironment } from '../environment';
import type { HostConfig } from './config';

/** Types of keys that ssh2 knows nothing of: certificates, and keys that only a security key holds. */
const unknownType = /^(\S+-cert-v\d+@openssh\.com|sk-\S+@openssh\.com)\s/;

/**
 * What this user could log in with that ssh2 does not understand, in words; undefined where there is none: a
 * certificate, beside a key, named in the configuration or held by the agent, or a security key.
 */
export async function findForeignKey(
  config: HostConfig,
  environment: TransportEnvironment,
): Promise<string | undefined> {
  const files = [
    ...config.certificateFiles,
    ...config.identityFiles.flatMap(({ file }) => [`${file}-cert.pub`, `${file}.pub`]),
  ];
  for (const file of files) {
    if (unknownType.test(await readFile(file, 'utf8').catch(() => ''))) {
      return file;
    }
  }
  const agentKey = (await listAgentKeys(config, environment)).find((line) => unknownType.test(line));
  return agentKey === undefined ? undefined : `the agent's key ${agentKey.split(' ').slice(2).join(' ')}`.trim();
}

/** One line a key, as `ssh-add -L` prints them; ssh2's own agent leaves out what it does not understand. */
function listAgentKeys({ identityAgent }: HostConfig, environment: TransportEnvironment): Promise<string[]> {
  if (identityAgent === undefined) {
    return Promise.resolve([]);
  }
  const env = { ...(environment.variables ?? process.env), SSH_AUTH_SOCK: identityAgent };
  return new Promise((resolve) => {
    execFile('ssh-add', ['-L'], { env, timeout: 10_000 }, (error, stdout) => {
      // An agent without keys is a failure to ssh-add; one that does not answer has been noted elsewhere.
      resolve(error === null ? stdout.split('\n') : []);
    });
  });
}
