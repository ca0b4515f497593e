import { settleUnlessAborted } from './abort';

interface Attempt<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
  state: 'running' | 'succeeded' | 'failed';
}

/**
 * One attempt at something that several callers wait for: a connection, a right password. Callers join the attempt
 * that is under way; it is aborted when the last of them has gone. What succeeded is kept until `forget`;
 * what failed is not, so the next caller starts afresh.
 */
export class SharedAttempt<T> {
  private current: Attempt<T> | undefined;

  /** `start` is called again after a failure; it ends early when its signal is aborted. */
  constructor(private readonly start: (signal: AbortSignal) => Promise<T>) {}

  /** Rejects with what `start` rejects with, or with `signal.reason`. */
  async join(signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const attempt = this.current ?? this.begin();
    attempt.waiting += 1;
    try {
      return await settleUnlessAborted(attempt.promise, signal);
    } finally {
      attempt.waiting -= 1;
      if (attempt.waiting === 0 && attempt.state === 'running') {
        this.drop(attempt);
        attempt.controller.abort(signal?.reason);
      }
    }
  }

  /** The next caller starts afresh; an attempt under way still answers those who wait for it. */
  forget(): void {
    this.current = undefined;
  }

  private begin(): Attempt<T> {
    const controller = new AbortController();
    const attempt: Attempt<T> = { promise: this.start(controller.signal), controller, waiting: 0, state: 'running' };
    this.current = attempt;
    attempt.promise.then(
      () => {
        attempt.state = 'succeeded';
      },
      () => {
        attempt.state = 'failed';
        this.drop(attempt);
      },
    );
    return attempt;
  }

  private drop(attempt: Attempt<T>): void {
    if (this.current === attempt) {
      this.current = undefined;
    }
  }
}
