import type { TransportEnvironment } from './environment';
import { sanitizeHostText } from './host-text';
import probeRoot from './scripts/probe-root.sh';
import { SharedAttempt } from './shared-attempt';
import { TransportError, type ExecResult } from './transport';
import { cancelled } from './running-command';

/** How the user of one connection gets root's rights there. */
type RootRights =
  | { readonly by: 'being-root' }
  /** sudo asks for nothing: the password is never sent. */
  | { readonly by: 'sudo' }
  | { readonly by: 'sudo-password'; readonly password: string };

export interface RootCommand {
  readonly argv: readonly string[];
  /** To be written before the command's own standard input. */
  readonly inputPrefix: Uint8Array;
}

export interface RootAccessOptions {
  readonly user: string;
  /** For messages and for the key of the stored password: `node1:22`, `this machine`. */
  readonly host: string;
  readonly environment: TransportEnvironment;
  /** Runs as the user himself; `stdin` is all that the command can read. */
  readonly run: (argv: readonly string[], stdin: string, signal: AbortSignal) => Promise<ExecResult>;
}

const noInput = new Uint8Array();
const maxAttempts = 3;

/** What it says is looked at, so it speaks English. */
const sudo = ['env', 'LC_ALL=C', 'sudo'];

/**
 * Root's rights over one connection: found out once, at the first command that needs them.
 *
 * The password goes to sudo as the first line of its standard input and nowhere else. Two things keep it from
 * anybody else's eyes, and the script from being taken for a password: it is tried once alone before any command
 * gets it, and `-k` makes sudo read it each time, where a cached ticket would leave it for the command to read.
 */
export class RootAccess {
  private readonly rights: SharedAttempt<RootRights>;

  constructor(private readonly options: RootAccessOptions) {
    this.rights = new SharedAttempt((signal) => this.obtain(signal));
  }

  /** `prompt`: what sudo writes when it wants the password. Rejects with TransportError('sudo' | 'cancelled'). */
  async wrap(argv: readonly string[], signal: AbortSignal | undefined, prompt = ''): Promise<RootCommand> {
    const rights = await this.rights.join(signal);
    switch (rights.by) {
      case 'being-root':
        return { argv, inputPrefix: noInput };
      case 'sudo':
        return { argv: [...sudo, '-n', '--', ...argv], inputPrefix: noInput };
      case 'sudo-password':
        return {
          argv: [...sudo, '-k', '-S', '-p', prompt, '--', ...argv],
          inputPrefix: Buffer.from(`${rights.password}\n`),
        };
    }
  }

  /**
   * Throws TransportError('sudo') where it was sudo that failed and not the command: its rules may have changed
   * since they were found out. They are found out again at the next command.
   */
  checkResult(result: ExecResult): void {
    if (result.exitCode !== 1 || result.stdout.length > 0) {
      return;
    }
    this.checkWords(result.stderr.toString('utf8'));
  }

  /** As {@link checkResult}, of what came in place of the command's own words. */
  checkWords(words: string): void {
    if (
      /^sudo: (a password is required|no password was provided|\d+ incorrect password attempts?)|^Sorry, try again/m.test(
        words,
      )
    ) {
      this.rights.forget();
      throw this.refusal(words);
    }
  }

  /** The next command that needs root's rights finds out about them again. */
  forget(): void {
    this.rights.forget();
  }

  private async obtain(signal: AbortSignal): Promise<RootRights> {
    const probe = await this.options.run(['sh', '-c', probeRoot, 'sh'], '', signal);
    const words = probe.stderr.toString('utf8');
    const answer = probe.stdout.toString('utf8').trim().split('\n').at(-1) ?? '';
    switch (answer) {
      case 'root':
        return { by: 'being-root' };
      case 'granted':
        return { by: 'sudo' };
      case 'missing':
        throw new TransportError(
          'sudo',
          `${this.options.user} is not root on ${this.options.host}, and there is no sudo. ` +
            'Install sudo there, or connect as root.',
        );
      case 'denied':
        if (!/password|passwd|askpass/i.test(words)) {
          throw this.refusal(words);
        }
        return this.obtainByPassword(signal);
      default:
        throw new TransportError(
          'sudo',
          `Could not find out how ${this.options.user} becomes root on ${this.options.host}: ` +
            `the shell there answered '${sanitizeHostText(answer)}' ${sanitizeHostText(words)}`.trim(),
        );
    }
  }

  private async obtainByPassword(signal: AbortSignal): Promise<RootRights> {
    const { environment, host, user } = this.options;
    const key = `sudo ${user}@${host}`;
    const stored = await environment.secrets.get(key);
    if (stored !== undefined) {
      const words = await this.tryPassword(stored, signal);
      if (words === undefined) {
        return { by: 'sudo-password', password: stored };
      }
      await environment.secrets.delete(key);
    }
    const { prompts } = environment;
    if (prompts === undefined) {
      throw new TransportError(
        'sudo',
        `sudo asks for ${user}'s password on ${host}, and nobody is here to give it. ` +
          `Allow ${user} to use sudo without a password (NOPASSWD), or connect as root.`,
      );
    }
    let words = '';
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const password = await environment.questions.ask(
        () => prompts.sudoPassword({ signal, host, user, attempt }),
        signal,
      );
      if (password === undefined) {
        throw cancelled();
      }
      const refused = await this.tryPassword(password, signal);
      if (refused === undefined) {
        await environment.secrets.set(key, password);
        return { by: 'sudo-password', password };
      }
      words = refused;
    }
    throw this.refusal(words);
  }

  /** Undefined where the password is right, sudo's words where it is wrong. */
  private async tryPassword(password: string, signal: AbortSignal): Promise<string | undefined> {
    const argv = [...sudo, '-k', '-S', '-p', '', '--', 'true'];
    const result = await this.options.run(argv, `${password}\n`, signal);
    if (result.exitCode === 0) {
      return undefined;
    }
    const words = result.stderr.toString('utf8');
    if (/incorrect password|no password was provided|try again|incorrect authentication/i.test(words)) {
      return words;
    }
    throw this.refusal(words);
  }

  private refusal(words: string): TransportError {
    const { host, user } = this.options;
    const said = sanitizeHostText(words.replace(/^sudo: /gm, ''));
    if (/not in the sudoers file|may not run sudo|not allowed to (execute|run)/i.test(words)) {
      return new TransportError(
        'sudo',
        `${user} may not use sudo on ${host}: ${said} Ask for a sudoers rule that lets ${user} run sh as root.`,
      );
    }
    if (/must have a tty|terminal is required|no tty present/i.test(words)) {
      return new TransportError(
        'sudo',
        `sudo on ${host} insists on a terminal (requiretty), which a command over SSH has not. ` +
          `Add 'Defaults:${user} !requiretty' to the sudoers there.`,
      );
    }
    if (/incorrect (password|authentication)|no password was provided|try again/i.test(words)) {
      return new TransportError('sudo', `sudo on ${host} did not take the password of ${user}.`);
    }
    return new TransportError('sudo', `sudo on ${host} refused: ${said}`);
  }
}
