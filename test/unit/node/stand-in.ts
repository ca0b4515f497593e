import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readIdentity } from '../../../client/src/node/manifest-identity';
import type { ExecRequest, ExecResult, Transport } from '../../../client/src/transport/transport';

/** A shell that the scripts must run in, and the programs they find there. */
export interface Shell {
  readonly name: string;
  readonly program: string;
  /** Only busybox' applets instead of the machine's programs. */
  readonly onlyBusybox?: boolean;
}

export const shells: readonly Shell[] = [
  { name: 'dash', program: '/bin/dash' },
  { name: 'bash', program: '/bin/bash' },
  { name: 'busybox', program: '/bin/busybox', onlyBusybox: true },
].filter(({ program }) => existsSync(program));

/**
 * A folder that the scripts take for a node, and a stand-in for its kubelet and crictl: it runs what lies in the
 * manifests folder at once. A manifest's text says what becomes of it: `# refused`, `# exits 3`, `# hangs`.
 * No claim about real kubelets rests on it; test/node asks those.
 */
export class StandInNode implements Transport {
  readonly label = 'stand-in';
  readonly root = mkdtempSync(path.join(tmpdir(), 'stand-in-'));
  readonly manifests = path.join(this.root, 'manifests');
  /** Where the scripts are started. */
  readonly home = path.join(this.root, 'home');
  roundTrips = 0;
  private readonly bin = path.join(this.root, 'bin');
  private readonly pods = new Map<string, StandInPod>();
  private readonly watcher: FSWatcher;
  private readonly stopped: StandInPod[] = [];

  constructor(private readonly shell: Shell) {
    const proc = path.join(this.root, 'proc/4242');
    for (const folder of [this.manifests, this.home, this.bin, proc, path.join(this.root, 'var/lib')]) {
      mkdirSync(folder, { recursive: true });
    }
    const config = path.join(this.root, 'config.yaml');
    writeFileSync(config, `staticPodPath: ${this.manifests}/\nfileCheckFrequency: 1s\n`);
    writeFileSync(path.join(proc, 'comm'), 'kubelet\n');
    writeFileSync(
      path.join(proc, 'cmdline'),
      ['kubelet', '--config', config, '--hostname-override=Node-A', ''].join('\0'),
    );
    writeFileSync(path.join(proc, 'cgroup'), '0::/system.slice/kubelet.service\n');
    this.program(path.join(proc, 'exe'), 'echo Kubernetes v1.37.2');
    this.addPrograms();
    this.writeState();
    writeFileSync(path.join(this.root, 'journal'), '');
    this.watcher = watch(this.manifests, () => {
      this.sync();
    });
  }

  /** A shell script in PATH before everything else. */
  program(name: string, text: string): void {
    const file = path.resolve(this.bin, name);
    // It may be a link to busybox itself.
    rmSync(file, { force: true });
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
  }

  private addPrograms(): void {
    const { root, bin, shell } = this;
    if (shell.onlyBusybox === true) {
      const applets = spawnSync(shell.program, ['--list'], { encoding: 'utf8' }).stdout.trim().split('\n');
      for (const applet of applets) {
        symlinkSync(shell.program, path.join(bin, applet));
      }
    } else {
      symlinkSync(shell.program, path.join(bin, 'sh'));
    }
    rmSync(path.join(bin, 'wget'), { force: true });
    rmSync(path.join(bin, 'nc'), { force: true });
    this.program('systemctl', 'printf "Id=kubelet.service\\nActiveState=active\\n"');
    this.program('journalctl', `cat '${root}/journal'`);
    this.program('curl', 'printf ok');
    this.program(
      'crictl',
      `[ "$1" != --runtime-endpoint ] || shift 2
[ "$1" != --timeout ] || shift 2
case $1 in
  version) printf 'RuntimeName:  stand-in\\nRuntimeVersion:  1\\n' ;;
  pods) cat '${root}/pods.json' ;;
  ps) cat '${root}/ps.json' ;;
  images) echo '{"images": []}' ;;
  inspect) cat "${root}/inspect.$4" ;;
  logs) echo 'the last words' >&2 ;;
esac`,
    );
  }

  exec(request: ExecRequest): Promise<ExecResult> {
    this.roundTrips++;
    const [program = '', ...args] = request.argv;
    const child = spawn(path.join(this.bin, program), args, {
      cwd: this.home,
      env: {
        STATIC_PODS_ROOT: this.root,
        PATH: this.shell.onlyBusybox === true ? this.bin : `${this.bin}:/usr/bin:/bin:/usr/sbin:/sbin`,
        ...this.environment,
      },
      stdio: 'pipe',
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', request.onStdout ?? ((chunk: Buffer) => out.push(chunk)));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined).end(request.stdin ?? '');
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        resolve({
          exitCode: code ?? undefined,
          signal: signal ?? undefined,
          stdout: Buffer.concat(out),
          stderr: Buffer.concat(err),
        });
      });
    });
  }

  /** Added to what the scripts see. */
  environment: Record<string, string> = {};

  dispose(): void {
    this.watcher.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** The manifest's bytes; undefined where there is none. */
  read(name: string): string | undefined {
    const file = path.join(this.manifests, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  hidden(): string[] {
    return readdirSync(this.manifests).filter((name) => name.startsWith('.'));
  }

  /** What the kubelet does at a list and at an event. */
  sync(): void {
    const seen = new Set<string>();
    for (const name of readdirSync(this.manifests).filter((entry) => !entry.startsWith('.'))) {
      const text = this.read(name);
      const identity = text === undefined ? undefined : readIdentity(text);
      if (text === undefined || identity === undefined || text.includes('# refused')) {
        this.complain(name);
        continue;
      }
      const key = `${identity.name}-node-a`;
      seen.add(key);
      const hash = createHash('md5')
        .update(text.replace(/^# word.*\n/gm, ''))
        .digest('hex');
      if (this.pods.get(key)?.hash !== hash) {
        this.stop(key);
        this.pods.set(key, new StandInPod(key, hash, identity.containers, text));
      }
    }
    for (const key of this.pods.keys()) {
      if (!seen.has(key)) {
        this.stop(key);
      }
    }
    this.writeState();
  }

  private stop(key: string): void {
    const pod = this.pods.get(key);
    if (pod !== undefined) {
      pod.end();
      this.stopped.push(pod);
      this.pods.delete(key);
    }
  }

  private complain(name: string): void {
    const now = new Date();
    const klog = now.toISOString().replace(/^\d+-(\d+)-(\d+)T([\d:.]+)Z$/, '$1$2 $3000');
    const file = JSON.stringify(path.join(this.manifests, name)).slice(1, -1);
    const error = `can't process config file \\"${file}\\": it is refused`;
    const entry = `E${klog} 1 file.go:107] "Unable to process watch event" err="${error}"`;
    const journal = path.join(this.root, 'journal');
    writeFileSync(journal, `${(Date.now() / 1000).toFixed(6)} n kubelet[1]: ${entry}\n`, { flag: 'a' });
  }

  private writeState(): void {
    const pods = [...this.pods.values(), ...this.stopped];
    this.write('pods.json', { items: pods.map((pod) => pod.describeSandbox()) });
    this.write('ps.json', { containers: pods.flatMap((pod) => pod.describeContainers()) });
    for (const pod of pods) {
      for (const { id } of pod.describeContainers()) {
        this.write(`inspect.${id}`, { status: { id, exitCode: pod.exitCode, reason: 'Error' } });
      }
    }
  }

  private write(name: string, value: object): void {
    const file = path.join(this.root, name);
    writeFileSync(`${file}.new`, `${JSON.stringify(value, undefined, 2)}\n`);
    renameSync(`${file}.new`, file);
  }
}

class StandInPod {
  readonly exitCode: number;
  private readonly id = randomBytes(32).toString('hex');
  private readonly created = `${Date.now()}000000`;
  private ended = false;
  private readonly containers: readonly { readonly id: string; readonly name: string }[];

  constructor(
    readonly name: string,
    readonly hash: string,
    containers: readonly string[],
    text: string,
  ) {
    this.exitCode = Number(/# exits (\d+)/.exec(text)?.[1] ?? -1);
    this.containers = text.includes('# hangs')
      ? []
      : containers.map((container) => ({ id: randomBytes(32).toString('hex'), name: container }));
  }

  end(): void {
    this.ended = true;
  }

  describeSandbox(): object {
    return {
      id: this.id,
      metadata: { name: this.name, uid: this.hash, namespace: 'default', attempt: 0 },
      state: this.ended ? 'SANDBOX_NOTREADY' : 'SANDBOX_READY',
      createdAt: this.created,
      labels: { '"odd" [label]: {': 'a\tb' },
      annotations: { 'kubernetes.io/config.hash': this.hash, 'kubernetes.io/config.source': 'file' },
    };
  }

  describeContainers(): { readonly id: string }[] {
    return this.containers.map(({ id, name }) => ({
      id,
      podSandboxId: this.id,
      metadata: { name, attempt: 0 },
      state: this.ended || this.exitCode >= 0 ? 'CONTAINER_EXITED' : 'CONTAINER_RUNNING',
      createdAt: this.created,
    }));
  }
}
