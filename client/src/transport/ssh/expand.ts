import { createHash } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import path from 'node:path';

/** What the %-tokens of ssh_config(5), "TOKENS", stand for on one connection. */
export interface TokenValues {
  /** %n: the host as it was named. */
  readonly alias: string;
  /** %h */
  readonly hostName: string;
  /** %p */
  readonly port: number;
  /** %r */
  readonly user: string;
  /** %k: HostKeyAlias, or else the host as it was named. */
  readonly hostKeyAlias: string;
  /** %j: ProxyJump, or empty. */
  readonly proxyJump: string;
  /** %d */
  readonly homeDirectory: string;
}

/** Replaces %-tokens. One that ssh_config does not know stays as it is. */
export function expandTokens(text: string, values: TokenValues): string {
  return text.replace(/%([%CdhijkLlnpru])/g, (_token, letter: string) => expandToken(letter, values));
}

/** Replaces `${NAME}`. Undefined where such a variable is not set: OpenSSH refuses that too. */
export function expandVariables(
  text: string,
  variables: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const missing = [...text.matchAll(/\$\{([^}]*)\}/g)].some(([, name]) => variables[name ?? ''] === undefined);
  return missing ? undefined : text.replace(/\$\{([^}]*)\}/g, (_reference, name: string) => variables[name] ?? '');
}

/** `~` and `~/…`; another user's home (`~name/…`) is not looked up. */
export function expandTilde(file: string, homeDirectory: string): string {
  return file === '~' || file.startsWith('~/') ? path.join(homeDirectory, file.slice(1)) : file;
}

function expandToken(letter: string, values: TokenValues): string {
  switch (letter) {
    case '%':
      return '%';
    case 'C':
      return createHash('sha1')
        .update(`${hostname()}${values.hostName}${String(values.port)}${values.user}${values.proxyJump}`)
        .digest('hex');
    case 'd':
      return values.homeDirectory;
    case 'h':
      return values.hostName;
    case 'i':
      return String(userInfo().uid);
    case 'j':
      return values.proxyJump;
    case 'k':
      return values.hostKeyAlias;
    case 'L':
      return hostname().split('.')[0] ?? '';
    case 'l':
      return hostname();
    case 'n':
      return values.alias;
    case 'p':
      return String(values.port);
    case 'r':
      return values.user;
    default:
      return userInfo().username;
  }
}
