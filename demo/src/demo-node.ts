import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { utils } from 'ssh2';
import { SimulatedKubelet } from './kubelet';
import { Journal } from './klog';
import { Machine } from './machine';
import { refusePull } from './pod-worker';
import { QuestionBox, type Answer } from './questions';
import { Runtime } from './runtime';
import { SshServer } from './ssh-server';

/** How a client reaches the node: a NodeTarget, and where things are. */
export interface DemoNodeAddress {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly identityFile: string;
  readonly knownHostsFile: string;
  readonly staticPodPath: string;
  readonly nodeName: string;
}

export interface DemoNodeOptions {
  /** Where keys and nodes live; made where it is missing. */
  readonly folder: string;
  /** `demo`, or `demo-2` of several. */
  readonly name: string;
  readonly port: number;
  /** Where commands find sh and everything that the demo does not bring itself. Default: this process's PATH. */
  readonly searchPath?: string;
}

const user = 'demo';

/** One demo node: an SSH server before a folder that stands for a machine, and a simulated kubelet behind it. */
export class DemoNode {
  private constructor(
    readonly address: DemoNodeAddress,
    private readonly ssh: SshServer,
    private readonly kubelet: SimulatedKubelet,
    private readonly questions: QuestionBox,
    private readonly disposal: AbortController,
  ) {}

  static async start({ folder, name, port, searchPath }: DemoNodeOptions): Promise<DemoNode> {
    const nodeName = name === 'demo' ? 'demo-node' : name.replace(/^demo/, 'demo-node');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const machine = new Machine(folder, nodeName, searchPath ?? process.env['PATH'] ?? '/usr/bin:/bin');
    const disposal = new AbortController();
    const runtime = new Runtime(machine, disposal.signal);
    const journal = new Journal(machine.run('journal'), nodeName, () => kubelet.pid);
    const kubelet: SimulatedKubelet = new SimulatedKubelet(machine, journal, runtime, process.pid);
    kubelet.start();
    const questions = new QuestionBox(machine, (words) => Promise.resolve(answer(words, kubelet, runtime)));
    const hostKey = keepKey(path.join(folder, 'host_key'));
    const userKey = keepKey(path.join(folder, 'user_key'));
    const ssh = await SshServer.listen({
      hostKey: hostKey.private,
      user,
      authorizedKey: userKey.public,
      variables: machine.variables(),
      workingFolder: machine.root,
      port,
    });
    const knownHostsFile = path.join(folder, `known_hosts_${name}`);
    writeFileSync(knownHostsFile, `[${ssh.address.host}]:${String(ssh.address.port)} ${hostKey.public}\n`, {
      mode: 0o600,
    });
    const address = {
      name,
      ...ssh.address,
      user,
      identityFile: path.join(folder, 'user_key'),
      knownHostsFile,
      staticPodPath: machine.staticPodPath,
      nodeName,
    };
    return new DemoNode(address, ssh, kubelet, questions, disposal);
  }

  async stop(): Promise<void> {
    await this.ssh.close();
    this.questions.dispose();
    await this.kubelet.dispose();
    this.disposal.abort();
  }
}

function answer(words: readonly string[], kubelet: SimulatedKubelet, runtime: Runtime): Answer {
  const [verb = '', object = ''] = words;
  switch (verb) {
    case 'stop':
      // As crictl does for a container that has ended already: it says its name and all is well.
      kubelet.stopContainer(object);
      return { code: 0, text: `${object}\n` };
    case 'pull': {
      const refusal = refusePull(object);
      return refusal === undefined
        ? { code: 0, text: `Image is up to date for ${runtime.addImage(object).id}\n` }
        : { code: 1, text: `pulling image: ${refusal}\n` };
    }
    case 'restart-kubelet':
    case 'try-restart-kubelet':
      kubelet.stop();
      kubelet.start();
      return { code: 0, text: '' };
    case 'start-kubelet':
      kubelet.start();
      return { code: 0, text: '' };
    case 'stop-kubelet':
      kubelet.stop();
      return { code: 0, text: '' };
    default:
      return { code: 1, text: `the demo node does not know '${verb}'\n` };
  }
}

/** The key pair of that name, made at the first start. */
function keepKey(file: string): { readonly private: string; readonly public: string } {
  if (!existsSync(file)) {
    const made = utils.generateKeyPairSync('ed25519', { comment: 'demo' });
    writeFileSync(file, made.private, { mode: 0o600 });
    writeFileSync(`${file}.pub`, `${made.public}\n`);
  }
  return { private: readFileSync(file, 'utf8'), public: readFileSync(`${file}.pub`, 'utf8').trim() };
}
