import type { Transport } from '../transport/transport';
import type { ObservedNode } from './observed-node';
import { podNameOn } from './manifest-identity';
import { ObserveError, sha256 } from './observe';
import { publishScript } from './scripts';
import { withSections, words } from './sections';
import { joinStaticPods } from './static-pods';

/** The list can't be written where it is to be. The message says why, and what to do. */
export class PublishError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PublishError';
  }
}

export interface PublishedList {
  readonly path: string;
  /** Undefined where there is none yet. */
  readonly text: string | undefined;
  /** Of its bytes, which need be no text; `-` where there is none yet. */
  readonly sha256: string;
  /** Whether the user may write there; else it takes root's rights. */
  readonly isWritable: boolean;
}

/** What is published now. Throws TransportError, ObserveError, SectionError and PublishError. */
async function readPublished(transport: Transport, path: string, signal?: AbortSignal): Promise<PublishedList> {
  const { stdin, read } = withSections(publishScript.replace('@LIST@', ''));
  const abort = signal === undefined ? {} : { signal };
  const result = await transport.exec({ argv: ['sh', '-s', '--', `path=${path}`], stdin, ...abort });
  if (result.exitCode !== 0) {
    throw new ObserveError(`${path} on ${transport.label} can't be looked at: ${lastLine(result.stderr)}`);
  }
  const sections = read(result.stdout);
  const body = (name: string): Buffer => sections.find((section) => section.name === name)?.body ?? Buffer.alloc(0);
  const [there, writable, folder] = words(body('state'));
  if (there === 'other') {
    throw new PublishError(
      `${path} is no file: name the file that the web server hands out, such as ${path}/pods.yaml.`,
    );
  }
  if (folder !== 'folder') {
    throw new PublishError(`The folder of ${path} is not there: make it, or name another path.`);
  }
  return {
    path,
    text: there === 'there' ? body('content').toString('utf8') : undefined,
    sha256: there === 'there' ? sha256(body('content')) : '-',
    isWritable: writable === 'writable',
  };
}

/** Writes the list as one rename; `published` is what it replaces. Throws TransportError and PublishError. */
export async function writePublished(transport: Transport, published: PublishedList, text: string): Promise<void> {
  const { path, isWritable, sha256: old } = published;
  const encoded = Buffer.from(text)
    .toString('base64')
    .replace(/.{1,1024}/g, '$&\n');
  const result = await transport.exec({
    argv: ['sh', '-s', '--', `path=${path}`, `old=${old}`, `new=${sha256(text)}`],
    stdin: publishScript.replace('@LIST@', () => encoded.trimEnd()),
    asRoot: !isWritable,
  });
  if (result.exitCode !== 0) {
    throw new PublishError(`${path} on ${transport.label}: ${lastLine(result.stderr)}.`);
  }
}

function lastLine(stderr: Buffer): string {
  return stderr.toString('utf8').trim().split('\n').at(-1) || 'no reason given';
}

/** What a list has to say of one Pod. */
export interface ListedPod {
  readonly namespace: string;
  readonly name: string;
  /** Equal forms mean that the kubelet sees no change. */
  readonly form: string;
}

export interface ListChange {
  readonly namespace: string;
  readonly name: string;
  readonly action: 'add' | 'update' | 'unchanged' | 'remove';
}

/** What comes, changes and goes, sorted by namespace and name. */
function compareLists(before: readonly ListedPod[], after: readonly ListedPod[]): ListChange[] {
  const key = ({ namespace, name }: ListedPod): string => `${namespace}/${name}`;
  const old = new Map(before.map((pod) => [key(pod), pod]));
  const fresh = new Map(after.map((pod) => [key(pod), pod]));
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((pod): ListChange[] => {
    const [was, is] = [old.get(pod), fresh.get(pod)];
    const { namespace, name } = is ?? was ?? { namespace: '', name: '' };
    const action =
      is === undefined ? 'remove' : was === undefined ? 'add' : was.form === is.form ? 'unchanged' : 'update';
    return [{ namespace, name, action }];
  });
}

/** What publishing a list would change. */
export interface Publication {
  readonly published: PublishedList;
  readonly text: string;
  readonly changes: readonly ListChange[];
  /** Nothing has to be written. */
  readonly isSame: boolean;
  /** What lies there now is no list that a kubelet takes: every Pod counts as new. */
  readonly wasUnreadable: boolean;
}

/**
 * Looks at what is published and compares. `read` tells what a text holds as a kubelet reads it; undefined where that
 * would refuse it. Throws what readPublished throws.
 */
export async function planPublication(
  transport: Transport,
  path: string,
  list: { readonly text: string; readonly items: readonly ListedPod[] },
  read: (text: string) => Promise<readonly ListedPod[] | undefined>,
  signal?: AbortSignal,
): Promise<Publication> {
  const published = await readPublished(transport, path, signal);
  const isSame = published.text === list.text;
  const old = isSame ? list.items : published.text === undefined ? [] : await read(published.text);
  const changes = compareLists(old ?? [], list.items);
  return { published, text: list.text, changes, isSame, wasUnreadable: old === undefined };
}

export interface TakenPod extends ListChange {
  /** `taken`: as the list says. */
  readonly state: 'taken' | 'waiting' | 'failing';
  readonly configHash: string;
  readonly reason: string;
}

export interface Taken {
  readonly isTaken: boolean;
  /** The kubelet says that it does not take the list, which is more than that it can't get it. */
  readonly isRefused: boolean;
  readonly pods: readonly TakenPod[];
  /** What the kubelet says against the list, or of how it can't get it. */
  readonly refusals: readonly string[];
}

/**
 * Whether a node's kubelet has taken a list: by the sandboxes of source http and their config hashes, against those
 * of the look before it was published.
 */
export function judgeTaken(before: ObservedNode, now: ObservedNode, changes: readonly ListChange[]): Taken {
  const find = (node: ObservedNode, change: ListChange) =>
    joinStaticPods(node).find(
      ({ namespace, podName, source }) =>
        source === 'http' && namespace === change.namespace && podName === podNameOn(node.nodeName, change.name),
    );
  const pods = changes.map((change): TakenPod => {
    const was = find(before, change);
    const is = find(now, change);
    const told = { ...change, configHash: is?.configHash ?? '' };
    if (change.action === 'remove') {
      const isGone = is?.sandbox?.state !== 'SANDBOX_READY';
      return { ...told, state: isGone ? 'taken' : 'waiting', reason: isGone ? '' : 'it still runs' };
    }
    const isOld = change.action === 'update' && was !== undefined && was.configHash === is?.configHash;
    if (is === undefined || isOld) {
      return { ...told, state: 'waiting', reason: is === undefined ? 'it has not come' : 'the old one still runs' };
    }
    const { state } = is;
    if (state.state === 'running' || state.state === 'completed') {
      return { ...told, state: 'taken', reason: '' };
    }
    return state.state === 'failing'
      ? { ...told, state: 'failing', reason: `container ${state.container}: ${state.reason}` }
      : { ...told, state: 'waiting', reason: state.state };
  });
  // What it said before is about another list: the kubelet never says that a refusal is over.
  const problems = now.problems.filter(({ source, time }) => source === 'http' && time >= before.time);
  return {
    isTaken: pods.every(({ state }) => state === 'taken'),
    isRefused: problems.some(({ about }) => about === 'list'),
    pods,
    refusals: problems.map(({ field, message }) => (field === undefined ? message : `\`${field}\`: ${message}`)),
  };
}
