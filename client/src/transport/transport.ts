import type { Readable } from 'node:stream';

/**
 * How anything runs on a node. The node layer and its callers know this interface only; ssh2 and child processes
 * stay behind it. Implementations: `ssh/` and `local.ts`.
 */
export interface Transport {
  /** For people: `ops@10.0.0.7:22`, or `this machine`. */
  readonly label: string;

  /**
   * Runs one command to its end. `argv` is never parsed by a shell unquoted; a script goes in on `stdin`
   * (`argv: ['sh', '-s', '--', …]`).
   * Rejects with TransportError where the command could not be run or the connection was lost;
   * a command that ran and failed resolves with its exit code.
   */
  exec(request: ExecRequest): Promise<ExecResult>;

  /** Closes the connection; pending commands reject. */
  dispose(): void;
}

export interface ExecRequest {
  readonly argv: readonly string[];
  /** A stream is handed over as it comes, and let go of when the command has ended. */
  readonly stdin?: string | Uint8Array | Readable;
  /** Run with root's rights: through sudo where the user is not root. */
  readonly asRoot?: boolean;
  /**
   * Aborting rejects with TransportError('cancelled') at once. What becomes of the command on the node: one without
   * `stdin` is ended there with SIGTERM (scripts/end-with-stdin.sh watches for it, also under sudo and after a lost
   * connection). One with `stdin` only loses its channel: it gets SIGPIPE at its next write and else runs to its end,
   * because sshd signals nothing to a session without a terminal.
   */
  readonly signal?: AbortSignal;
  /** Output is handed over as it comes, then not collected in the result. */
  readonly onStdout?: (chunk: Buffer) => void;
  readonly onStderr?: (chunk: Buffer) => void;
  /** Bytes kept of each stream; a command that writes more is ended with a TransportError. Default 64 MiB. */
  readonly maxOutputBytes?: number;
}

/** Commands with a terminal: somebody types into them and looks at what they draw. */
export interface TerminalHost {
  /**
   * Starts a command on a terminal of its own, with its two output streams as one. Rejects with TransportError where it
   * could not be started; `ended` rejects where the connection was lost.
   */
  openTerminal(request: TerminalRequest): Promise<RunningTerminal>;
}

export interface TerminalRequest {
  readonly argv: readonly string[];
  /** Run with root's rights: through sudo where the user is not root. */
  readonly asRoot?: boolean;
  readonly size: TerminalSize;
  /** What the command draws, as it comes. */
  readonly onData: (chunk: Buffer) => void;
  /** Aborting gives up the start. */
  readonly signal?: AbortSignal;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface RunningTerminal {
  /** What was typed. */
  write(input: string): void;
  resize(size: TerminalSize): void;
  readonly ended: Promise<{ readonly exitCode: number | undefined; readonly signal: string | undefined }>;
  /** Hangs up: the command gets SIGHUP. */
  close(): void;
}

/** Something that was told a secret, and holds it for the next time. */
export interface SecretHolder {
  /** Drops passwords and unlocked keys: what needs one from now on asks again. Running commands go on. */
  forgetSecrets(): void;
}

/** What can be watched of a Transport, beside running commands over it. */
export interface NodeTransport extends Transport, TerminalHost, SecretHolder {
  readonly state: ConnectionState;
  /** Commands sent so far, those that find out about sudo included: each is one round trip at least. */
  readonly roundTrips: number;
  /** Calls `listener` after each change of `state`, until the returned function is called. */
  onDidChangeState(listener: (state: ConnectionState) => void): () => void;
}

export type ConnectionState =
  /** Not connected yet: the next exec connects. */
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  /** `commands`: how many are under way. */
  | { readonly state: 'connected'; readonly commands: number }
  /** Was connected; the next exec connects again. */
  | { readonly state: 'lost'; readonly error: TransportError }
  /** Could not connect; the next exec tries again. */
  | { readonly state: 'failed'; readonly error: TransportError }
  | { readonly state: 'disposed' };

export interface ExecResult {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

export type TransportErrorKind =
  /** No such host, refused, timed out, lost. */
  | 'connect'
  /** Unknown host key that was not accepted. */
  | 'host-key-unknown'
  /** The host's key is another than known_hosts holds, or is revoked there: never connects. */
  | 'host-key-changed'
  | 'authentication'
  /** sudo is missing, not allowed, or its password was wrong. */
  | 'sudo'
  | 'cancelled'
  | 'output-too-large';

/** `message` says what is wrong and what to do; `kind` lets a view offer the right way out. */
export class TransportError extends Error {
  constructor(
    readonly kind: TransportErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'TransportError';
  }
}

/** A node as a person configured it (setting `staticPods.nodes`, the command line's --config file, or flags). */
export interface NodeTarget {
  /** The name shown in the tree; unique. */
  readonly name: string;
  /** Run on this machine, without SSH. */
  readonly local?: boolean;
  /** Host name, address or alias of ~/.ssh/config. Default: `name`. */
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly identityFile?: string;
  readonly knownHostsFile?: string;
  /** Overrides of what the node script finds by itself. */
  readonly staticPodPath?: string;
  readonly crictl?: string;
  readonly runtimeEndpoint?: string;
  /** By which several nodes are meant at once. */
  readonly groups?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** The kubeconfig, on this machine, of a user who may read Pods of the node's cluster. */
  readonly kubeconfig?: string;
  /** The context of the kubeconfig. Default: its current one. */
  readonly kubeContext?: string;
}
