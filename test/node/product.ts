import { run, type BedNode, type Ran } from './bed';

/** The built command line; STATIC_PODS_CLI names another build. */
const cli = process.env['STATIC_PODS_CLI'] ?? 'dist/cli.js';

/** Runs `static-pods VERB …` on a node as one of its users. */
export function staticPods(
  node: BedNode,
  verb: string,
  args: readonly string[],
  user: keyof BedNode['users'] = 'root',
): Promise<Ran> {
  return run(process.execPath, [cli, verb, ...nodeFlags(node, user), ...args]);
}

export function nodeFlags(node: BedNode, user: keyof BedNode['users'] = 'root'): string[] {
  return [
    ...['--ssh', `${user}@${node.host}:${node.port}`],
    ...['--identity', node.identity],
    ...['--known-hosts', node.knownHosts],
  ];
}

export interface ListedPod {
  readonly name: string;
  readonly namespace: string;
  readonly manifest: string;
  readonly configHash: string;
  readonly source: string;
  readonly state: string;
  readonly containers: readonly {
    readonly name: string;
    readonly id: string;
    readonly image: string;
    readonly state: string;
    readonly attempt: number;
    readonly exitCode?: number;
  }[];
}

export interface Listed {
  readonly pods: readonly ListedPod[];
  readonly problems: readonly { readonly path: string; readonly message: string; readonly field?: string }[];
}

export interface Deployed {
  readonly manifests: readonly {
    readonly file: string;
    readonly action: string;
    readonly result?: string;
    readonly message?: string;
  }[];
}

/** The one node of an answer in JSON. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what a test expects of another program
export function nodeOf<T>(ran: Ran): T {
  let value: { readonly nodes: readonly T[] };
  try {
    value = JSON.parse(ran.stdout) as { readonly nodes: readonly T[] };
  } catch (error) {
    throw new Error(`no JSON: ${ran.stdout}\n${ran.stderr}`, { cause: error });
  }
  const [node] = value.nodes;
  if (node === undefined) {
    throw new Error(`no node in ${ran.stdout}`);
  }
  return node;
}
