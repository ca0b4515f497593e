import type { TransportEnvironment } from '../../environment';
import { sanitizeHostLine } from '../../host-text';
import type { HostConfig } from '../config';
import { describeHost } from '../errors';
import { asksForPassword } from '../password-prompt';

/**
 * What ssh asks; texts as openssh-portable 7.4 to 10 has them (sshconnect.c, sshconnect2.c, readpass.c). What the host
 * words itself stands behind `(user@host)`.
 */
type Question =
  | { readonly kind: 'passphrase'; readonly file: string }
  | { readonly kind: 'password'; readonly login: string }
  | { readonly kind: 'host-key'; readonly host: string; readonly keyType: string; readonly fingerprint: string }
  | { readonly kind: 'other'; readonly login: string; readonly text: string };

export function readQuestion(prompt: string): Question {
  const passphrase = /^Enter passphrase for (?:key )?'?([^\n]*?)'?: ?$/.exec(prompt)?.[1];
  if (passphrase !== undefined) {
    return { kind: 'passphrase', file: passphrase };
  }
  if (/\(yes\/no/.test(prompt)) {
    const host = /^The authenticity of host '([^']*?)(?: \([^)]*\))?' can't be established/.exec(prompt)?.[1] ?? '';
    const [, keyType = '', fingerprint = ''] = /^(\S+) key fingerprint is (SHA256:[\w+/]+)/m.exec(prompt) ?? [];
    return { kind: 'host-key', host, keyType, fingerprint };
  }
  const password = /^([^\s()]+@[^\s()]+)'s password: ?$/.exec(prompt)?.[1];
  if (password !== undefined) {
    return { kind: 'password', login: password };
  }
  const [, login = '', text = prompt] = /^\((\S+@\S+)\) ([\s\S]*)$/.exec(prompt) ?? [];
  return { kind: 'other', login, text };
}

/** Answers what ssh asks: from the store of secrets, else by the person. */
export class Answers {
  /** Why a question got no answer, in whole sentences. */
  readonly notes: string[] = [];
  /** The person closed a question. */
  isCancelled = false;
  private readonly used = new Map<string, string>();
  private readonly attempts = new Map<string, number>();

  constructor(
    private readonly config: HostConfig,
    private readonly environment: TransportEnvironment,
    private readonly signal: AbortSignal,
  ) {}

  /** Undefined: none, and ssh has to go on without. Throws what the person's side throws. */
  async answer(prompt: string): Promise<string | undefined> {
    const question = readQuestion(prompt);
    switch (question.kind) {
      case 'host-key':
        return this.confirmHostKey(question);
      case 'passphrase': {
        const { file } = question;
        return this.secret(`passphrase ${file}`, (prompts, attempt) =>
          prompts.passphrase({ signal: this.signal, file, attempt }),
        );
      }
      case 'password':
        return this.password(question.login);
      case 'other':
        return asksForPassword(question.text) ? this.password(question.login, question.text) : this.ask(question);
    }
  }

  /** To be called when the host has let the user in. */
  async keepSecrets(): Promise<void> {
    for (const [key, secret] of this.used) {
      await this.environment.secrets.set(key, secret);
    }
  }

  private password(login: string, text?: string): Promise<string | undefined> {
    const { config, signal } = this;
    const { host, user } = splitLogin(login, config);
    return this.secret(this.passwordKey(login), (prompts, attempt) =>
      text === undefined
        ? prompts.password({ signal, host, user, attempt })
        : prompts
            .keyboardInteractive({
              ...{ signal, host, user, attempt, title: '', instructions: '' },
              prompts: [{ text: sanitizeHostLine(text), echo: false }],
            })
            .then((answers) => answers?.[0]),
    );
  }

  /** A hop of a ProxyJump asks too: its password is its own. */
  private passwordKey(login: string): string {
    const { config } = this;
    const own = `${config.user}@${config.hostKeyAlias ?? config.hostName}`;
    return login === '' || login === own ? `password ${describeHost(config)}` : `password ${login}`;
  }

  private async ask({ login, text }: { readonly login: string; readonly text: string }): Promise<string | undefined> {
    const { signal } = this;
    const { host, user } = splitLogin(login, this.config);
    const attempt = this.count(text);
    const answers = await this.person(text, (prompts) =>
      prompts.keyboardInteractive({
        ...{ signal, host, user, attempt, title: '', instructions: '' },
        prompts: [{ text: sanitizeHostLine(text), echo: false }],
      }),
    );
    return answers?.[0];
  }

  /** The stored secret once, then what the person says. */
  private async secret(
    key: string,
    ask: (prompts: NonNullable<TransportEnvironment['prompts']>, attempt: number) => Promise<string | undefined>,
  ): Promise<string | undefined> {
    const { secrets } = this.environment;
    const stored = this.attempts.has(key) ? undefined : await secrets.get(key);
    if (stored !== undefined) {
      // Stored again when the host has taken it; a wrong one is gone.
      await secrets.delete(key);
      this.attempts.set(key, 0);
      this.used.set(key, stored);
      return stored;
    }
    this.used.delete(key);
    const attempt = this.count(key);
    const given = await this.person(key, (prompts) => ask(prompts, attempt));
    if (given !== undefined) {
      this.used.set(key, given);
    }
    return given;
  }

  private async confirmHostKey(question: Extract<Question, { kind: 'host-key' }>): Promise<string> {
    const answer = await this.person(`the key of ${question.host}`, (prompts) =>
      prompts.confirmHostKey({
        signal: this.signal,
        host: sanitizeHostLine(question.host),
        keyType: question.keyType,
        fingerprint: question.fingerprint,
        otherKeys: [],
        knownHostsFile: this.config.userKnownHostsFiles[0],
        remarks: ['OpenSSH itself connects here, and remembers each key that it takes: “once” is not to be had.'],
      }),
    );
    return answer === 'remember' ? 'yes' : 'no';
  }

  private async person<T>(
    what: string,
    ask: (prompts: NonNullable<TransportEnvironment['prompts']>) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const { prompts, questions } = this.environment;
    if (prompts === undefined) {
      this.notes.push(`Nobody is here to answer: ${sanitizeHostLine(what)}.`);
      return undefined;
    }
    const answer = await questions.ask(() => ask(prompts), this.signal);
    this.isCancelled ||= answer === undefined;
    return answer;
  }

  private count(key: string): number {
    const attempt = (this.attempts.get(key) ?? 0) + 1;
    this.attempts.set(key, attempt);
    return attempt;
  }
}

function splitLogin(login: string, config: HostConfig): { readonly host: string; readonly user: string } {
  const at = login.lastIndexOf('@');
  const host = at === -1 ? config.alias : login.slice(at + 1);
  const isOwn = host === (config.hostKeyAlias ?? config.hostName);
  return {
    host: sanitizeHostLine(isOwn ? config.alias : host),
    user: sanitizeHostLine(at === -1 ? config.user : login.slice(0, at)),
  };
}
