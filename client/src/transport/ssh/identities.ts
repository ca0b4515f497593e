import { readFile } from 'node:fs/promises';
import { createAgent, utils, type BaseAgent, type ParsedKey, type PublicKeyEntry } from 'ssh2';
import type { QuestionQueue, TransportEnvironment } from '../environment';
import { cancelled } from '../running-command';
import { TransportError } from '../transport';
import type { HostConfig, IdentityFile } from './config';
import { fingerprintKey, readKeyType } from './known-hosts';

/** A key to log in with. Its private half is not touched until the host has said that it would take the key. */
export interface Identity {
  /** For messages: which key, from where. */
  readonly label: string;
  readonly publicKey: ParsedKey;
  /** `hash`: for RSA keys, as ssh2 names it. Rejects with TransportError where the key cannot be unlocked. */
  sign(data: Buffer, hash: SigningHash | undefined, signal: AbortSignal): Promise<Buffer>;
}

export type SigningHash = 'sha1' | 'sha256' | 'sha512';

export interface Identities {
  readonly identities: readonly Identity[];
  /** What could not be used and why, in whole sentences. */
  readonly notes: readonly string[];
}

const maxPassphraseAttempts = 3;

/**
 * Keys that were unlocked, by the text of their file, as long as the environment lives: to unlock one takes about a
 * second of work, because ssh2 derives OpenSSH's key in JavaScript.
 */
const unlockedKeys = new WeakMap<QuestionQueue, Map<string, ParsedKey>>();

/** From now on each needs its passphrase again. */
export function forgetUnlockedKeys({ questions }: TransportEnvironment): void {
  unlockedKeys.delete(questions);
}

/**
 * The keys to try: those that the configuration names, through the agent where it holds them; then the agent's other
 * keys unless IdentitiesOnly; then the files with usual names. Named files come before the agent's other keys, unlike
 * in ssh, because a host lets a client try few keys (MaxAuthTries, 6) and an agent may hold many.
 */
export async function collectIdentities(config: HostConfig, environment: TransportEnvironment): Promise<Identities> {
  const notes: string[] = [];
  const agentKeys = config.identityAgent === undefined ? [] : await listAgentKeys(config.identityAgent, notes);
  const files: FileIdentity[] = [];
  for (const identityFile of config.identityFiles) {
    const identity = await readIdentityFile(identityFile, environment);
    if (typeof identity === 'string') {
      notes.push(identity);
    } else if (identity !== undefined) {
      files.push(identity);
    }
  }
  const agentHolds = (file: FileIdentity) => agentKeys.some((key) => isSameKey(key.publicKey, file.publicKey));
  const isConfigured = (key: Identity) => files.some((file) => isSameKey(key.publicKey, file.publicKey));
  const usable = files.filter((file) => !agentHolds(file) && file.hasPrivateHalf);
  notes.push(
    ...files
      .filter((file) => !agentHolds(file) && !file.hasPrivateHalf && file.named)
      .map((file) => `${file.file} holds a public key only, and the agent does not hold its private half.`),
  );
  return {
    identities: [
      ...agentKeys.filter(isConfigured),
      ...usable.filter((file) => file.named),
      ...(config.identitiesOnly ? [] : agentKeys.filter((key) => !isConfigured(key))),
      ...usable.filter((file) => !file.named),
    ],
    notes,
  };
}

function isSameKey(one: ParsedKey, other: ParsedKey): boolean {
  return one.getPublicSSH().equals(other.getPublicSSH());
}

async function listAgentKeys(socket: string, notes: string[]): Promise<Identity[]> {
  const agent = createAgent(socket);
  const listed = await new Promise<readonly ParsedKey[] | Error>((resolve) => {
    agent.getIdentities((error, keys) => {
      resolve(error ?? (keys ?? []).flatMap((key) => parsePublicKey(withoutComment(key)) ?? []));
    });
  });
  if (listed instanceof Error) {
    notes.push(`The SSH agent at ${socket} does not answer.`);
    return [];
  }
  return listed.map((publicKey) => ({
    label: `agent key ${describe(publicKey)}`,
    publicKey,
    sign: (data, hash) => signWithAgent(agent, publicKey, data, hash),
  }));
}

/** A custom agent may wrap a key twice to add a comment, as ssh2's types allow. */
function withoutComment(key: Buffer | string | ParsedKey | PublicKeyEntry): Buffer | string | ParsedKey {
  if (typeof key !== 'object' || !('pubKey' in key)) {
    return key;
  }
  return 'pubKey' in key.pubKey ? key.pubKey.pubKey : key.pubKey;
}

async function signWithAgent(
  agent: BaseAgent,
  publicKey: ParsedKey,
  data: Buffer,
  hash: SigningHash | undefined,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    agent.sign(publicKey, data, hash === undefined ? {} : { hash }, (error, signature) => {
      if (signature === undefined) {
        reject(
          new TransportError('authentication', `The SSH agent would not sign with ${describe(publicKey)}.`, {
            cause: error,
          }),
        );
      } else {
        resolve(signature);
      }
    });
  });
}

interface FileIdentity extends Identity {
  readonly file: string;
  readonly named: boolean;
  /** False where only the public half is there: good for choosing a key of the agent. */
  readonly hasPrivateHalf: boolean;
}

/** Undefined where a file with a usual name is missing; a sentence where the file cannot be used. */
async function readIdentityFile(
  { file, named }: IdentityFile,
  environment: TransportEnvironment,
): Promise<FileIdentity | string | undefined> {
  const beside = parsePublicKey(await readOrReason(`${file}.pub`));
  const content = await readOrReason(file);
  if (!Buffer.isBuffer(content)) {
    if (beside !== undefined) {
      return new PublicHalf(file, named, beside);
    }
    return content.code === 'ENOENT' && !named ? undefined : `${file} cannot be read: ${content.message}.`;
  }
  const parsed = parseKey(content);
  if (!(parsed instanceof Error)) {
    return parsed.isPrivateKey() ? new OpenKeyFile(file, named, parsed) : new PublicHalf(file, named, parsed);
  }
  if (!/no passphrase given/.test(parsed.message)) {
    return (
      `${file} holds no private key in a format that is understood here. ` +
      (/-sk@openssh\.com|sk-(ssh|ecdsa)/.test(content.toString('latin1')) ||
      readPublicHalf(content)?.startsWith('sk-') === true
        ? 'A key of a security key works through the agent: run `ssh-add`.'
        : `Rewrite it with \`ssh-keygen -p -f ${file}\`.`)
    );
  }
  const publicKey = beside ?? parsePublicKey(readPublicBlob(content));
  if (publicKey === undefined) {
    return `${file} is encrypted and does not tell its public half. Make it with \`ssh-keygen -y -f ${file} > ${file}.pub\`.`;
  }
  return new LockedKeyFile(file, named, publicKey, content, environment);
}

class PublicHalf implements FileIdentity {
  readonly hasPrivateHalf = false;
  readonly label: string;

  constructor(
    readonly file: string,
    readonly named: boolean,
    readonly publicKey: ParsedKey,
  ) {
    this.label = `key file ${file}`;
  }

  sign(): Promise<Buffer> {
    return Promise.reject(new TransportError('authentication', `${this.file} holds a public key only.`));
  }
}

class OpenKeyFile implements FileIdentity {
  readonly hasPrivateHalf = true;
  readonly label: string;

  constructor(
    readonly file: string,
    readonly named: boolean,
    readonly publicKey: ParsedKey,
  ) {
    this.label = `key file ${file}`;
  }

  sign(data: Buffer, hash: SigningHash | undefined): Promise<Buffer> {
    return signWithKey(this.publicKey, data, hash);
  }
}

class LockedKeyFile implements FileIdentity {
  readonly hasPrivateHalf = true;
  readonly label: string;

  constructor(
    readonly file: string,
    readonly named: boolean,
    readonly publicKey: ParsedKey,
    private readonly content: Buffer,
    private readonly environment: TransportEnvironment,
  ) {
    this.label = `encrypted key file ${file}`;
  }

  async sign(data: Buffer, hash: SigningHash | undefined, signal: AbortSignal): Promise<Buffer> {
    return signWithKey(await this.unlock(signal), data, hash);
  }

  /** In the queue of questions, so that of several nodes with one key only the first asks. */
  private unlock(signal: AbortSignal): Promise<ParsedKey> {
    const { prompts, questions, secrets } = this.environment;
    const { file } = this;
    const secretKey = `passphrase ${file}`;
    const unlocked = unlockedKeys.get(questions) ?? new Map<string, ParsedKey>();
    unlockedKeys.set(questions, unlocked);
    const text = this.content.toString('latin1');
    const keep = (key: ParsedKey) => {
      unlocked.set(text, key);
      return key;
    };
    return questions.ask(async () => {
      const known = unlocked.get(text);
      if (known !== undefined) {
        return known;
      }
      const stored = await secrets.get(secretKey);
      if (stored !== undefined) {
        const key = parseKey(this.content, stored);
        if (!(key instanceof Error)) {
          return keep(key);
        }
        await secrets.delete(secretKey);
      }
      if (prompts === undefined) {
        throw new TransportError(
          'authentication',
          `${file} is encrypted, and nobody is here to give its passphrase. Add it to the agent with \`ssh-add ${file}\`.`,
        );
      }
      for (let attempt = 1; attempt <= maxPassphraseAttempts; attempt += 1) {
        signal.throwIfAborted();
        const passphrase = await prompts.passphrase({ signal, file, attempt });
        if (passphrase === undefined) {
          throw cancelled();
        }
        const key = parseKey(this.content, passphrase);
        if (!(key instanceof Error)) {
          await secrets.set(secretKey, passphrase);
          return keep(key);
        }
      }
      throw new TransportError(
        'authentication',
        `The passphrase of ${file} was wrong ${String(maxPassphraseAttempts)} times.`,
      );
    }, signal);
  }
}

function signWithKey(key: ParsedKey, data: Buffer, hash: SigningHash | undefined): Promise<Buffer> {
  // ssh2 returns an Error where its types promise a Buffer (lib/protocol/keyParser.js, sign).
  const signature: Buffer | Error = key.sign(data, hash);
  return signature instanceof Error
    ? Promise.reject(new TransportError('authentication', signature.message, { cause: signature }))
    : Promise.resolve(signature);
}

/** An Error where the text is no key or the passphrase is wrong or missing. An empty passphrase is wrong. */
function parseKey(content: Buffer | string | ParsedKey, passphrase?: string): ParsedKey | Error {
  // ssh2 gives a list for OpenSSH's own format, although its types do not say so.
  const parsed: ParsedKey | Error | readonly ParsedKey[] = utils.parseKey(
    content,
    passphrase === '' ? ' ' : passphrase,
  );
  if (!Array.isArray(parsed)) {
    return parsed;
  }
  return (parsed as readonly ParsedKey[])[0] ?? new Error('The file holds no key');
}

function parsePublicKey(
  content: Buffer | string | ParsedKey | undefined | NodeJS.ErrnoException,
): ParsedKey | undefined {
  if (content === undefined || content instanceof Error) {
    return undefined;
  }
  const parsed = parseKey(content);
  return parsed instanceof Error ? undefined : parsed;
}

async function readOrReason(file: string): Promise<Buffer | NodeJS.ErrnoException> {
  return readFile(file).catch((error: unknown) => error as NodeJS.ErrnoException);
}

/** As `ssh-keygen -l` tells a key: type, fingerprint, comment. */
function describe(key: ParsedKey): string {
  return [key.type, fingerprintKey(key.getPublicSSH()), key.comment].filter((part) => part !== '').join(' ');
}

/**
 * The public half out of a private key file of OpenSSH's own format, which holds it in the clear
 * (openssh-portable, PROTOCOL.key): magic, cipher, kdf, its options, the number of keys, the public key.
 */
function readPublicBlob(content: Buffer): Buffer | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*)-----END/.exec(content.toString('latin1'))?.[1];
  if (body === undefined) {
    return undefined;
  }
  const bytes = Buffer.from(body, 'base64');
  const magic = 'openssh-key-v1\0';
  if (bytes.toString('latin1', 0, magic.length) !== magic) {
    return undefined;
  }
  let at = magic.length;
  const readField = (): Buffer | undefined => {
    if (at + 4 > bytes.length) {
      return undefined;
    }
    const start = at + 4;
    const end = start + bytes.readUInt32BE(at);
    at = end;
    return end > bytes.length ? undefined : bytes.subarray(start, end);
  };
  for (let skipped = 0; skipped < 3; skipped += 1) {
    if (readField() === undefined) {
      return undefined;
    }
  }
  at += 4;
  return readField();
}

function readPublicHalf(content: Buffer): string | undefined {
  const blob = readPublicBlob(content);
  return blob === undefined ? undefined : readKeyType(blob);
}
