import { execFile } from 'node:child_process';
import { homedir, userInfo } from 'node:os';
import path from 'node:path';
import type { TransportEnvironment } from '../environment';
import { sanitizeHostText } from '../host-text';
import { TransportError, type NodeTarget } from '../transport';
import { readConfigFiles, type ConfigKeywords } from './config-file';
import { expandTilde, expandTokens, expandVariables, type TokenValues } from './expand';

/** All that ssh_config and the target say about one connection, resolved. Paths are absolute. */
export interface HostConfig {
  /** The host as it was named: an alias, a name, an address. */
  readonly alias: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  readonly identityFiles: readonly IdentityFile[];
  /** Certificates of the user, beside those that stand next to a key as `KEY-cert.pub`. */
  readonly certificateFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** The agent's socket. */
  readonly identityAgent: string | undefined;
  readonly userKnownHostsFiles: readonly string[];
  readonly globalKnownHostsFiles: readonly string[];
  readonly hostKeyAlias: string | undefined;
  readonly strictHostKeyChecking: 'yes' | 'accept-new' | 'ask';
  readonly hashKnownHosts: boolean;
  /** Seconds for the TCP connection and each answer of the host. */
  readonly connectTimeout: number;
  /** Seconds between two keepalives; 0: none. */
  readonly serverAliveInterval: number;
  readonly serverAliveCountMax: number;
  readonly addressFamily: 'any' | 'inet' | 'inet6';
  readonly methods: readonly AuthenticationMethod[];
  readonly passwordPrompts: number;
  readonly proxy: Proxy;
  /** This machine has an OpenSSH that can keep a connection for others. */
  readonly hasOpenSsh: boolean;
}

export interface IdentityFile {
  readonly file: string;
  /** Named by somebody, not one of OpenSSH's usual names: that it is missing is worth a word. */
  readonly named: boolean;
}

export type AuthenticationMethod = 'publickey' | 'keyboard-interactive' | 'password';

export type Proxy =
  | { readonly kind: 'none' }
  /** Each hop is reached through the one before. */
  | { readonly kind: 'jump'; readonly hops: readonly NodeTarget[] }
  /** Run by this machine's shell; its standard input and output are the connection. */
  | { readonly kind: 'command'; readonly command: string };

const defaultConnectTimeout = 20;
const defaultAliveInterval = 15;
const defaultAliveCountMax = 3;
const defaultMethods: readonly AuthenticationMethod[] = ['publickey', 'keyboard-interactive', 'password'];
const defaultIdentities = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'];

/**
 * Resolves a target. OpenSSH's own `ssh -G` is asked where there is one, because only it knows every keyword;
 * else the files are read here. Fields of the target win. Rejects with TransportError('connect').
 */
export async function resolveHostConfig(target: NodeTarget, environment: TransportEnvironment): Promise<HostConfig> {
  const host = (target.host ?? target.name).replace(/^\[(.*)\]$/, '$1');
  refuseUnsafe('host', host);
  if (target.user !== undefined) {
    refuseUnsafe('user', target.user);
  }
  const homeDirectory = environment.homeDirectory ?? homedir();
  const answer = await askOpenSsh(host, target, environment);
  const keywords =
    answer ??
    (await readConfigFiles({
      host,
      user: target.user,
      homeDirectory,
      configFile: environment.sshConfigFile,
    }).catch((error: unknown) => {
      throw new TransportError('connect', `Your SSH configuration cannot be read: ${(error as Error).message}`, {
        cause: error,
      });
    }));
  return interpretKeywords(host, target, keywords, {
    homeDirectory,
    variables: environment.variables ?? process.env,
    // OpenSSH for Windows shares no connections.
    hasOpenSsh: answer !== undefined && process.platform !== 'win32',
  });
}

/** Turns keywords into a HostConfig: defaults, tokens, the target's own fields. */
export function interpretKeywords(
  host: string,
  target: NodeTarget,
  keywords: ConfigKeywords,
  context: {
    readonly homeDirectory: string;
    readonly variables: Readonly<Record<string, string | undefined>>;
    readonly hasOpenSsh?: boolean;
  },
): HostConfig {
  const one = (name: string): string | undefined => keywords.get(name)?.[0];
  const port = target.port ?? readNumber(one('port')) ?? 22;
  const user = target.user ?? one('user') ?? userInfo().username;
  const configuredName = one('hostname');
  const early = { alias: host, hostName: host, port, user, hostKeyAlias: host, proxyJump: '', ...context };
  const hostName = configuredName === undefined ? host : expandTokens(configuredName, early);
  refuseUnsafe('host', hostName);
  refuseUnsafe('user', user);
  const hostKeyAlias = one('hostkeyalias');
  const proxyJump = one('proxyjump') ?? 'none';
  const tokens: TokenValues = {
    ...early,
    hostName,
    hostKeyAlias: hostKeyAlias ?? host,
    proxyJump: proxyJump === 'none' ? '' : proxyJump,
  };
  const toPath = (text: string): string | undefined => {
    const expanded = expandVariables(expandTokens(text, tokens), context.variables);
    return expanded === undefined ? undefined : path.resolve(expandTilde(expanded, context.homeDirectory));
  };
  const toPaths = (texts: readonly string[] | undefined): string[] =>
    (texts ?? []).filter((text) => text !== 'none').flatMap((text) => toPath(text) ?? []);
  const sshFolder = path.join(context.homeDirectory, '.ssh');
  return {
    alias: host,
    hostName,
    port,
    user,
    identityFiles: readIdentityFiles(target, keywords, sshFolder, toPath, context.homeDirectory),
    certificateFiles: toPaths(keywords.get('certificatefile')),
    identitiesOnly: isYes(one('identitiesonly')),
    identityAgent: readIdentityAgent(one('identityagent'), context.variables, toPath),
    userKnownHostsFiles:
      target.knownHostsFile !== undefined
        ? [path.resolve(expandTilde(target.knownHostsFile, context.homeDirectory))]
        : keywords.has('userknownhostsfile')
          ? toPaths(keywords.get('userknownhostsfile'))
          : [path.join(sshFolder, 'known_hosts'), path.join(sshFolder, 'known_hosts2')],
    globalKnownHostsFiles: keywords.has('globalknownhostsfile')
      ? toPaths(keywords.get('globalknownhostsfile'))
      : ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
    hostKeyAlias,
    strictHostKeyChecking: readStrictness(one('stricthostkeychecking')),
    hashKnownHosts: isYes(one('hashknownhosts')),
    // 0 is no limit to ssh (sshconnect.c, timeout_connect), and would be none at all here.
    connectTimeout: readNumber(one('connecttimeout'), 1) ?? defaultConnectTimeout,
    serverAliveInterval: readNumber(one('serveraliveinterval'), 1) ?? defaultAliveInterval,
    serverAliveCountMax: readNumber(one('serveralivecountmax')) ?? defaultAliveCountMax,
    addressFamily: readAddressFamily(one('addressfamily')),
    methods: readMethods(keywords),
    passwordPrompts: readNumber(one('numberofpasswordprompts'), 1) ?? 3,
    proxy: readProxy(proxyJump, one('proxycommand'), tokens),
    hasOpenSsh: context.hasOpenSsh ?? false,
  };
}

/** Reads `[user@]host[:port]` and `ssh://…`, as ProxyJump has them. */
export function parseDestination(text: string): NodeTarget {
  const match = /^(?:ssh:\/\/)?(?:([^@]*)@)?(\[[^\]]*\]|[^:]*|[^:]*:[^:]*:.*)(?::(\d+))?\/?$/.exec(text.trim());
  const host = match?.[2];
  if (match === null || host === undefined || host === '') {
    throw new TransportError('connect', `'${sanitizeHostText(text)}' is no host: write user@host:port.`);
  }
  return {
    name: host,
    host,
    ...(match[1] === undefined || match[1] === '' ? {} : { user: match[1] }),
    ...(match[3] === undefined ? {} : { port: Number(match[3]) }),
  };
}

/** Undefined where there is no `ssh` on PATH. */
async function askOpenSsh(
  host: string,
  target: NodeTarget,
  environment: TransportEnvironment,
): Promise<ConfigKeywords | undefined> {
  const args = ['-G'];
  if (environment.sshConfigFile !== undefined) {
    args.push('-F', environment.sshConfigFile);
  }
  if (target.port !== undefined) {
    args.push('-p', String(target.port));
  }
  if (target.user !== undefined) {
    args.push('-l', target.user);
  }
  if (target.identityFile !== undefined) {
    args.push('-i', target.identityFile.replaceAll('%', '%%'));
  }
  const env = environment.variables === undefined ? process.env : { ...environment.variables };
  return new Promise((resolve, reject) => {
    execFile('ssh', [...args, '--', host], { env, timeout: 30_000 }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(parseOpenSshAnswer(stdout));
      } else if (error.code === 'ENOENT') {
        resolve(undefined);
      } else {
        const words = sanitizeHostText(stderr);
        reject(
          new TransportError(
            'connect',
            `OpenSSH cannot use your SSH configuration: ${words === '' ? error.message : words}`,
            { cause: error },
          ),
        );
      }
    });
  });
}

/** The lines that `ssh -G` prints: a keyword in lower case, a blank, its value. */
export function parseOpenSshAnswer(text: string): ConfigKeywords {
  const keywords = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const blank = line.indexOf(' ');
    if (blank <= 0) {
      continue;
    }
    const name = line.slice(0, blank).toLowerCase();
    const value = line.slice(blank + 1);
    const values = /knownhostsfile$/.test(name) ? value.split(' ').filter((part) => part !== '') : [value];
    keywords.set(name, [...(keywords.get(name) ?? []), ...values]);
  }
  return keywords;
}

function readIdentityFiles(
  target: NodeTarget,
  keywords: ConfigKeywords,
  sshFolder: string,
  toPath: (text: string) => string | undefined,
  homeDirectory: string,
): IdentityFile[] {
  const usual = new Set(defaultIdentities.map((name) => path.join(sshFolder, name)));
  const named =
    target.identityFile === undefined ? [] : [path.resolve(expandTilde(target.identityFile, homeDirectory))];
  const configured = keywords.get('identityfile')?.filter((text) => text !== 'none');
  const files = [
    ...named,
    ...(configured === undefined ? (named.length > 0 ? [] : usual) : configured.flatMap((text) => toPath(text) ?? [])),
  ];
  return [...new Set(files)].map((file) => ({
    file,
    named: named.includes(file) || !(usual.has(file) || /\/id_(dsa|xmss)$/.test(file)),
  }));
}

function readIdentityAgent(
  value: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
  toPath: (text: string) => string | undefined,
): string | undefined {
  if (value === 'none') {
    return undefined;
  }
  if (value === undefined || value === 'SSH_AUTH_SOCK') {
    const socket = variables['SSH_AUTH_SOCK'];
    return socket !== undefined && socket !== ''
      ? socket
      : process.platform === 'win32'
        ? '\\\\.\\pipe\\openssh-ssh-agent'
        : undefined;
  }
  const variable = /^\$(\w+)$/.exec(value)?.[1];
  return variable === undefined ? toPath(value) : variables[variable];
}

/** `no` and `off` also connect to a host whose key has changed, which this product never does: taken as accept-new. */
function readStrictness(value: string | undefined): HostConfig['strictHostKeyChecking'] {
  switch (value?.toLowerCase() ?? 'ask') {
    case 'yes':
    case 'true':
      return 'yes';
    case 'accept-new':
    case 'no':
    case 'off':
    case 'false':
      return 'accept-new';
    default:
      return 'ask';
  }
}

function readAddressFamily(value: string | undefined): HostConfig['addressFamily'] {
  return value === 'inet' || value === 'inet6' ? value : 'any';
}

function readMethods(keywords: ConfigKeywords): AuthenticationMethod[] {
  const preferred = keywords.get('preferredauthentications')?.[0]?.split(',');
  const off = (name: string) => /^(no|false)$/i.test(keywords.get(name)?.[0] ?? '');
  const disabled: Record<AuthenticationMethod, boolean> = {
    publickey: off('pubkeyauthentication'),
    'keyboard-interactive': off('kbdinteractiveauthentication') || off('challengeresponseauthentication'),
    password: off('passwordauthentication'),
  };
  return (preferred ?? defaultMethods).filter(
    (name): name is AuthenticationMethod => isMethod(name) && !disabled[name],
  );
}

function isMethod(name: string): name is AuthenticationMethod {
  return (defaultMethods as readonly string[]).includes(name);
}

function readProxy(proxyJump: string, proxyCommand: string | undefined, tokens: TokenValues): Proxy {
  if (proxyJump !== 'none') {
    return { kind: 'jump', hops: proxyJump.split(',').map(parseDestination) };
  }
  if (proxyCommand === undefined || proxyCommand === 'none') {
    return { kind: 'none' };
  }
  return { kind: 'command', command: expandTokens(proxyCommand, tokens) };
}

function readNumber(value: string | undefined, least = 0): number | undefined {
  return value !== undefined && /^\d+$/.test(value) && Number(value) >= least ? Number(value) : undefined;
}

function isYes(value: string | undefined): boolean {
  return /^(yes|true)$/i.test(value ?? '');
}

/**
 * A host or user may come from a workspace's settings and ends up as an argument of ssh and, through %h and %r, in the
 * shell line of a ProxyCommand. OpenSSH 9.6 refuses the same characters for the same reason.
 */
function refuseUnsafe(what: 'host' | 'user', text: string): void {
  const unsafe = what === 'host' ? /[\s\p{Cc}'"`$\\;&<>|(){}]/u : /[\p{Cc}'"`;&<>|(){}]|\\$/u;
  if (text === '' || text.startsWith('-') || unsafe.test(text)) {
    throw new TransportError('connect', `'${sanitizeHostText(text)}' cannot be the name of a ${what}.`);
  }
}
