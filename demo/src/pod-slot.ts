import { PodWorker, type DesiredPod, type WorkerContext } from './pod-worker';

/** All versions of one Pod, one after the other: the old one has ended before the new one begins. */
export class PodSlot {
  private worker: PodWorker | undefined;
  private wanted: DesiredPod | undefined;
  private turning: Promise<void> | undefined;

  constructor(private readonly context: WorkerContext) {}

  /** Undefined: no Pod. */
  want(desired: DesiredPod | undefined): void {
    this.wanted = desired;
    this.turning ??= this.turn().finally(() => {
      this.turning = undefined;
    });
  }

  get path(): string | undefined {
    return this.wanted?.path;
  }

  stopContainer(id: string): boolean {
    return this.worker?.stopContainer(id) ?? false;
  }

  /** Resolves when nothing of the Pod runs any more. */
  async end(): Promise<void> {
    this.want(undefined);
    await this.turning;
  }

  private async turn(): Promise<void> {
    while (this.worker?.desired.hash !== this.wanted?.hash) {
      if (this.worker !== undefined) {
        await this.worker.stop();
        this.worker = undefined;
      } else if (this.wanted !== undefined) {
        this.worker = new PodWorker(this.wanted, this.context);
      }
    }
  }
}
