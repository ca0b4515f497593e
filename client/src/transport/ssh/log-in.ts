import type { Duplex } from 'node:stream';
import { Client, type AnyAuthMethod, type AuthenticationType, type ConnectConfig, type NextAuthHandler } from 'ssh2';
import { onAbort } from '../abort';
import type { TransportEnvironment } from '../environment';
import { cancelled } from '../running-command';
import { TransportError } from '../transport';
import { Authentication } from './authentication';
import type { HostConfig } from './config';
import { describeHost, explainConnectFailure } from './errors';
import { HostKeyCheck } from './host-key';

type Phase = 'connecting' | 'authenticating';

/**
 * Makes one connection and logs in. `stream`: what to speak over where it is not a TCP connection from here.
 * Rejects with TransportError; aborting `signal` gives up.
 */
export async function logIn(
  config: HostConfig,
  environment: TransportEnvironment,
  signal: AbortSignal,
  stream: Duplex | undefined,
): Promise<Client> {
  const hostKey = await HostKeyCheck.load(config, environment);
  signal.throwIfAborted();
  return new LogIn(config, environment, hostKey).run(signal, stream);
}

class LogIn {
  private readonly client = new Client();
  /** Aborted when the attempt is over: takes questions off the screen. */
  private readonly over = new AbortController();
  private readonly clock: Clock;
  private readonly label: string;
  private phase: Phase = 'connecting';
  private readonly authentication: Authentication;
  private settle: { resolve: (client: Client) => void; reject: (error: unknown) => void } | undefined;

  constructor(
    private readonly config: HostConfig,
    environment: TransportEnvironment,
    private readonly hostKey: HostKeyCheck,
  ) {
    this.label = describeHost(config);
    this.clock = new Clock(config.connectTimeout * 1000, () => {
      const seconds = String(config.connectTimeout);
      this.fail(
        new TransportError(
          'connect',
          `${this.label} did not answer within ${seconds} s. Check the network and the host, or raise ConnectTimeout.`,
        ),
      );
    });
    this.authentication = new Authentication({
      config,
      environment,
      label: this.label,
      signal: this.over.signal,
      waitForPerson: (wait) => this.clock.pauseDuring(wait),
      fail: (error) => {
        this.fail(error);
      },
    });
  }

  async run(signal: AbortSignal, stream: Duplex | undefined): Promise<Client> {
    const ignoreAbort = onAbort(signal, () => {
      this.fail(cancelled());
    });
    try {
      return await new Promise<Client>((resolve, reject) => {
        this.settle = { resolve, reject };
        this.start(stream);
      });
    } finally {
      ignoreAbort();
      this.clock.end();
      this.over.abort();
    }
  }

  private start(stream: Duplex | undefined): void {
    const { client } = this;
    client.on('connect', () => {
      client.setNoDelay(true);
    });
    client.on('handshake', () => {
      this.phase = 'authenticating';
      this.hostKey.remember().catch((error: unknown) => {
        this.fail(error);
      });
    });
    client.on('ready', () => {
      this.authentication.keepSecrets().then(
        () => {
          this.succeed();
        },
        (error: unknown) => {
          this.fail(error);
        },
      );
    });
    client.on('error', (error) => {
      // The one fault that does not end the connection: a key that could not sign. Authentication has noted it.
      if (error.level !== 'agent') {
        this.fail(this.explain(error));
      }
    });
    const end = () => {
      this.fail(this.explain(undefined));
    };
    client.on('end', end);
    client.on('close', end);
    client.on('change password', () => {
      this.fail(
        new TransportError(
          'authentication',
          `The password of ${this.config.user} on ${this.config.alias} has expired. Log in with ssh once and change it.`,
        ),
      );
    });
    this.clock.start();
    if (stream?.destroyed === true) {
      this.fail(explainConnectFailure(this.config, stream.errored ?? new Error('it was closed')));
      return;
    }
    try {
      client.connect(this.connectConfig(stream));
    } catch (error) {
      this.fail(explainConnectFailure(this.config, error as Error));
    }
  }

  private connectConfig(stream: Duplex | undefined): ConnectConfig {
    const { config, hostKey } = this;
    const attempts = this.authentication.attempts();
    return {
      host: config.hostName,
      port: config.port,
      username: config.user,
      ...(stream === undefined ? {} : { sock: stream }),
      ...(config.addressFamily === 'inet' ? { forceIPv4: true } : {}),
      ...(config.addressFamily === 'inet6' ? { forceIPv6: true } : {}),
      // ssh2's own clock would run on while a person thinks about a question.
      readyTimeout: 0,
      keepaliveInterval: config.serverAliveInterval * 1000,
      keepaliveCountMax: config.serverAliveCountMax,
      algorithms: { serverHostKey: hostKey.algorithms() },
      hostVerifier: (key: Buffer, verify: (trusted: boolean) => void) => {
        this.clock
          .pauseDuring(() => hostKey.verify(key, this.over.signal))
          .then(
            () => {
              if (this.settle !== undefined) {
                verify(true);
              }
            },
            (error: unknown) => {
              // This ends the connection, and ssh2 throws where it is then told of the refusal as well.
              this.fail(error);
            },
          );
      },
      authHandler: (methods: readonly AuthenticationType[] | null, _partial: boolean, next: NextAuthHandler) => {
        this.clock.start();
        attempts.next({ methods: methods ?? [] }).then(
          ({ done, value }) => {
            if (done === true) {
              this.fail(this.authentication.failure(undefined));
            } else {
              next(value satisfies AnyAuthMethod);
            }
          },
          (error: unknown) => {
            this.fail(error);
          },
        );
      },
    };
  }

  /** What ended the attempt; undefined: the host just closed the connection. */
  private explain(error: Error | undefined): TransportError {
    switch (this.phase) {
      case 'connecting':
        return explainConnectFailure(this.config, error ?? Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
      case 'authenticating':
        return this.authentication.failure(error?.message ?? 'it closed the connection');
    }
  }

  private succeed(): void {
    if (this.settle === undefined) {
      return;
    }
    const { resolve } = this.settle;
    this.settle = undefined;
    this.client.removeAllListeners();
    resolve(this.client);
  }

  private fail(error: unknown): void {
    if (this.settle === undefined) {
      return;
    }
    const { reject } = this.settle;
    this.settle = undefined;
    // What comes after the end is of no interest, but an 'error' that nobody hears would end this process.
    this.client.removeAllListeners();
    this.client.on('error', () => undefined);
    this.client.end();
    this.client.destroy();
    reject(error);
  }
}

/** Measures how long a host takes to answer; stands still while a person is asked. */
class Clock {
  private timer: NodeJS.Timeout | undefined;
  private paused = 0;
  private isOver = false;

  constructor(
    private readonly milliseconds: number,
    private readonly expire: () => void,
  ) {}

  start(): void {
    this.stop();
    if (this.paused === 0 && !this.isOver) {
      this.timer = setTimeout(this.expire, this.milliseconds);
    }
  }

  /** For good: a question that is taken off the screen after that must not start it again. */
  end(): void {
    this.isOver = true;
    this.stop();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  async pauseDuring<T>(wait: () => Promise<T>): Promise<T> {
    this.paused += 1;
    this.stop();
    try {
      return await wait();
    } finally {
      this.paused -= 1;
      this.start();
    }
  }
}
