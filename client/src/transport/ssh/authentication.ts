import {
  BaseAgent,
  type AnyAuthMethod,
  type IdentityCallback,
  type ParsedKey,
  type Prompt,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';
import type { TransportEnvironment } from '../environment';
import { sanitizeHostLine, sanitizeHostText } from '../host-text';
import { cancelled } from '../running-command';
import { TransportError } from '../transport';
import { findForeignKey } from './certificates';
import type { AuthenticationMethod, HostConfig } from './config';
import { NeedsOpenSsh } from './errors';
import { collectIdentities, type Identity } from './identities';
import { asksForPassword } from './password-prompt';

/** What a host answers to an attempt that it did not take. */
export interface HostAnswer {
  /** The methods that can go on from here. */
  readonly methods: readonly string[];
}

export interface AuthenticationContext {
  readonly config: HostConfig;
  readonly environment: TransportEnvironment;
  /** `ops@node1:22`. */
  readonly label: string;
  /** Aborted when the connection ends. */
  readonly signal: AbortSignal;
  /** Called around everything that waits for a person, so that no clock runs meanwhile. */
  readonly waitForPerson: <T>(wait: () => Promise<T>) => Promise<T>;
  /** Ends the connection with this error. */
  readonly fail: (error: unknown) => void;
}

/**
 * The attempts to log in, in ssh's order. `attempts` yields one after the other; each `next` brings the host's answer
 * to the one before. It ends when nothing is left to try.
 */
export class Authentication {
  private readonly tried: string[] = [];
  private readonly notes: string[] = [];
  private offered: readonly string[] = [];
  private asked = 0;
  /** Stored once the host has taken it. */
  private password: string | undefined;
  private readonly passwordKey: string;

  constructor(private readonly context: AuthenticationContext) {
    this.passwordKey = `password ${context.label}`;
  }

  /** Attempts that the host has seen. */
  get count(): number {
    return this.tried.length;
  }

  async *attempts(): AsyncGenerator<AnyAuthMethod, void, HostAnswer> {
    const { config } = this.context;
    const username = config.user;
    let answer = yield { type: 'none', username };
    this.offered = answer.methods;
    const exhausted = new Set<AuthenticationMethod>();
    for (;;) {
      const method = config.methods.find((name) => answer.methods.includes(name) && !exhausted.has(name));
      if (method === undefined) {
        if (exhausted.has('publickey')) {
          await this.leaveToOpenSsh();
        }
        return;
      }
      const before = answer.methods;
      if (method !== 'publickey' && exhausted.has('publickey')) {
        await this.leaveToOpenSsh();
      }
      switch (method) {
        case 'publickey':
          answer = yield* this.tryKeys(answer);
          break;
        case 'keyboard-interactive':
          answer = yield* this.tryKeyboardInteractive(answer);
          break;
        case 'password':
          answer = yield* this.tryPassword(answer);
          break;
      }
      // Fewer methods than before: the host took this one and wants a further factor.
      if (!isPartialSuccess(before, answer.methods)) {
        exhausted.add(method);
      }
    }
  }

  /** Before anybody is asked for a password, and before giving up: OpenSSH may have a key that ssh2 does not know. */
  private async leaveToOpenSsh(): Promise<void> {
    const { config, environment, label } = this.context;
    const key = config.hasOpenSsh ? await findForeignKey(config, environment) : undefined;
    if (key !== undefined) {
      throw new NeedsOpenSsh('authentication', `${label} may let ${config.user} in by ${key}: OpenSSH has to connect.`);
    }
  }

  /** To be called when the host has let the user in. */
  async keepSecrets(): Promise<void> {
    if (this.password !== undefined) {
      await this.context.environment.secrets.set(this.passwordKey, this.password);
    }
  }

  /** Why nothing worked; `said`: the host's own words where it ended the connection. */
  failure(said: string | undefined): TransportError {
    const { label, config } = this.context;
    const tried = this.tried.length === 0 ? 'nothing could be tried' : `tried: ${this.tried.join('; ')}`;
    const offered = this.offered.length === 0 ? '' : ` The host offers: ${this.offered.join(', ')}.`;
    const notes = this.notes.length === 0 ? '' : ` ${this.notes.join(' ')}`;
    const tooMany =
      said !== undefined && /too many/i.test(said)
        ? ' A host takes only a few attempts a connection (MaxAuthTries): name the right key with IdentityFile and ' +
          'set IdentitiesOnly in ~/.ssh/config.'
        : '';
    const ended = said === undefined ? '' : ` The host ended the connection: ${sanitizeHostText(said)}.`;
    return new TransportError(
      'authentication',
      `${label} did not let ${config.user} in (${tried}).${ended}${tooMany}${offered}${notes}` +
        (tooMany === '' ? ' Check the user, and that the host knows the key (~/.ssh/authorized_keys there).' : ''),
    );
  }

  private async *tryKeys(first: HostAnswer): AsyncGenerator<AnyAuthMethod, HostAnswer, HostAnswer> {
    const { config, environment, signal, waitForPerson, fail } = this.context;
    const { identities, notes } = await waitForPerson(() => collectIdentities(config, environment));
    this.notes.push(...notes);
    if (identities.length === 0) {
      this.notes.push('No key was found to log in with.');
    }
    let answer = first;
    for (const identity of identities) {
      this.tried.push(identity.label);
      const agent = new IdentityAgent(identity, signal, waitForPerson, (error) => {
        if (error instanceof TransportError && error.kind !== 'cancelled') {
          this.notes.push(error.message);
        } else {
          fail(error);
        }
      });
      answer = yield { type: 'agent', username: config.user, agent };
      if (agent.signed) {
        // ssh2 keeps the host's answer to an agent's key to itself (lib/client.js, USERAUTH_FAILURE): it may have
        // been a partial success. Asking with 'none' brings the methods that are left.
        answer = yield { type: 'none', username: config.user };
        if (isPartialSuccess(first.methods, answer.methods)) {
          return answer;
        }
      }
    }
    return answer;
  }

  private async *tryPassword(first: HostAnswer): AsyncGenerator<AnyAuthMethod, HostAnswer, HostAnswer> {
    let answer = first;
    for (;;) {
      const password = await this.nextPassword();
      if (password === undefined) {
        return answer;
      }
      this.tried.push('password');
      this.password = password;
      answer = yield { type: 'password', username: this.context.config.user, password };
      if (isPartialSuccess(first.methods, answer.methods)) {
        return answer;
      }
      this.password = undefined;
    }
  }

  /** The stored password once, then what the person says; undefined when the attempts are used up. */
  private async nextPassword(): Promise<string | undefined> {
    const stored = await this.takeStoredPassword();
    if (stored !== undefined) {
      return stored;
    }
    const { config, environment, signal, waitForPerson } = this.context;
    const { prompts, questions } = environment;
    if (prompts === undefined) {
      this.notes.push('Nobody is here to give a password.');
      return undefined;
    }
    if (this.asked >= config.passwordPrompts) {
      return undefined;
    }
    this.asked += 1;
    const attempt = this.asked;
    const password = await waitForPerson(() =>
      questions.ask(() => prompts.password({ signal, host: config.alias, user: config.user, attempt }), signal),
    );
    if (password === undefined) {
      throw cancelled();
    }
    return password;
  }

  private async takeStoredPassword(): Promise<string | undefined> {
    const { secrets } = this.context.environment;
    const stored = await secrets.get(this.passwordKey);
    if (stored !== undefined) {
      // Stored again when the host has taken it; a wrong one is gone.
      await secrets.delete(this.passwordKey);
    }
    return stored;
  }

  private async *tryKeyboardInteractive(first: HostAnswer): AsyncGenerator<AnyAuthMethod, HostAnswer, HostAnswer> {
    const { config, environment, fail } = this.context;
    if (environment.prompts === undefined && (await environment.secrets.get(this.passwordKey)) === undefined) {
      this.notes.push("Nobody is here to answer the host's questions (keyboard-interactive).");
      return first;
    }
    let answer = first;
    while (this.asked < config.passwordPrompts) {
      this.tried.push('keyboard-interactive');
      const round = { answered: false };
      answer = yield {
        type: 'keyboard-interactive',
        username: config.user,
        prompt: (title, instructions, _language, prompts, finish) => {
          round.answered = true;
          this.answerHost(title, instructions, prompts).then(finish, fail);
        },
      };
      // A host that refuses before it has asked anything would refuse for ever.
      if (isPartialSuccess(first.methods, answer.methods) || !round.answered) {
        return answer;
      }
      this.password = undefined;
      if (environment.prompts === undefined) {
        return answer;
      }
    }
    return answer;
  }

  private async answerHost(title: string, instructions: string, prompts: readonly Prompt[]): Promise<string[]> {
    const { config, environment, signal, waitForPerson } = this.context;
    const [only] = prompts;
    const isPassword = prompts.length === 1 && only !== undefined && only.echo !== true && asksForPassword(only.prompt);
    const stored = isPassword ? await this.takeStoredPassword() : undefined;
    if (stored !== undefined) {
      this.password = stored;
      return [stored];
    }
    const person = environment.prompts;
    if (person === undefined) {
      throw this.failure(undefined);
    }
    this.asked += 1;
    const attempt = this.asked;
    const answers = await waitForPerson(() =>
      environment.questions.ask(
        () =>
          person.keyboardInteractive({
            signal,
            host: config.alias,
            user: config.user,
            title: sanitizeHostLine(title),
            instructions: sanitizeHostText(instructions),
            prompts: prompts.map(({ prompt, echo }) => ({ text: sanitizeHostLine(prompt), echo: echo === true })),
            attempt,
          }),
        signal,
      ),
    );
    if (answers === undefined) {
      throw cancelled();
    }
    if (isPassword) {
      this.password = answers[0];
    }
    return [...answers];
  }
}

/** Shows ssh2 one identity as if it were an agent, the only way in which it waits for a signature. */
class IdentityAgent extends BaseAgent<ParsedKey> {
  /** The host knows the key, wanted a signature and got one. */
  signed = false;

  constructor(
    private readonly identity: Identity,
    private readonly signal: AbortSignal,
    private readonly waitForPerson: AuthenticationContext['waitForPerson'],
    private readonly report: (error: unknown) => void,
  ) {
    super();
  }

  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    done(undefined, [this.identity.publicKey]);
  }

  override sign(
    _publicKey: ParsedKey,
    data: Buffer,
    optionsOrDone: SigningRequestOptions | SignCallback,
    done?: SignCallback,
  ): void {
    const options = typeof optionsOrDone === 'function' ? {} : optionsOrDone;
    const answer = typeof optionsOrDone === 'function' ? optionsOrDone : done;
    // A passphrase may be asked for here, or a security key may wait for a touch.
    this.waitForPerson(() => this.identity.sign(data, options.hash, this.signal)).then(
      (signature) => {
        this.signed = true;
        answer?.(undefined, signature);
      },
      (error: unknown) => {
        this.report(error);
        answer?.(error as Error);
      },
    );
  }
}

/** The host took a method and wants another: the list it offers has become a different one. */
function isPartialSuccess(before: readonly string[], after: readonly string[]): boolean {
  return before.length !== after.length || before.some((name) => !after.includes(name));
}
