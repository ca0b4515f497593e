import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants, mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { TransportEnvironment } from '../../environment';
import { sanitizeHostText } from '../../host-text';
import { cancelled } from '../../running-command';
import askpass from '../../scripts/askpass.sh';
import endWithStdin from '../../scripts/end-with-stdin.sh';
import type { NodeTarget } from '../../transport';
import { TransportError } from '../../transport';
import type { HostConfig } from '../config';
import { describeHost } from '../errors';
import { Answers } from './answers';

/** Milliseconds between two looks for the control socket, which is there as soon as the host has let the user in. */
const interval = 50;

const separator = '\u001e';

/** A program's last words that are worth keeping. */
const longestWords = 8192;

/**
 * An `ssh` of this machine that logs in and keeps the connection for others. Its control socket, its questions and their
 * answers live in a folder that only this user can enter. It ends when this process does, however that ends.
 */
export class Master {
  private words = '';
  private pending = '';
  private exit: string | undefined;
  private readonly mark = randomBytes(16).toString('hex');
  private readonly answers: Answers;
  private child: ChildProcess | undefined;

  private constructor(
    private readonly config: HostConfig,
    private readonly target: NodeTarget,
    private readonly environment: TransportEnvironment,
    private readonly folder: string,
    signal: AbortSignal,
  ) {
    this.answers = new Answers(config, environment, signal);
  }

  /** Resolves when it is logged in; rejects with TransportError. */
  static async start(
    config: HostConfig,
    target: NodeTarget,
    environment: TransportEnvironment,
    signal: AbortSignal,
  ): Promise<Master> {
    const folder = await mkdtemp(path.join(tmpdir(), 'static-pods-'));
    const master = new Master(config, target, environment, folder, signal);
    try {
      await writeFile(path.join(folder, 'askpass'), askpass, { mode: 0o700 });
      master.spawn(await marksHostsWords(environment));
      await master.loggedIn(signal);
      await master.answers.keepSecrets();
      return master;
    } catch (error) {
      master.close();
      throw signal.aborted || master.answers.isCancelled ? cancelled() : error;
    }
  }

  get socket(): string {
    return path.join(this.folder, 'control');
  }

  close(): void {
    // The script around ssh ends it with its own standard input.
    this.child?.stdin?.destroy();
    if (this.child === undefined || this.exit !== undefined) {
      this.removeFolder();
    }
  }

  private removeFolder(): void {
    rm(this.folder, { recursive: true, force: true }).catch((error: unknown) => {
      this.environment.log?.(`${this.folder} is left behind: ${String(error)}`);
    });
  }

  private spawn(marksHostsWords: boolean): void {
    const { environment } = this;
    const variables = environment.variables ?? process.env;
    const child = spawn('sh', ['-c', endWithStdin, 'sh', 'ssh', ...this.arguments(marksHostsWords)], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: {
        ...variables,
        // Before 8.4 ssh asked so only where it found a display and no terminal.
        DISPLAY: variables['DISPLAY'] ?? ':0',
        SSH_ASKPASS: path.join(this.folder, 'askpass'),
        SSH_ASKPASS_REQUIRE: 'force',
        STATIC_PODS_ASKPASS_FOLDER: this.folder,
        STATIC_PODS_ASKPASS_MARK: this.mark,
      },
    });
    this.child = child;
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.hear(text));
    child.on('error', (error) => {
      this.exit = error.message;
    });
    child.on('exit', (code, signal) => {
      this.exit = signal ?? `exit code ${String(code)}`;
      this.removeFolder();
    });
  }

  private arguments(marksHostsWords: boolean): string[] {
    const { config, target, environment } = this;
    const options = {
      ControlMaster: 'yes',
      ControlPath: this.socket.replaceAll('%', '%%'),
      ControlPersist: 'no',
      ClearAllForwardings: 'yes',
      ForwardAgent: 'no',
      ForwardX11: 'no',
      PermitLocalCommand: 'no',
      RequestTTY: 'no',
      RemoteCommand: 'none',
      UpdateHostKeys: 'no',
      LogLevel: 'ERROR',
      ...(marksHostsWords ? {} : { KbdInteractiveAuthentication: 'no', ChallengeResponseAuthentication: 'no' }),
      NumberOfPasswordPrompts: String(environment.prompts === undefined ? 1 : config.passwordPrompts),
      ConnectTimeout: String(config.connectTimeout),
      ServerAliveInterval: String(config.serverAliveInterval),
      ServerAliveCountMax: String(config.serverAliveCountMax),
      // `no` would connect to a host whose key has changed.
      StrictHostKeyChecking:
        config.strictHostKeyChecking === 'ask' && environment.acceptNewHostKey === true
          ? 'accept-new'
          : config.strictHostKeyChecking,
      ...(target.knownHostsFile === undefined
        ? {}
        : { UserKnownHostsFile: quoteForConfig(config.userKnownHostsFiles[0] ?? '/dev/null') }),
    };
    return [
      ...(environment.sshConfigFile === undefined ? [] : ['-F', environment.sshConfigFile]),
      ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
      ...(target.port === undefined ? [] : ['-p', String(target.port)]),
      ...(target.user === undefined ? [] : ['-l', target.user]),
      ...(target.identityFile === undefined ? [] : ['-i', target.identityFile.replaceAll('%', '%%')]),
      '-N',
      '--',
      config.alias,
    ];
  }

  /** What ssh says is for people; what the askpass script says is for us. */
  private hear(text: string): void {
    this.pending += text;
    for (;;) {
      const start = this.pending.indexOf(this.mark + separator);
      if (start === -1) {
        break;
      }
      const [, id, hint, prompt, rest] = this.pending.slice(start).split(separator);
      if (rest === undefined) {
        return;
      }
      this.say(this.pending.slice(0, start));
      const end = [this.mark, id, hint, prompt].join(separator).length + 1;
      this.pending = this.pending.slice(start + end).replace(/^\n/, '');
      this.reply(id ?? '', hint ?? '', prompt ?? '').catch((error: unknown) => {
        this.say(String(error));
        this.child?.stdin?.destroy();
      });
    }
    // A mark may be on its way.
    const kept = Math.min(this.pending.length, this.mark.length);
    this.say(this.pending.slice(0, this.pending.length - kept));
    this.pending = this.pending.slice(this.pending.length - kept);
  }

  private say(text: string): void {
    this.words = (this.words + text).slice(-longestWords);
  }

  private async reply(id: string, hint: string, prompt: string): Promise<void> {
    if (hint === 'none') {
      // "Confirm user presence": a security key waits for a touch.
      this.environment.log?.(sanitizeHostText(prompt));
      return;
    }
    let answer: string | undefined;
    try {
      answer = hint === 'confirm' ? undefined : await this.answers.answer(prompt);
    } finally {
      await writePipe(path.join(this.folder, `answer.${id}`), answer === undefined ? 'none\n' : `given\n${answer}\n`);
    }
    if (this.answers.isCancelled) {
      this.child?.stdin?.destroy();
    }
  }

  private async loggedIn(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      if (await stat(this.socket).catch(() => undefined)) {
        return;
      }
      if (this.exit !== undefined) {
        throw this.failure();
      }
      await setTimeout(interval, undefined, { signal });
    }
  }

  private failure(): TransportError {
    const said = sanitizeHostText(`${this.words}${this.pending}`);
    const label = describeHost(this.config);
    const notes = [...new Set(this.answers.notes)].join(' ');
    const text = (what: string, advice: string): string =>
      [what, said === '' ? `ssh ended with ${this.exit ?? ''}.` : `OpenSSH says: ${said}`, notes, advice]
        .filter((part) => part !== '')
        .join(' ');
    if (/IDENTIFICATION HAS CHANGED|host key .*(changed|revoked)|REVOKED HOST KEY/i.test(said)) {
      return new TransportError(
        'host-key-changed',
        text(
          `The key of ${label} has changed or is revoked.`,
          'Somebody may be listening in, or the host was set up anew: ask whoever runs it.',
        ),
      );
    }
    if (
      /Host key verification failed|host key is known for|certificate .*(expired|invalid|not yet valid)/i.test(said)
    ) {
      return new TransportError(
        'host-key-unknown',
        text(
          `The key of ${label} is not trusted.`,
          'It shows no certificate that is good for this name and this day. Connect once with `ssh`, or allow new keys ' +
            '(--accept-new-host-key), if its plain key is right.',
        ),
      );
    }
    if (/Permission denied|Too many authentication failures|no more authentication methods/i.test(said)) {
      return new TransportError(
        'authentication',
        text(`${label} did not let ${this.config.user} in.`, `Try \`ssh ${this.config.alias}\`, which tries the same.`),
      );
    }
    return new TransportError('connect', text(`Could not connect to ${label}.`, `Try \`ssh ${this.config.alias}\`.`));
  }
}

/**
 * Since 8.5 what a host words itself stands behind `(user@host)`. Before, a host could ask for a passphrase as ssh does,
 * and get it: then its own questions are left out.
 */
function marksHostsWords({ variables }: TransportEnvironment): Promise<boolean> {
  const env = { ...(variables ?? process.env) };
  return new Promise((resolve) => {
    execFile('ssh', ['-V'], { env, timeout: 10_000 }, (_error, stdout, stderr) => {
      const [, major, minor] = /OpenSSH_(\d+)\.(\d+)/.exec(stdout + stderr) ?? [];
      resolve(Number(major) * 100 + Number(minor) >= 805);
    });
  });
}

/** A path with blanks is several to ssh. */
function quoteForConfig(file: string): string {
  return `"${file.replaceAll('%', '%%')}"`;
}

/** Only the script reads it: it is on no disk. Waits for the script, and makes no file where there is no pipe. */
async function writePipe(file: string, text: string): Promise<void> {
  const handle = await open(file, constants.O_WRONLY);
  try {
    await handle.write(text);
  } finally {
    await handle.close();
  }
}
