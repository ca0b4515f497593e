import { readdirSync, readFileSync, statSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Journal } from './klog';
import type { Machine } from './machine';
import { judgeManifest, type Verdict } from './manifest';
import { PodSlot } from './pod-slot';
import type { DesiredPod, WorkerContext } from './pod-worker';
import type { Runtime } from './runtime';

/** Milliseconds for which what has ended is still to be seen. */
const garbageAge = 2000;

interface Configuration {
  readonly staticPodPath: string;
  readonly period: number;
}

interface Source {
  readonly configuration: Configuration;
  readonly timer: NodeJS.Timeout;
  /** Of the folder with this inode number: a watch stays with a folder that is moved away. */
  watch: { readonly watcher: FSWatcher; readonly inode: number } | undefined;
}

/**
 * The simulated kubelet: reads the manifests folder as a kubelet reads it (pkg/kubelet/config/file.go, v1.37: a list
 * every fileCheckFrequency, changes at once), judges with this product's own language service, and lets PodWorkers
 * pretend to run what it took.
 */
export class SimulatedKubelet {
  private readonly slots = new Map<string, PodSlot>();
  private readonly verdicts = new Map<string, { readonly text: string; readonly verdict: Verdict }>();
  private readonly context: WorkerContext;
  private source: Source | undefined;
  private restarts = -1;

  constructor(
    private readonly machine: Machine,
    private readonly journal: Journal,
    private readonly runtime: Runtime,
    private readonly firstPid: number,
  ) {
    this.context = { runtime, journal };
  }

  get pid(): number {
    return this.firstPid + Math.max(this.restarts, 0);
  }

  /** Throws where the configuration cannot be read, as a kubelet does not start then. */
  start(): void {
    if (this.source !== undefined) {
      return;
    }
    const configuration = this.readConfiguration();
    this.restarts += 1;
    this.source = {
      configuration,
      watch: undefined,
      timer: setInterval(() => {
        this.list();
      }, configuration.period),
    };
    this.machine.showKubelet({ pid: this.pid, restarts: this.restarts });
    this.journal.write('I', 'server.go:212', 'Demo kubelet: it simulates, nothing runs', {
      staticPodPath: configuration.staticPodPath,
    });
    this.list();
  }

  /** Pods go on as they are, as they do without a kubelet. */
  stop(): void {
    if (this.source === undefined) {
      return;
    }
    clearInterval(this.source.timer);
    this.source.watch?.watcher.close();
    this.source = undefined;
    this.machine.hideProcess(this.pid);
    this.machine.showKubelet(undefined);
  }

  /** Stops everything. */
  async dispose(): Promise<void> {
    this.stop();
    await Promise.all([...this.slots.values()].map((slot) => slot.end()));
  }

  stopContainer(id: string): boolean {
    return [...this.slots.values()].some((slot) => slot.stopContainer(id));
  }

  private readConfiguration(): Configuration {
    const value = parse(readFileSync(this.machine.configFile, 'utf8')) as {
      staticPodPath?: unknown;
      fileCheckFrequency?: unknown;
    };
    const { fileCheckFrequency: frequency } = value;
    const seconds = /^([\d.]+)(m?s)$/.exec(typeof frequency === 'string' ? frequency : '20s');
    const amount = Number(seconds?.[1] ?? 20);
    return {
      staticPodPath: typeof value.staticPodPath === 'string' ? value.staticPodPath : '',
      period: Math.max(100, seconds?.[2] === 'ms' ? amount : amount * 1000),
    };
  }

  /** Everything in the folder, as a kubelet lists it: what is refused has no Pod any more. */
  private list(): void {
    const folder = this.source?.configuration.staticPodPath;
    if (folder === undefined || folder === '') {
      return;
    }
    this.collectGarbage();
    const desired = new Map<string, DesiredPod>();
    let names: string[] = [];
    try {
      names = readdirSync(folder);
      this.watchFolder(folder);
    } catch (error) {
      this.journal.write('E', 'file.go:103', 'Unable to read config path', {
        err: isMissing(error) ? 'path does not exist, ignoring' : String(error),
        path: folder,
      });
    }
    for (const name of names.filter((candidate) => !candidate.startsWith('.')).sort()) {
      const file = path.join(folder, name);
      const verdict = this.read(file, 'list');
      if (verdict?.accepted === true) {
        desired.set(fullName(verdict.desired), verdict.desired);
      } else if (verdict !== undefined) {
        this.journal.write('E', 'file.go:186', 'Could not process manifest file', { err: verdict.error, path: file });
      }
    }
    for (const name of new Set([...this.slots.keys(), ...desired.keys()])) {
      this.want(name, desired.get(name));
    }
  }

  private watchFolder(folder: string): void {
    const { source } = this;
    const inode = statSync(folder).ino;
    if (source === undefined || source.watch?.inode === inode) {
      return;
    }
    source.watch?.watcher.close();
    const watcher = watch(folder, (_event, name) => {
      if (name !== null && !name.startsWith('.')) {
        this.takeEvent(path.join(folder, name));
      }
    });
    watcher.on('error', () => {
      watcher.close();
      source.watch = undefined;
    });
    source.watch = { watcher, inode };
  }

  private takeEvent(file: string): void {
    const verdict = this.read(file, 'event');
    if (verdict === undefined) {
      for (const [name, slot] of this.slots) {
        if (slot.path === file) {
          this.want(name, undefined);
        }
      }
    } else if (verdict.accepted) {
      this.want(fullName(verdict.desired), verdict.desired);
    } else {
      this.journal.write('E', 'file.go:107', 'Unable to process watch event', {
        err: `can't process config file ${JSON.stringify(file)}: ${verdict.error}`,
      });
    }
  }

  /** Undefined where there is no file to judge. */
  private read(file: string, why: 'list' | 'event'): Verdict | undefined {
    let text: string;
    try {
      if (statSync(file).isDirectory()) {
        if (why === 'list') {
          const message = 'Provided manifest path is a directory, not recursing into manifest path';
          this.journal.write('E', 'file.go:181', message, { path: file });
        }
        return undefined;
      }
      text = readFileSync(file, 'utf8');
    } catch (error) {
      return isMissing(error) ? undefined : { accepted: false, error: String(error) };
    }
    const known = this.verdicts.get(file);
    if (known?.text === text) {
      return known.verdict;
    }
    const verdict = judgeManifest(text, file, this.machine.nodeName);
    this.verdicts.set(file, { text, verdict });
    return verdict;
  }

  private want(name: string, desired: DesiredPod | undefined): void {
    let slot = this.slots.get(name);
    if (slot === undefined) {
      slot = new PodSlot(this.context);
      this.slots.set(name, slot);
    }
    slot.want(desired);
  }

  /** What has ended stays to be seen for a moment. */
  private collectGarbage(): void {
    const cut = BigInt(Date.now() - garbageAge) * 1_000_000n;
    for (const sandbox of [...this.runtime.sandboxes.values()]) {
      if (sandbox.state.state === 'SANDBOX_NOTREADY' && sandbox.state.endedAt <= cut) {
        this.runtime.removeSandbox(sandbox);
      }
    }
  }
}

function fullName({ name, namespace }: DesiredPod): string {
  return `${namespace}/${name}`;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
