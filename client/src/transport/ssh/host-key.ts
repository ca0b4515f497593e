import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import type { TransportEnvironment } from '../environment';
import type { KnownKey } from '../prompts';
import { quoteCommand } from '../quote';
import { cancelled } from '../running-command';
import { TransportError } from '../transport';
import type { HostConfig } from './config';
import { NeedsOpenSsh } from './errors';
import {
  findAuthority,
  fingerprintKey,
  formatKnownHostsLine,
  judgeHostKey,
  knownHostsName,
  knownKeyTypes,
  parseKnownHosts,
  readKeyType,
  type KnownHostsEntry,
} from './known-hosts';

/** The order in which ssh2 1.17 asks for host keys (its lib/protocol/constants.js). */
const usualAlgorithms: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];

/** The host key of one connection: which types to ask for, and whether to trust the one that is shown. */
export class HostKeyCheck {
  /** As known_hosts names the host. */
  readonly name: string;
  private readonly nameWithoutPort: string;
  private accepted: Buffer | undefined;
  private toRemember: Buffer | undefined;

  private constructor(
    private readonly config: HostConfig,
    private readonly environment: TransportEnvironment,
    private readonly entries: readonly KnownHostsEntry[],
  ) {
    const { hostKeyAlias, hostName, port } = config;
    this.nameWithoutPort = (hostKeyAlias ?? hostName).toLowerCase();
    this.name = hostKeyAlias === undefined ? knownHostsName(hostName, port) : this.nameWithoutPort;
  }

  /** Reads the known_hosts files. Rejects with TransportError('connect') where one is there and cannot be read. */
  static async load(config: HostConfig, environment: TransportEnvironment): Promise<HostKeyCheck> {
    const entries: KnownHostsEntry[] = [];
    for (const file of [...config.userKnownHostsFiles, ...config.globalKnownHostsFiles]) {
      entries.push(...parseKnownHosts(await readKnownHosts(file), file));
    }
    return new HostKeyCheck(config, environment, entries);
  }

  /** Types that are known for this host first: a host that shows another of its keys would look unknown. */
  algorithms(): ServerHostKeyAlgorithm[] {
    const known = knownKeyTypes(this.entries, [this.name, this.nameWithoutPort]).flatMap(algorithmsOf);
    return [...new Set([...known, ...usualAlgorithms])];
  }

  /**
   * Resolves where the key may be trusted. Rejects with TransportError('host-key-changed' | 'host-key-unknown' |
   * 'cancelled'). A later key exchange of the same connection shows the same key and asks nothing.
   */
  async verify(key: Buffer, signal: AbortSignal): Promise<void> {
    if (this.accepted?.equals(key) === true) {
      return;
    }
    const verdict = judgeHostKey(this.entries, this.name, this.nameWithoutPort, key);
    if (verdict.verdict === 'changed' || verdict.verdict === 'unknown') {
      this.leaveToOpenSsh();
    }
    switch (verdict.verdict) {
      case 'known':
        break;
      case 'revoked':
        throw new TransportError(
          'host-key-changed',
          `The key that ${this.name} shows (${describeKey(key)}) is marked as revoked in ${describePlace(verdict.entry)}. ` +
            'Do not connect before you know why: ask whoever runs the host for its new key.',
        );
      case 'changed':
        throw this.changedKey(key, verdict.entry);
      case 'unknown':
        await this.decideUnknown(key, verdict.others, verdict.authorities, signal);
        break;
    }
    this.accepted = key;
  }

  /**
   * Writes a key that the person wants remembered to known_hosts. Called when the key exchange is over, for only
   * then has the host proved that it holds the key.
   */
  async remember(): Promise<void> {
    const key = this.toRemember;
    const [file] = this.config.userKnownHostsFiles;
    if (key === undefined || file === undefined) {
      return;
    }
    this.toRemember = undefined;
    try {
      await appendLine(file, formatKnownHostsLine(this.name, key, this.config.hashKnownHosts));
    } catch (error) {
      throw new TransportError('connect', `The host key cannot be written to ${file}: ${(error as Error).message}`, {
        cause: error,
      });
    }
    this.environment.log?.(`Remembered the key of ${this.name} in ${file}: ${describeKey(key)}`);
  }

  /** Where a certificate authority is trusted for this host, its plain key need not be known. */
  private leaveToOpenSsh(): void {
    const authority = findAuthority(this.entries, [this.name, this.nameWithoutPort]);
    if (authority !== undefined && this.config.hasOpenSsh) {
      throw new NeedsOpenSsh(
        'host-key-unknown',
        `${describePlace(authority)} trusts a certificate authority for ${this.name}: OpenSSH has to connect.`,
      );
    }
  }

  private async decideUnknown(
    key: Buffer,
    others: readonly KnownHostsEntry[],
    authorities: readonly KnownHostsEntry[],
    signal: AbortSignal,
  ): Promise<void> {
    const { acceptNewHostKey, prompts, questions } = this.environment;
    const remarks: string[] = [];
    const [other] = others;
    if (other !== undefined) {
      remarks.push(
        `${describePlace(other)} already holds a ${other.keyType} key for this host, which the host does not offer any more.`,
      );
    }
    const [authority] = authorities;
    if (authority !== undefined) {
      remarks.push(
        `${describePlace(authority)} trusts a certificate authority for this host. ` +
          'Without an OpenSSH on this machine only a plain key can be checked.',
      );
    }
    const { strictHostKeyChecking } = this.config;
    if (strictHostKeyChecking === 'yes') {
      throw this.unknownKey(key, [...remarks, 'StrictHostKeyChecking is yes: add the key to known_hosts yourself.']);
    }
    // A host that has lost the key it was known by is no new host.
    if ((acceptNewHostKey === true || strictHostKeyChecking === 'accept-new') && other === undefined) {
      this.toRemember = key;
      return;
    }
    if (prompts === undefined) {
      throw this.unknownKey(key, [
        ...remarks,
        'Compare the fingerprint with the one that the host itself tells (`ssh-keygen -lf /etc/ssh/ssh_host_…_key.pub`), ' +
          'then connect once with ssh, or allow new keys (--accept-new-host-key).',
      ]);
    }
    const answer = await questions.ask(
      () =>
        prompts.confirmHostKey({
          signal,
          host: this.name,
          keyType: readKeyType(key) ?? 'unknown',
          fingerprint: fingerprintKey(key),
          otherKeys: others.map(toKnownKey),
          knownHostsFile: this.config.userKnownHostsFiles[0],
          remarks,
        }),
      signal,
    );
    switch (answer) {
      case 'once':
        return;
      case 'remember':
        this.toRemember = key;
        return;
      case 'reject':
        throw this.unknownKey(key, ['You did not accept it.']);
      case undefined:
        throw cancelled();
    }
  }

  private unknownKey(key: Buffer, remarks: readonly string[]): TransportError {
    return new TransportError(
      'host-key-unknown',
      [`The key of ${this.name} is not known: ${describeKey(key)}.`, ...remarks].join(' '),
    );
  }

  private changedKey(key: Buffer, entry: KnownHostsEntry): TransportError {
    const command = quoteCommand(['ssh-keygen', '-f', entry.file, '-R', this.name]);
    return new TransportError(
      'host-key-changed',
      `The key of ${this.name} has changed: it shows ${describeKey(key)}, but ${describePlace(entry)} holds ` +
        `${describeKey(entry.key)}. Somebody may be listening in, or the host was set up anew: ask whoever runs it. ` +
        `If the new key is right, remove the old one with \`${command}\` and connect again.`,
    );
  }
}

function algorithmsOf(keyType: string): ServerHostKeyAlgorithm[] {
  if (keyType === 'ssh-rsa') {
    return ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'];
  }
  return usualAlgorithms.filter((algorithm) => algorithm === keyType);
}

function describeKey(key: Buffer): string {
  return `${readKeyType(key) ?? 'a key'} ${fingerprintKey(key)}`;
}

function describePlace(entry: KnownHostsEntry): string {
  return `${entry.file}:${String(entry.line)}`;
}

function toKnownKey(entry: KnownHostsEntry): KnownKey {
  return { keyType: entry.keyType, fingerprint: fingerprintKey(entry.key), file: entry.file, line: entry.line };
}

async function readKnownHosts(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return '';
    }
    throw new TransportError('connect', `${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Appends one line, after a line break where the file's last line has none. New files are the user's alone. */
async function appendLine(file: string, line: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = size === 0 ? '\n' : (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString('latin1');
    await appendFile(handle, `${last === '\n' ? '' : '\n'}${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
