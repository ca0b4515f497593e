import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ask from './bin/ask.sh';
import crictl from './bin/crictl.sh';
import curl from './bin/curl.sh';
import id from './bin/id.sh';
import journalctl from './bin/journalctl.sh';
import kubelet from './bin/kubelet.sh';
import systemctl from './bin/systemctl.sh';

/** What a real node would call v1.37.x: the build metadata says that this is none. */
export const kubeletVersion = '1.37.0+demo';
export const kubeletMinor = 37;

/**
 * The folder that stands for a node's root: the scripts that run on nodes look for /proc and /var/lib/static-pods
 * below STATIC_PODS_ROOT, and for programs in PATH, where the demo's own come first.
 */
export class Machine {
  readonly root: string;
  readonly bin: string;
  readonly staticPodPath: string;
  readonly configFile: string;

  constructor(
    folder: string,
    readonly nodeName: string,
    private readonly searchPath: string,
  ) {
    this.root = path.join(folder, nodeName);
    this.bin = path.join(this.root, 'bin');
    this.staticPodPath = path.join(this.root, 'etc/kubernetes/manifests');
    this.configFile = path.join(this.root, 'var/lib/kubelet/config.yaml');
    // What ran before this start is gone, as after a node's boot; manifests and revisions stay.
    for (const stale of ['run', 'proc', 'bin']) {
      rmSync(path.join(this.root, stale), { recursive: true, force: true });
    }
    for (const made of ['bin', 'etc/kubernetes/manifests', 'var/lib/kubelet', 'proc/sys/kernel/random']) {
      mkdirSync(path.join(this.root, made), { recursive: true });
    }
    for (const made of ['answers', 'container', 'log', 'previous', 'questions', 'running', 'sandbox']) {
      mkdirSync(this.run(made), { recursive: true });
    }
    this.writePrograms();
    this.write('proc/sys/kernel/random/boot_id', `demo-${String(Date.now())}\n`);
    this.write('var/lib/kubelet/config.yaml', this.configuration());
  }

  /** A path below the folder that the simulated kubelet and the programs of `bin` share. */
  run(...names: string[]): string {
    return path.join(this.root, 'run/demo', ...names);
  }

  /** The variables that commands of an SSH session see. */
  variables(): Record<string, string> {
    return {
      PATH: `${this.bin}:${this.searchPath}`,
      HOME: this.root,
      USER: 'root',
      LOGNAME: 'root',
      STATIC_PODS_ROOT: this.root,
    };
  }

  /** Replaces a file below the root at once, so that no program sees half of it. */
  write(name: string, text: string): void {
    const file = path.join(this.root, name);
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }

  /** Makes the entry of the kubelet's process in /proc, and its unit's properties. */
  showKubelet(state: { readonly pid: number; readonly restarts: number } | undefined): void {
    const argv = ['kubelet', '--config', this.configFile, '--hostname-override', this.nodeName];
    if (state !== undefined) {
      const folder = `proc/${String(state.pid)}`;
      mkdirSync(path.join(this.root, folder), { recursive: true });
      this.write(`${folder}/cmdline`, argv.map((word) => `${word}\0`).join(''));
      this.write(`${folder}/cgroup`, '0::/system.slice/kubelet.service\n');
      this.write(`${folder}/exe`, kubelet.replace('@VERSION@', kubeletVersion));
      chmodSync(path.join(this.root, folder, 'exe'), 0o755);
      this.write(`${folder}/comm`, 'kubelet\n');
    }
    const properties = {
      Id: 'kubelet.service',
      LoadState: 'loaded',
      ActiveState: state === undefined ? 'inactive' : 'active',
      SubState: state === undefined ? 'dead' : 'running',
      MainPID: state?.pid ?? 0,
      NRestarts: state?.restarts ?? 0,
      ExecStart: `{ path=kubelet ; argv[]=${argv.join(' ')} ; ignore_errors=no }`,
      Environment: '',
    };
    const lines = Object.entries(properties).map(([key, value]) => `${key}=${String(value)}\n`);
    this.write('run/demo/kubelet.unit', lines.join(''));
    if (state === undefined) {
      rmSync(this.run('healthz'), { force: true });
    } else {
      this.write('run/demo/healthz', 'ok');
    }
  }

  hideProcess(pid: number): void {
    rmSync(path.join(this.root, `proc/${String(pid)}`), { recursive: true, force: true });
  }

  private writePrograms(): void {
    for (const [name, text] of Object.entries({ crictl, curl, id, journalctl, systemctl })) {
      const file = path.join(this.bin, name);
      writeFileSync(file, `#!/bin/sh\n${ask}\n${text}`, { mode: 0o755 });
      chmodSync(file, 0o755);
    }
  }

  private configuration(): string {
    return [
      'apiVersion: kubelet.config.k8s.io/v1beta1',
      'kind: KubeletConfiguration',
      `staticPodPath: ${this.staticPodPath}`,
      'fileCheckFrequency: 2s',
      'containerRuntimeEndpoint: unix:///run/demo/demo.sock',
      'healthzBindAddress: 127.0.0.1',
      'healthzPort: 10248',
      '',
    ].join('\n');
  }
}
