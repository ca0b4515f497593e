import { ClusterError, isClusterError, type ClusterErrorKind } from './api-server';

const kinds: Readonly<Record<number, ClusterErrorKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
};

/** What an API server's refusal means. `value` is its JSON, a v1 Status where it speaks as one. */
export function statusError(url: string, status: number, value: unknown): ClusterError {
  const said =
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
      ? value.message
      : '';
  const kind = kinds[status] ?? 'refused';
  switch (kind) {
    case 'unauthorized':
      return new ClusterError(
        kind,
        `The API server ${url} does not know the kubeconfig's user (401). Its certificate or token may have run out: get a new kubeconfig.`,
      );
    case 'forbidden':
      return new ClusterError(kind, `The API server ${url} forbids it: ${said || 'no reason given'}`);
    case 'not-found':
    case 'conflict':
    case 'refused':
    case 'kubeconfig':
    case 'credentials':
    case 'unreachable':
    case 'certificate':
    case 'cancelled':
      return new ClusterError(
        kind,
        said === ''
          ? `${url} answered with status ${status}, not as an API server does. Does the kubeconfig name the right address?`
          : `The API server ${url} says: ${said}`,
      );
  }
}

const certificateCodes = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_SIGNATURE_FAILURE',
];

/** What kept an API server from being asked. */
export function connectionError(url: string, error: unknown): ClusterError {
  if (isClusterError(error)) {
    return error;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = error instanceof Error ? error.message : String(error);
  if (certificateCodes.includes(code)) {
    return new ClusterError(
      'certificate',
      `The API server ${url} shows a certificate that the kubeconfig does not trust (${reason}). Is the kubeconfig of this cluster?`,
      { cause: error },
    );
  }
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nothing listens there',
    ECONNRESET: 'it closed the connection',
    EHOSTUNREACH: 'there is no way to that host',
    ENETUNREACH: 'there is no way to that network',
    ENOTFOUND: 'there is no host of that name',
    ETIMEDOUT: 'it does not answer',
  };
  return new ClusterError('unreachable', `The API server ${url} can't be reached: ${words[code] ?? reason}.`, {
    cause: error,
  });
}
