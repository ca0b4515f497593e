import { setTimeout as sleep } from 'node:timers/promises';
import type { Container, Pod } from '../../server/src/schema/pod-types';
import type { Journal } from './klog';
import { readProgram } from './program';
import { makeId, type ContainerRecord, type Image, type Runtime, type Sandbox } from './runtime';

/** A Pod as the kubelet took it from a file. */
export interface DesiredPod {
  readonly pod: Pod;
  readonly path: string;
  readonly hash: string;
  /** With the node's suffix. */
  readonly name: string;
  readonly namespace: string;
  readonly seen: string;
}

export interface WorkerContext {
  readonly runtime: Runtime;
  readonly journal: Journal;
}

/** Milliseconds. A demo is for watching: everything a node takes its time for is short here. */
const times = {
  sandbox: 300,
  pull: 1000,
  start: 100,
  stop: 300,
  firstBackOff: 4000,
  longestBackOff: 60_000,
  healthy: 10_000,
};

/** An image reference that no registry of the demo has. */
const missingImage = /missing|not-?found|does-?not-?exist|no-?such|nonexistent|\.invalid(\/|$)/i;

/** Runs one version of one Pod: a sandbox, its init containers, its containers, and restarts as its policy says. */
export class PodWorker {
  private readonly stopping = new AbortController();
  private readonly stops = new Map<string, AbortController>();
  private readonly finished: Promise<void>;

  constructor(
    readonly desired: DesiredPod,
    private readonly context: WorkerContext,
  ) {
    this.finished = this.run();
  }

  /** Resolves when the containers and the sandbox have ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.finished;
  }

  /** As `crictl stop` does; false where the container is not one of this Pod's that run. */
  stopContainer(id: string): boolean {
    const stop = this.stops.get(id);
    stop?.abort();
    return stop !== undefined;
  }

  private async run(): Promise<void> {
    const { runtime } = this.context;
    const { signal } = this.stopping;
    let sandbox: Sandbox | undefined;
    const sidecars: Promise<void>[] = [];
    try {
      await sleep(times.sandbox, undefined, { signal });
      sandbox = this.makeSandbox();
      runtime.addSandbox(sandbox);
      for (const container of this.desired.pod.spec?.initContainers ?? []) {
        if (container.restartPolicy === 'Always') {
          sidecars.push(this.keepRunning(sandbox, container, 'Always'));
        } else {
          await this.keepRunning(sandbox, container, 'OnFailure');
        }
      }
      const policy = this.desired.pod.spec?.restartPolicy ?? 'Always';
      const running = sandbox;
      await Promise.all(
        (this.desired.pod.spec?.containers ?? []).map((container) => this.keepRunning(running, container, policy)),
      );
      // Of a Pod that has done its work the kubelet ends the rest; a moment later, so that one can see it.
      await sleep(times.healthy, undefined, { signal });
      this.stopping.abort();
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    } finally {
      await Promise.allSettled(sidecars);
      if (sandbox !== undefined) {
        runtime.endSandbox(sandbox);
      }
    }
  }

  private makeSandbox(): Sandbox {
    const { desired, context } = this;
    const { name, namespace, hash } = desired;
    return {
      id: makeId(),
      name,
      namespace,
      uid: hash,
      attempt: 0,
      createdAt: context.runtime.stamp(),
      state: { state: 'SANDBOX_READY' },
      labels: {
        ...desired.pod.metadata?.labels,
        'io.kubernetes.pod.name': name,
        'io.kubernetes.pod.namespace': namespace,
        'io.kubernetes.pod.uid': hash,
      },
      annotations: {
        ...desired.pod.metadata?.annotations,
        'kubernetes.io/config.hash': hash,
        'kubernetes.io/config.seen': desired.seen,
        'kubernetes.io/config.source': 'file',
      },
    };
  }

  /** Resolves when the container has ended for good. Rejects where the Pod is stopped. */
  private async keepRunning(sandbox: Sandbox, container: Container, policy: string): Promise<void> {
    const { signal } = this.stopping;
    let backOff = times.firstBackOff;
    let previous: ContainerRecord | undefined;
    for (;;) {
      const image = await this.findImage(container, signal);
      if (image === undefined) {
        await sleep(backOff, undefined, { signal });
        backOff = Math.min(backOff * 2, times.longestBackOff);
        continue;
      }
      const started = Date.now();
      const record = await this.runOnce(sandbox, container, image, previous, signal);
      signal.throwIfAborted();
      const code = record.state.state === 'CONTAINER_EXITED' ? record.state.exitCode : 0;
      if (policy === 'Never' || (policy === 'OnFailure' && code === 0)) {
        return;
      }
      if (Date.now() - started > times.healthy) {
        backOff = times.firstBackOff;
      } else if (previous !== undefined) {
        // The kubelet starts a container again at once after its first end.
        this.complain(
          container,
          'CrashLoopBackOff',
          `back-off ${String(backOff / 1000)}s restarting failed container=${container.name ?? ''} ` +
            `pod=${this.desired.name}_${this.desired.namespace}(${this.desired.hash})`,
        );
        await sleep(backOff, undefined, { signal });
        backOff = Math.min(backOff * 2, times.longestBackOff);
      }
      previous = record;
    }
  }

  private async findImage(container: Container, signal: AbortSignal): Promise<Image | undefined> {
    const { runtime } = this.context;
    const reference = container.image ?? '';
    const present = runtime.findImage(reference);
    if (present !== undefined) {
      return present;
    }
    if (container.imagePullPolicy === 'Never') {
      this.complain(
        container,
        'ErrImageNeverPull',
        `Container image "${reference}" is not present with pull policy of Never`,
      );
      return undefined;
    }
    await sleep(times.pull, undefined, { signal });
    const refusal = refusePull(reference);
    if (refusal !== undefined) {
      this.complain(container, 'ErrImagePull', refusal);
      return undefined;
    }
    return runtime.addImage(reference);
  }

  private async runOnce(
    sandbox: Sandbox,
    container: Container,
    image: Image,
    previous: ContainerRecord | undefined,
    podSignal: AbortSignal,
  ): Promise<ContainerRecord> {
    const { runtime } = this.context;
    await sleep(times.start, undefined, { signal: podSignal });
    const createdAt = runtime.stamp();
    const record: ContainerRecord = {
      id: makeId(),
      sandbox,
      name: container.name ?? '',
      attempt: previous === undefined ? 0 : previous.attempt + 1,
      image,
      command: [...(container.command ?? []), ...(container.args ?? [])],
      createdAt,
      state: { state: 'CONTAINER_RUNNING', startedAt: createdAt },
    };
    runtime.addContainer(record, previous?.id);
    this.forgetOldest(record);
    const stop = new AbortController();
    this.stops.set(record.id, stop);
    const code = await this.follow(record, container, AbortSignal.any([podSignal, stop.signal]));
    this.stops.delete(record.id);
    runtime.endContainer(record, code);
    return record;
  }

  /** Resolves with the exit code. */
  private async follow(record: ContainerRecord, container: Container, signal: AbortSignal): Promise<number> {
    try {
      for (const step of readProgram(container)) {
        switch (step.do) {
          case 'write':
            this.context.runtime.log(record, step.stream, step.text);
            break;
          case 'sleep':
            await sleep(step.milliseconds, undefined, { signal });
            break;
          case 'exit':
            return step.code;
          case 'stay':
            await new Promise<never>((_resolve, reject) => {
              signal.addEventListener('abort', () => {
                reject(signal.reason as Error);
              });
              signal.throwIfAborted();
            });
        }
      }
      return 0;
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
      // SIGTERM, to which a program answers after a moment.
      await sleep(times.stop);
      return 143;
    }
  }

  /** Of the containers that have ended the kubelet keeps the youngest of each name (MaxPerPodContainer). */
  private forgetOldest(record: ContainerRecord): void {
    const { runtime } = this.context;
    const ended = runtime
      .containersOf(record.sandbox)
      .filter(({ name, state }) => name === record.name && state.state === 'CONTAINER_EXITED');
    for (const old of ended.slice(0, -1)) {
      runtime.removeContainer(old);
    }
  }

  private complain(container: Container, reason: string, text: string): void {
    const { name, namespace, hash } = this.desired;
    this.context.journal.write('E', 'pod_workers.go:1324', 'Error syncing pod, skipping', {
      err: `failed to "StartContainer" for "${container.name ?? ''}" with ${reason}: ${JSON.stringify(text)}`,
      pod: `${namespace}/${name}`,
      podUID: hash,
    });
  }
}

/** Undefined where the demo's registry has the image: it has all but those whose name says that they are missing. */
export function refusePull(reference: string): string | undefined {
  return missingImage.test(reference)
    ? `rpc error: code = NotFound desc = failed to pull and unpack image "${reference}": not found (demo)`
    : undefined;
}
