import { createHash, createHmac, randomBytes } from 'node:crypto';

/** One line of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHostsEntry {
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** The first field as written: patterns, or one hashed name. */
  readonly hosts: string;
  readonly keyType: string;
  /** The key in SSH's wire format. */
  readonly key: Buffer;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

export type HostKeyVerdict =
  | { readonly verdict: 'known'; readonly entry: KnownHostsEntry }
  | { readonly verdict: 'revoked'; readonly entry: KnownHostsEntry }
  /** Another key of this type is known. `entry`: the first such line. */
  | { readonly verdict: 'changed'; readonly entry: KnownHostsEntry }
  | {
      readonly verdict: 'unknown';
      /** Lines that hold this host's keys of other types. */
      readonly others: readonly KnownHostsEntry[];
      /** Lines that trust a certificate authority for this host. */
      readonly authorities: readonly KnownHostsEntry[];
    };

/** How known_hosts calls a host: `node1`, or `[node1]:2222` where the port is not 22; always in lower case. */
export function knownHostsName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${String(port)}`;
}

/** The entries of a file's text. Lines that are none are passed over, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): KnownHostsEntry[] {
  const entries: KnownHostsEntry[] = [];
  text.split('\n').forEach((content, index) => {
    const fields = content.trim().split(/[ \t]+/);
    const first = fields[0] ?? '';
    if (first === '' || first.startsWith('#')) {
      return;
    }
    const marker = first === '@revoked' ? 'revoked' : first === '@cert-authority' ? 'cert-authority' : 'none';
    if (marker === 'none' && first.startsWith('@')) {
      return;
    }
    const [hosts, keyType, encoded] = marker === 'none' ? fields : fields.slice(1);
    if (hosts === undefined || keyType === undefined || encoded === undefined) {
      return;
    }
    const key = Buffer.from(encoded, 'base64');
    if (readKeyType(key) === keyType) {
      entries.push({ marker, hosts, keyType, key, file, line: index + 1 });
    }
  });
  return entries;
}

/** Whether an entry's first field means this name (as `knownHostsName` gives it). */
export function matchesHost(entry: Pick<KnownHostsEntry, 'hosts'>, name: string): boolean {
  if (entry.hosts.startsWith('|')) {
    const [, scheme, salt, hash] = entry.hosts.split('|');
    return (
      scheme === '1' && salt !== undefined && hash !== undefined && hashName(name, Buffer.from(salt, 'base64')) === hash
    );
  }
  let matched = false;
  for (const pattern of entry.hosts.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (matchesPattern(negated ? pattern.slice(1) : pattern, name)) {
      if (negated) {
        return false;
      }
      matched = true;
    }
  }
  return matched;
}

/**
 * What known_hosts says about a key that a host shows, as OpenSSH judges it: a key of a type that is not known yet is
 * unknown, not changed. For a port other than 22 a line without the port is taken too, but only if the key is the same.
 */
export function judgeHostKey(
  entries: readonly KnownHostsEntry[],
  name: string,
  nameWithoutPort: string,
  key: Buffer,
): HostKeyVerdict {
  const keyType = readKeyType(key);
  const ours = entries.filter((entry) => matchesHost(entry, name));
  const revoked = ours.find((entry) => entry.marker === 'revoked' && entry.key.equals(key));
  if (revoked !== undefined) {
    return { verdict: 'revoked', entry: revoked };
  }
  const keys = ours.filter((entry) => entry.marker === 'none');
  const known =
    keys.find((entry) => entry.key.equals(key)) ??
    (keys.some((entry) => entry.keyType === keyType)
      ? undefined
      : entries.find(
          (entry) => entry.marker === 'none' && entry.key.equals(key) && matchesHost(entry, nameWithoutPort),
        ));
  if (known !== undefined) {
    return { verdict: 'known', entry: known };
  }
  const changed = keys.find((entry) => entry.keyType === keyType);
  if (changed !== undefined) {
    return { verdict: 'changed', entry: changed };
  }
  return { verdict: 'unknown', others: keys, authorities: ours.filter((entry) => entry.marker === 'cert-authority') };
}

/** The key types that are known for a host, each once, in the files' order. */
export function knownKeyTypes(entries: readonly KnownHostsEntry[], names: readonly string[]): string[] {
  const types = entries
    .filter((entry) => entry.marker === 'none' && names.some((name) => matchesHost(entry, name)))
    .map((entry) => entry.keyType);
  return [...new Set(types)];
}

/** The first line that trusts a certificate authority for one of these names. */
export function findAuthority(
  entries: readonly KnownHostsEntry[],
  names: readonly string[],
): KnownHostsEntry | undefined {
  return entries.find((entry) => entry.marker === 'cert-authority' && names.some((name) => matchesHost(entry, name)));
}

/** As `ssh-keygen -l` prints it: `SHA256:` and base64 without padding. */
export function fingerprintKey(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** A line for known_hosts, without a line break; `hashed` hides the name as HashKnownHosts does. */
export function formatKnownHostsLine(name: string, key: Buffer, hashed: boolean): string {
  const salt = randomBytes(20);
  const hosts = hashed ? `|1|${salt.toString('base64')}|${hashName(name, salt)}` : name;
  return `${hosts} ${readKeyType(key) ?? ''} ${key.toString('base64')}`;
}

/** The type that stands at the start of a key in SSH's wire format; undefined where the bytes are no key. */
export function readKeyType(key: Buffer): string | undefined {
  if (key.length < 4) {
    return undefined;
  }
  const length = key.readUInt32BE(0);
  return length === 0 || length > 64 || key.length < 4 + length ? undefined : key.toString('latin1', 4, 4 + length);
}

function hashName(name: string, salt: Buffer): string {
  return createHmac('sha1', salt).update(name).digest('base64');
}

/** `*` and `?` only: brackets are literal, they stand around a host that has a port. */
function matchesPattern(pattern: string, name: string): boolean {
  const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, (character) =>
    character === '*' ? '.*' : character === '?' ? '.' : `\\${character}`,
  );
  return new RegExp(`^${source}$`, 's').test(name);
}
