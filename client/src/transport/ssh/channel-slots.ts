import { settleUnlessAborted } from '../abort';
import { ChannelRefused } from './connection';

/** A following command stays open until it is aborted; one slot is always left to those that end by themselves. */
export type SlotKind = 'short' | 'following';

/** What sshd allows unless told otherwise (sshd_config(5), MaxSessions). */
const usualSessions = 10;

const retriesAlone = 5;

interface Waiting {
  readonly kind: SlotKind;
  readonly proceed: () => void;
}

/**
 * Keeps the channels of one connection below the number of sessions that the host allows. The number is learned:
 * where the host refuses a channel while others are open, the opener waits until one of those has closed.
 */
export class ChannelSlots {
  private limit = usualSessions;
  private everOpened = false;
  private readonly open: Record<SlotKind, number> = { short: 0, following: 0 };
  private waiting: Waiting[] = [];

  /**
   * Calls `open` when there is room, and settles as it does. The channel gives its room back by `release`; where `open`
   * rejects, that is done here. Rejects with ChannelRefused where the host refuses even a single channel.
   */
  async use<T>(kind: SlotKind, signal: AbortSignal | undefined, open: (release: () => void) => Promise<T>): Promise<T> {
    for (let refusedAlone = 0; ;) {
      await this.takeTurn(kind, signal);
      const othersBefore = this.countOpen() - 1;
      try {
        const value = await open(this.releaseOnce(kind));
        this.everOpened = true;
        return value;
      } catch (error) {
        this.open[kind] -= 1;
        const others = this.countOpen();
        if (others === 0 && othersBefore === 0) {
          refusedAlone += 1;
        }
        // sshd may count a session for a moment after its channel has closed: it tidies up after it has read the next
        // request (serverloop.c). The refusal itself was the wait.
        if (!(error instanceof ChannelRefused) || refusedAlone > (this.everOpened ? retriesAlone : 0)) {
          this.admit();
          throw error;
        }
        this.limit = Math.max(others, 1);
        this.admit();
      }
    }
  }

  private async takeTurn(kind: SlotKind, signal: AbortSignal | undefined): Promise<void> {
    let entry: Waiting | undefined;
    const turn = new Promise<void>((resolve) => {
      entry = { kind, proceed: resolve };
      this.waiting.push(entry);
    });
    this.admit();
    try {
      await settleUnlessAborted(turn, signal);
    } catch (error) {
      const left = this.waiting.filter((other) => other !== entry);
      if (left.length === this.waiting.length) {
        // The turn came in the same moment: pass it on.
        this.open[kind] -= 1;
      }
      this.waiting = left;
      this.admit();
      throw error;
    }
  }

  private releaseOnce(kind: SlotKind): () => void {
    let released = false;
    return () => {
      if (!released) {
        released = true;
        this.open[kind] -= 1;
        this.admit();
      }
    };
  }

  private admit(): void {
    if (this.countOpen() === 0 && this.waiting.length === 0) {
      this.limit = usualSessions;
    }
    this.waiting = this.waiting.filter((entry) => {
      if (!this.hasRoom(entry.kind)) {
        return true;
      }
      this.open[entry.kind] += 1;
      entry.proceed();
      return false;
    });
  }

  private countOpen(): number {
    return this.open.short + this.open.following;
  }

  private hasRoom(kind: SlotKind): boolean {
    return (
      this.countOpen() < this.limit && (kind === 'short' || this.limit === 1 || this.open.following < this.limit - 1)
    );
  }
}
