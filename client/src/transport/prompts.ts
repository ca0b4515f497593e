/**
 * The questions that a connection may have to ask a person. All text in them that a host chose is sanitized.
 * Each answer may be `undefined`: the person cancelled, and the command fails with TransportError('cancelled').
 * `signal` is aborted when the question is void (the connection died, nobody waits for it): take it off the screen.
 */
export interface SshPrompts {
  confirmHostKey(question: HostKeyQuestion): Promise<HostKeyAnswer | undefined>;
  password(question: PasswordQuestion): Promise<string | undefined>;
  passphrase(question: PassphraseQuestion): Promise<string | undefined>;
  /** One answer for each of `question.prompts`, in their order. */
  keyboardInteractive(question: KeyboardInteractiveQuestion): Promise<readonly string[] | undefined>;
  sudoPassword(question: PasswordQuestion): Promise<string | undefined>;
}

/** `once` trusts the key for this connection; `remember` also writes it to the user's known_hosts file. */
export type HostKeyAnswer = 'once' | 'remember' | 'reject';

export interface HostKeyQuestion {
  readonly signal: AbortSignal;
  /** As known_hosts names it: `node1` or `[node1]:2222`. */
  readonly host: string;
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, … */
  readonly keyType: string;
  /** As `ssh-keygen -l` prints it: `SHA256:…`. */
  readonly fingerprint: string;
  /** Keys of other types that known_hosts already holds for this host: a reason to be careful. */
  readonly otherKeys: readonly KnownKey[];
  /** Where `remember` would write; undefined where the configuration names no file to write to. */
  readonly knownHostsFile: string | undefined;
  /** More to say to the person, in whole sentences; may be empty. */
  readonly remarks: readonly string[];
}

export interface KnownKey {
  readonly keyType: string;
  readonly fingerprint: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface PasswordQuestion {
  readonly signal: AbortSignal;
  readonly host: string;
  readonly user: string;
  /** Counted from 1; above 1, the answer before was wrong. */
  readonly attempt: number;
}

export interface PassphraseQuestion {
  readonly signal: AbortSignal;
  /** The private key file. */
  readonly file: string;
  /** Counted from 1; above 1, the answer before was wrong. */
  readonly attempt: number;
}

export interface KeyboardInteractiveQuestion {
  readonly signal: AbortSignal;
  readonly host: string;
  readonly user: string;
  /** The host's words; may be empty. */
  readonly title: string;
  /** The host's words, may hold several lines; may be empty. */
  readonly instructions: string;
  readonly prompts: readonly KeyboardInteractivePrompt[];
  /** Counted from 1; above 1, the answers before were wrong. */
  readonly attempt: number;
}

export interface KeyboardInteractivePrompt {
  /** The host's words. */
  readonly text: string;
  /** Whether the answer may be seen while it is typed. */
  readonly echo: boolean;
}

/**
 * Where passwords and passphrases live between connections: memory, or VS Code's SecretStorage. A secret is stored
 * after it was right and deleted as soon as it is wrong. Keys look like `password ops@node1:22`,
 * `sudo ops@node1:22` and `passphrase /home/ops/.ssh/id_ed25519`.
 */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  set(key: string, secret: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** Secrets that end with this process. */
export class MemorySecretStore implements SecretStore {
  private readonly secrets = new Map<string, string>();

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.secrets.get(key));
  }

  set(key: string, secret: string): Promise<void> {
    this.secrets.set(key, secret);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.secrets.delete(key);
    return Promise.resolve();
  }
}
