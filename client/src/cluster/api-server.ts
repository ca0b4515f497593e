/** How an API server is reached: a kubeconfig file on this machine. */
export interface ClusterTarget {
  /** A path; `~/` at its start is the home folder. */
  readonly kubeconfig: string;
  /** Default: the file's current context. */
  readonly context?: string;
}

/**
 * An API server, asked as the user of a kubeconfig. The cluster layer knows this interface only; the client library
 * stays behind connect.ts, in a bundle of its own.
 */
export interface ApiServer {
  readonly context: string;
  /** `https://10.0.0.7:6443`. */
  readonly url: string;
  /** As the kubeconfig calls it, not as the API server does. */
  readonly user: string;

  /** The answer's JSON. Rejects with ClusterError where there is none, or where it is a refusal. */
  request(method: 'GET' | 'DELETE', path: string, options?: RequestOptions): Promise<unknown>;
}

export interface RequestOptions {
  readonly body?: object;
  readonly signal?: AbortSignal;
}

export type ClusterErrorKind =
  /** The file can't be read or used. */
  | 'kubeconfig'
  /** No credentials: a plugin failed, a certificate file is missing. */
  | 'credentials'
  /** Refused, timed out, no such host. */
  | 'unreachable'
  /** TLS: the kubeconfig's authority did not sign the server's certificate, or it is for another name. */
  | 'certificate'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  /** Any other status, or what is no JSON. */
  | 'refused'
  | 'cancelled';

/** `message` says what is wrong and what to do. It holds nothing of a kubeconfig but names, paths and the address. */
export class ClusterError extends Error {
  constructor(
    readonly kind: ClusterErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ClusterError';
  }
}

/** By name and kind: a bundle that is loaded on demand has a class of its own. */
export function isClusterError(error: unknown): error is ClusterError {
  return error instanceof Error && error.name === 'ClusterError' && 'kind' in error;
}
