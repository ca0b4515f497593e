import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Machine } from './machine';

export interface Sandbox {
  readonly id: string;
  /** With the node's suffix. */
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly attempt: number;
  readonly createdAt: bigint;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  state: SandboxState;
}

export type SandboxState =
  { readonly state: 'SANDBOX_READY' } | { readonly state: 'SANDBOX_NOTREADY'; readonly endedAt: bigint };

export interface ContainerRecord {
  readonly id: string;
  readonly sandbox: Sandbox;
  readonly name: string;
  readonly attempt: number;
  readonly image: Image;
  readonly command: readonly string[];
  readonly createdAt: bigint;
  state: ContainerState;
}

export type ContainerState =
  | { readonly state: 'CONTAINER_RUNNING'; readonly startedAt: bigint }
  | {
      readonly state: 'CONTAINER_EXITED';
      readonly startedAt: bigint;
      readonly finishedAt: bigint;
      readonly exitCode: number;
      readonly reason: 'Completed' | 'Error';
    };

export interface Image {
  readonly id: string;
  /** `docker.io/library/nginx:latest` */
  readonly tag: string;
}

export function makeId(): string {
  return randomBytes(32).toString('hex');
}

/** As a time of Go is written in JSON. */
function writeTime(nanoseconds: bigint): string {
  const whole = new Date(Number(nanoseconds / 1_000_000n)).toISOString().slice(0, 19);
  return `${whole}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}Z`;
}

/** Sandboxes, containers and images of one demo node: records, and the files that its crictl shows. */
export class Runtime {
  readonly sandboxes = new Map<string, Sandbox>();
  readonly containers = new Map<string, ContainerRecord>();
  private readonly images = new Map<string, Image>();
  /** What the files hold, by name: only what has changed is written. */
  private readonly written = new Map<string, string>();
  private publishing = false;
  private lastStamp = 0n;

  constructor(
    private readonly machine: Machine,
    private readonly disposal: AbortSignal,
  ) {
    for (const tag of [
      'docker.io/library/busybox:latest',
      'docker.io/library/nginx:latest',
      'registry.k8s.io/pause:3.10.1',
    ]) {
      this.addImage(tag);
    }
    this.writeFiles();
  }

  /** Nanoseconds since 1970, each later than the one before. */
  stamp(): bigint {
    const now = BigInt(Date.now()) * 1_000_000n;
    this.lastStamp = now > this.lastStamp ? now : this.lastStamp + 1n;
    return this.lastStamp;
  }

  findImage(reference: string): Image | undefined {
    return this.images.get(completeReference(reference));
  }

  addImage(reference: string): Image {
    const tag = completeReference(reference);
    const image = { id: `sha256:${createHash('sha256').update(tag).digest('hex')}`, tag };
    this.images.set(tag, image);
    this.publish();
    return image;
  }

  addSandbox(sandbox: Sandbox): void {
    this.sandboxes.set(sandbox.id, sandbox);
    this.publish();
  }

  /** `previous`: the container of the same name before it. */
  addContainer(container: ContainerRecord, previous: string | undefined): void {
    this.containers.set(container.id, container);
    writeFileSync(this.machine.run('log', container.id), '');
    writeFileSync(this.machine.run('running', container.id), '');
    if (previous !== undefined) {
      writeFileSync(this.machine.run('previous', container.id), previous);
    }
    this.publish();
  }

  log(container: ContainerRecord, stream: 'stdout' | 'stderr', text: string): void {
    for (const line of text.split('\n')) {
      appendFileSync(this.machine.run('log', container.id), `${writeTime(this.stamp())} ${stream} F ${line}\n`);
    }
  }

  endContainer(container: ContainerRecord, exitCode: number): void {
    container.state = {
      state: 'CONTAINER_EXITED',
      startedAt: container.state.startedAt,
      finishedAt: this.stamp(),
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
    };
    this.publish();
    rmSync(this.machine.run('running', container.id), { force: true });
  }

  removeContainer(container: ContainerRecord): void {
    this.containers.delete(container.id);
    for (const folder of ['log', 'running', 'previous']) {
      rmSync(this.machine.run(folder, container.id), { force: true });
    }
    this.deleteFile(`container/${container.id}.json`);
    this.publish();
  }

  endSandbox(sandbox: Sandbox): void {
    sandbox.state = { state: 'SANDBOX_NOTREADY', endedAt: this.stamp() };
    this.publish();
  }

  removeSandbox(sandbox: Sandbox): void {
    for (const container of this.containersOf(sandbox)) {
      this.removeContainer(container);
    }
    this.sandboxes.delete(sandbox.id);
    this.deleteFile(`sandbox/${sandbox.id}.json`);
    this.publish();
  }

  containersOf(sandbox: Sandbox): ContainerRecord[] {
    return [...this.containers.values()].filter((container) => container.sandbox === sandbox);
  }

  /** Writes the files once for all changes of one turn. */
  publish(): void {
    if (!this.publishing) {
      this.publishing = true;
      setImmediate(() => {
        this.publishing = false;
        if (!this.disposal.aborted) {
          this.writeFiles();
        }
      });
    }
  }

  private writeFiles(): void {
    // crictl lists the youngest first.
    const sandboxes = [...this.sandboxes.values()].reverse();
    const containers = [...this.containers.values()].reverse();
    const running = containers.filter(({ state }) => state.state === 'CONTAINER_RUNNING');
    const images = [...this.images.values()];
    this.writeList('pods', { items: sandboxes.map(listSandbox) }, sandboxes.map(sandboxRow), podColumns);
    this.writeList(
      'all',
      { containers: containers.map(listContainer) },
      containers.map(containerRow),
      containerColumns,
    );
    this.writeList(
      'running-containers',
      { containers: running.map(listContainer) },
      running.map(containerRow),
      containerColumns,
    );
    this.writeList('images', { images: images.map(listImage) }, images.map(imageRow), imageColumns);
    this.writeList('stats', { stats: running.map(listStats) }, [], []);
    this.writeJson('info.json', { status: { conditions: conditions() } });
    for (const sandbox of sandboxes) {
      this.writeJson(`sandbox/${sandbox.id}.json`, inspectSandbox(sandbox));
    }
    for (const container of containers) {
      this.writeJson(`container/${container.id}.json`, inspectContainer(container));
    }
  }

  private writeJson(name: string, value: unknown): void {
    this.writeText(name, `${JSON.stringify(value, undefined, 2)}\n`);
  }

  private writeText(name: string, text: string): void {
    if (this.written.get(name) !== text) {
      this.written.set(name, text);
      this.machine.write(`run/demo/${name}`, text);
    }
  }

  private deleteFile(name: string): void {
    this.written.delete(name);
    rmSync(this.machine.run(name), { force: true });
  }

  private writeList(name: string, list: unknown, rows: readonly string[][], columns: readonly string[]): void {
    this.writeJson(`${name}.json`, list);
    const table = [columns, ...rows].map((row) =>
      row
        .map((cell) => `${cell}  `.padEnd(22))
        .join('')
        .trimEnd(),
    );
    this.writeText(`${name}.table`, `${table.join('\n')}\n`);
    this.writeText(`${name}.ids`, rows.map((row) => `${row[0] ?? ''}\n`).join(''));
  }
}

/** containerd's way to write a reference out: `nginx` is `docker.io/library/nginx:latest`. */
function completeReference(reference: string): string {
  const [name = ''] = reference.split('@');
  const last = name.slice(name.lastIndexOf('/') + 1);
  const tagged = last.includes(':') ? name : `${name}:latest`;
  const [first = ''] = tagged.split('/');
  const hasHost = tagged.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  return hasHost ? tagged : `docker.io/${tagged.includes('/') ? '' : 'library/'}${tagged}`;
}

function conditions() {
  return ['RuntimeReady', 'NetworkReady'].map((type) => ({ type, status: true, reason: '', message: '' }));
}

function sandboxMetadata(sandbox: Sandbox) {
  const { name, uid, namespace, attempt } = sandbox;
  return { name, uid, namespace, attempt };
}

function listSandbox(sandbox: Sandbox) {
  return {
    id: sandbox.id,
    metadata: sandboxMetadata(sandbox),
    state: sandbox.state.state,
    createdAt: String(sandbox.createdAt),
    labels: sandbox.labels,
    annotations: sandbox.annotations,
    runtimeHandler: '',
  };
}

function containerLabels({ sandbox, name }: ContainerRecord) {
  return {
    'io.kubernetes.container.name': name,
    'io.kubernetes.pod.name': sandbox.name,
    'io.kubernetes.pod.namespace': sandbox.namespace,
    'io.kubernetes.pod.uid': sandbox.uid,
  };
}

function containerAnnotations({ attempt }: ContainerRecord) {
  return {
    'io.kubernetes.container.restartCount': String(attempt),
    'io.kubernetes.container.terminationMessagePath': '/dev/termination-log',
    'io.kubernetes.container.terminationMessagePolicy': 'File',
    'io.kubernetes.pod.terminationGracePeriod': '30',
  };
}

function listContainer(container: ContainerRecord) {
  const { image } = container;
  return {
    id: container.id,
    podSandboxId: container.sandbox.id,
    metadata: { name: container.name, attempt: container.attempt },
    image: { image: image.id, annotations: {}, userSpecifiedImage: '', runtimeHandler: '', imageRef: '' },
    imageRef: image.id,
    state: container.state.state,
    createdAt: String(container.createdAt),
    labels: containerLabels(container),
    annotations: containerAnnotations(container),
    imageId: '',
  };
}

function listImage({ id, tag }: Image) {
  return { id, repoTags: [tag], repoDigests: [], size: '0', username: '', pinned: false };
}

function listStats(container: ContainerRecord) {
  const timestamp = String(container.state.startedAt);
  return {
    attributes: {
      id: container.id,
      metadata: { name: container.name, attempt: container.attempt },
      labels: containerLabels(container),
      annotations: containerAnnotations(container),
    },
    cpu: { timestamp, usageCoreNanoSeconds: { value: '0' }, usageNanoCores: { value: '0' } },
    memory: { timestamp, workingSetBytes: { value: '0' }, usageBytes: { value: '0' } },
  };
}

function inspectSandbox(sandbox: Sandbox) {
  return {
    status: {
      id: sandbox.id,
      metadata: sandboxMetadata(sandbox),
      state: sandbox.state.state,
      createdAt: writeTime(sandbox.createdAt),
      network: { additionalIps: [], ip: '' },
      labels: sandbox.labels,
      annotations: sandbox.annotations,
      runtimeHandler: '',
    },
    info: { demo: true },
  };
}

function inspectContainer(container: ContainerRecord) {
  const { state, image } = container;
  const exited = state.state === 'CONTAINER_EXITED' ? state : undefined;
  return {
    info: { demo: true, config: { command: container.command, image: { image: image.id } } },
    status: {
      annotations: containerAnnotations(container),
      createdAt: writeTime(container.createdAt),
      exitCode: exited?.exitCode ?? 0,
      finishedAt: exited === undefined ? '0001-01-01T00:00:00Z' : writeTime(exited.finishedAt),
      id: container.id,
      image: { annotations: {}, image: image.tag, runtimeHandler: '', userSpecifiedImage: '' },
      imageId: '',
      imageRef: image.id,
      labels: containerLabels(container),
      logPath: '',
      message: '',
      metadata: { attempt: container.attempt, name: container.name },
      mounts: [],
      reason: exited?.reason ?? '',
      startedAt: writeTime(state.startedAt),
      state: state.state,
    },
  };
}

const podColumns = ['POD ID', 'STATE', 'NAME', 'NAMESPACE', 'ATTEMPT'];
const containerColumns = ['CONTAINER', 'IMAGE', 'STATE', 'NAME', 'ATTEMPT', 'POD ID', 'POD'];
const imageColumns = ['IMAGE', 'IMAGE ID'];

function sandboxRow({ id, state, name, namespace, attempt }: Sandbox): string[] {
  return [id.slice(0, 13), state.state === 'SANDBOX_READY' ? 'Ready' : 'NotReady', name, namespace, String(attempt)];
}

function containerRow({ id, image, state, name, attempt, sandbox }: ContainerRecord): string[] {
  const shown = state.state === 'CONTAINER_RUNNING' ? 'Running' : 'Exited';
  return [id.slice(0, 13), image.tag, shown, name, String(attempt), sandbox.id.slice(0, 13), sandbox.name];
}

function imageRow({ id, tag }: Image): string[] {
  return [tag, id.slice(7, 20)];
}
