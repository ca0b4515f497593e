import { setMaxListeners } from 'node:events';

/**
 * Calls `listener` when the signal is aborted; the returned function takes it back. One signal may serve a command on
 * each of a hundred nodes: Node.js must not take that for a leak.
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) {
    return () => undefined;
  }
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener);
  return () => {
    signal.removeEventListener('abort', listener);
  };
}

/** Settles as `promise` does, but rejects with `signal.reason` as soon as the signal is aborted. */
export async function settleUnlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) {
    return promise;
  }
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const ignore = onAbort(signal, () => {
      reject(signal.reason as Error);
    });
    promise.then(resolve, reject).finally(ignore);
  });
}

/** Resolves after a while, and at once where the signal is aborted: what comes next finds out about that. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      ignore();
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    const ignore = onAbort(signal, end);
    if (signal?.aborted === true) {
      end();
    }
  });
}
