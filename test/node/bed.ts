import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A user of a node. `sudo` says in words what it may do. */
export interface BedUser {
  readonly identity?: string;
  readonly password?: string;
  readonly sudo: string;
}

/** A node of the bed as `test/node/bed.sh up` describes it; paths are absolute. */
export interface BedNode {
  readonly name: string;
  readonly nodeName: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly identity: string;
  readonly knownHosts: string;
  readonly encryptedIdentity: { readonly identity: string; readonly passphrase: string };
  /** The network namespace, and the machine's end of the node's link: `ip link set LINK down` cuts it. */
  readonly networkNamespace: string;
  readonly link: string;
  readonly users: Readonly<Record<'root' | 'ops' | 'opspw' | 'opskbd' | 'plain', BedUser>>;
}

export interface Bed {
  readonly nodes: readonly BedNode[];
  /** What each part is: "real …" or "stand-in …". */
  readonly parts: Readonly<Record<string, string>>;
}

/** Reads what `bed.sh up` wrote. Throws where the bed is not up. */
export function readBed(): Bed {
  try {
    return JSON.parse(readFileSync('.cache/node/bed.json', 'utf8')) as Bed;
  } catch (error) {
    throw new Error('The bed is not up; run test/node/bed.sh up.', { cause: error });
  }
}

/** The node NAME (`n1`, `n2`). Throws where the bed has none of that name. */
export function bedNode(name: string): BedNode {
  const node = readBed().nodes.find((candidate) => candidate.name === name);
  if (node === undefined) {
    throw new Error(`The bed has no node ${name}; run test/node/bed.sh up.`);
  }
  return node;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface OverSsh {
  readonly user?: keyof BedNode['users'];
  readonly input?: string;
  /** Further options of ssh, each as `Name=value`. */
  readonly options?: readonly string[];
  /** Another key than the node's; null offers none. */
  readonly identity?: string | null;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command line in the node's shell by OpenSSH: a second opinion beside the product's own transport. */
export function overSsh(node: BedNode, command: string, how: OverSsh = {}): Promise<Ran> {
  const identity = how.identity === undefined ? node.identity : how.identity;
  const options = [
    ...(how.options ?? []),
    'IdentitiesOnly=yes',
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile=${node.knownHosts}`,
    'ConnectTimeout=5',
    'LogLevel=ERROR',
  ];
  const args = [
    ...['-F', '/dev/null', '-p', String(node.port)],
    ...(identity === null ? ['-o', 'PubkeyAuthentication=no'] : ['-i', identity]),
    ...options.flatMap((option) => ['-o', option]),
    `${how.user ?? node.user}@${node.host}`,
    command,
  ];
  return run('ssh', args, how.input ?? '', { ...process.env, ...how.env });
}

/** Runs a program of this machine to its end. */
export function run(program: string, args: readonly string[], input = '', env = process.env): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    // A command that ends before it has read all of its input is no failure of ours.
    child.stdin.on('error', () => undefined).end(input);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** As {@link overSsh}, and throws what it said where it failed. */
export async function onNode(node: BedNode, command: string, how: OverSsh = {}): Promise<string> {
  const ran = await overSsh(node, command, how);
  if (ran.code !== 0) {
    throw new Error(`${command} on ${node.nodeName} ended with ${String(ran.code)}: ${ran.stderr}${ran.stdout}`);
  }
  return ran.stdout;
}

export interface CrictlContainer {
  readonly id: string;
  readonly podSandboxId: string;
  readonly metadata: { readonly name: string; readonly attempt: number };
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** All containers of a Pod, newest first, as crictl on the node tells them. `pod` carries the node's suffix. */
export async function containersOf(node: BedNode, pod: string): Promise<readonly CrictlContainer[]> {
  const text = await onNode(node, `crictl ps -a -o json --label io.kubernetes.pod.name=${pod}`);
  return (JSON.parse(text) as { containers: CrictlContainer[] }).containers;
}

/** Asks again as soon as it is answered, until the answer is something. Throws after so many seconds. */
export async function untilFound<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await ask();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${String(seconds)} s`);
    }
  }
}
