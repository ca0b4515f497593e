import { randomBytes } from 'node:crypto';
import { onAbort } from '../transport/abort';
import { TransportError, type ExecResult, type Transport } from '../transport/transport';
import type { ManifestNeeds } from './manifest-needs';
import { sha256 } from './observe';
import type { ReadinessProbe } from './readiness';
import { applyScript, cancelScript, reconcileScript } from './scripts';
import { parseEvent, type Outcome, type TransactionEvent } from './transaction-events';

export { parseEvent, type Failure, type Outcome, type TransactionEvent } from './transaction-events';

/** What the node is asked to do with one file, all or nothing with the others. */
export interface ManifestRequest {
  /**
   * `park`: as `remove`, and the manifest lies aside on the node until it is written again. `folder`, in a change of
   * the kubelet's settings: it is made, as root's, where it is missing.
   */
  readonly action: 'write' | 'remove' | 'park' | 'restart' | 'folder';
  readonly path: string;
  /** What has to be there for this to be done: the file's sha256, or `-` for none. */
  readonly old: string;
  /** Set for `write`. */
  readonly content?: Buffer;
  /** For `write`: what is parked under this name has come back with it. */
  readonly unpark?: boolean;
  /** What has to hold on the node before anything is committed. */
  readonly needs?: ManifestNeeds;
  /** What to wait for; without it the file is changed and nothing is waited for. */
  readonly watch?: PodWatch;
}

export interface PodWatch {
  readonly namespace: string;
  /** With the node's suffix. '' where the text names no Pod: then only the kubelet's refusal can come. */
  readonly podName: string;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  /** `metadata.uid` is set: the config hash proves nothing, only a container that is newer than the file. */
  readonly fixedUid: boolean;
  readonly containers: readonly string[];
  readonly sidecars: readonly string[];
  readonly initContainers: readonly string[];
  /** Asked on the node once the containers have stayed up; all must be answered. */
  readonly readiness: readonly ReadinessProbe[];
}

export interface TransactionRequest {
  readonly manifests: readonly ManifestRequest[];
  readonly crictl: string;
  readonly runtimeEndpoint: string;
  /** The kubelet's systemd unit; '' where its log is a file. */
  readonly unit: string;
  readonly stableSeconds: number;
  readonly timeoutSeconds: number;
  /** Images that are not there may take as long as this to pull, before anything is changed. */
  readonly pullSeconds: number;
  /** The kubelet has ways to credentials for images that crictl has not. */
  readonly hasCredentialProvider: boolean;
  /** Leave what failed in place. */
  readonly keep: boolean;
  /** The files are the kubelet's own settings: it is started anew after the commit, and watched instead of Pods. */
  readonly kubelet?: KubeletRestart;
}

export interface KubeletRestart {
  /** A command line for the node's sh, as the user wrote it. */
  readonly command: string;
  /** A file of its systemd unit changed. */
  readonly reload: boolean;
  /** Where it serves its health after the change, and before it; port 0: nowhere. */
  readonly health: HealthEndpoint;
  readonly healthBefore: HealthEndpoint;
  /** Pods of these sources must run on: those of another may end by what is changed. */
  readonly keptSources: readonly ('file' | 'http' | 'api')[];
}

export interface HealthEndpoint {
  readonly host: string;
  readonly port: number;
}

export interface TransactionOptions {
  /** Aborting asks the node to put everything back; the promise settles when it has. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TransactionEvent) => void;
}

/** The script failed before it could work, or said what makes no sense. */
export class TransactionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TransactionError';
  }
}

/**
 * Runs a transaction on the node and tells its events until its end. It goes on there whatever becomes of the
 * connection: a lost one is made again, and the events go on where they broke off. Throws TransportError where the
 * node stays out of reach, and TransactionError.
 */
export async function runTransaction(
  transport: Transport,
  request: TransactionRequest,
  options: TransactionOptions = {},
): Promise<Outcome> {
  const sections = encodeTransaction(request);
  const end = await followTransaction(transport, createId(), sections, reachSeconds(request), options);
  // The very same was asked for a moment ago, by another window or before a crash of this program.
  if (end.outcome === 'locked' && end.holder !== '' && end.digest === digestOf(request)) {
    return (await followTransaction(transport, end.holder, '', reachSeconds(request), options)).outcome;
  }
  return end.outcome;
}

/** How long a node may stay out of reach: by then the transaction has ended there, one way or the other. */
function reachSeconds({ timeoutSeconds, pullSeconds }: TransactionRequest): number {
  return 2 * timeoutSeconds + pullSeconds + 60;
}

type End = Extract<TransactionEvent, { event: 'end' }>;

async function followTransaction(
  transport: Transport,
  id: string,
  sections: string,
  reach: number,
  { signal, onEvent }: TransactionOptions,
): Promise<End> {
  const stdin = applyScript.replace('@TRANSACTION@', () => sections);
  let told = 0;
  let end: End | undefined;
  let cancelled: Promise<unknown> | undefined;
  const cancel = (): void => {
    cancelled ??= transport.exec({ argv: ['sh', '-s', '--', id], stdin: cancelScript, asRoot: true }).catch(() => {
      // The connection is down: it is asked again below, once there is one.
      cancelled = undefined;
    });
  };
  const ignoreAbort = onAbort(signal, cancel);
  try {
    let outOfReachSince: number | undefined;
    for (let attempt = 0; ; attempt++) {
      if (signal?.aborted === true) {
        cancel();
      }
      const lines = createLineReader((line) => {
        outOfReachSince = undefined;
        attempt = 0;
        if (line === '') {
          return;
        }
        told += line === 'lost' ? 0 : 1;
        const event = parseEvent(line);
        if (event?.event === 'end') {
          end = event;
        }
        if (event !== undefined) {
          onEvent?.(event);
        }
      });
      try {
        const result = await transport.exec({
          argv: ['sh', '-s', '--', `id=${id}`, `offset=${told}`],
          stdin,
          asRoot: true,
          onStdout: lines,
        });
        return end ?? giveUp(result, onEvent);
      } catch (error) {
        if (!(error instanceof TransportError) || error.kind !== 'connect') {
          throw error;
        }
        outOfReachSince ??= Date.now();
        // Before the first word it is not known whether anything began there: asking again with the same id finds out.
        if (Date.now() - outOfReachSince > (told === 0 ? 15 : reach) * 1000) {
          throw error;
        }
        onEvent?.({ event: 'reconnecting' });
        await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 250 * 2 ** attempt)));
      }
    }
  } finally {
    ignoreAbort();
    await cancelled;
  }
}

function giveUp(result: ExecResult, onEvent: TransactionOptions['onEvent']): End {
  const said = result.stderr.toString('utf8').trim();
  if (said !== '') {
    throw new TransactionError(`The node could not take the transaction: ${said.split('\n').at(-1) ?? ''}`);
  }
  onEvent?.({ event: 'lost' });
  return { event: 'end', outcome: 'lost', holder: '', digest: '' };
}

function createLineReader(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end).toString('utf8');
      rest = rest.subarray(end + 1);
      onLine(line);
    }
  };
}

/** Sorts by time; old ones are forgotten in that order. */
function createId(): string {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  return `${time}-${randomBytes(4).toString('hex')}`;
}

/** Sections as apply.sh unpacks them: base64, so that nothing in them means anything to a shell. */
function encodeTransaction(request: TransactionRequest): string {
  const parts: [string, string | Buffer][] = [
    ['reconcile.sh', reconcileScript],
    ['request', keyValueLines(describeRequest(request))],
    ...request.manifests.flatMap((manifest, index): [string, string | Buffer][] => [
      [`${index + 1}.request`, keyValueLines(describeManifest(manifest))],
      ...(manifest.content === undefined
        ? []
        : [[`${index + 1}.content`, manifest.content] satisfies [string, Buffer]]),
      ...(manifest.needs === undefined
        ? []
        : [[`${index + 1}.needs`, encodeNeeds(manifest.needs)] satisfies [string, string]]),
    ]),
  ];
  const sections = parts.map(([name, body]) => `@${name}\n${base64Lines(Buffer.from(body))}`);
  return `${sections.join('')}@end`;
}

function digestOf(request: TransactionRequest): string {
  return sha256(JSON.stringify([request.keep, request.manifests.map(describeManifest), request.kubelet ?? null]));
}

function describeRequest(request: TransactionRequest): Record<string, string> {
  return {
    digest: digestOf(request),
    crictl: request.crictl,
    runtimeEndpoint: request.runtimeEndpoint,
    unit: request.unit,
    // RKE2's kubelet writes a file of its own.
    logFile: '/var/lib/rancher/rke2/agent/logs/kubelet.log',
    stable: String(request.stableSeconds),
    timeout: String(request.timeoutSeconds),
    keep: request.keep ? '1' : '0',
    credentials: request.hasCredentialProvider ? '1' : '0',
    pullTimeout: String(request.pullSeconds),
    count: String(request.manifests.length),
    ...(request.kubelet === undefined ? {} : describeRestart(request.kubelet)),
  };
}

function describeRestart({
  command,
  reload,
  health,
  healthBefore,
  keptSources,
}: KubeletRestart): Record<string, string> {
  return {
    kind: 'kubelet',
    restartCommand: command,
    reload: reload ? '1' : '0',
    healthHost: health.host,
    healthPort: String(health.port),
    healthHostBefore: healthBefore.host,
    healthPortBefore: String(healthBefore.port),
    keptSources: keptSources.join(' '),
  };
}

function describeManifest({ action, path, old, content, unpark, watch }: ManifestRequest): Record<string, string> {
  return {
    action,
    path,
    old,
    new: content === undefined ? '-' : sha256(content),
    unpark: unpark === true ? '1' : '0',
    watch: watch === undefined ? '0' : '1',
    namespace: watch?.namespace ?? '',
    pod: watch?.podName ?? '',
    restartPolicy: watch?.restartPolicy ?? 'Always',
    fixedUid: watch?.fixedUid === true ? '1' : '0',
    containers: words(watch?.containers),
    sidecars: words(watch?.sidecars),
    initContainers: words(watch?.initContainers),
    probes: (watch?.readiness ?? [])
      .map(({ container, scheme, host, port, path }) => [container, scheme, host, port, path].join('|'))
      .join(' '),
  };
}

/** Names that the kubelet takes are DNS labels; others can't become containers, so nothing waits for them. */
function words(names: readonly string[] | undefined): string {
  return (names ?? []).filter((name) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)).join(' ');
}

/** Lines of words between tabs, as preflight.sh reads them. What holds a tab or a line end names nothing on a node. */
function encodeNeeds({ images, hostPaths, hostPorts }: ManifestNeeds): string {
  return (
    [
      ...images.map(({ policy, name }) => ['image', policy, name]),
      ...hostPaths.map(({ type, path }) => ['hostPath', type, path]),
      ...hostPorts.map(({ protocol, port, hostIP }) => ['hostPort', protocol, String(port), hostIP]),
    ]
      // eslint-disable-next-line no-control-regex -- such words are what this leaves out
      .filter((words) => !words.some((word) => /[\u0000-\u001f\u007f]/.test(word)))
      .map((words) => `${words.join('\t')}\n`)
      .join('')
  );
}

function keyValueLines(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([key, value]) => {
      // eslint-disable-next-line no-control-regex -- a line end would make one line two
      if (/[\u0000-\u001f\u007f]/.test(value)) {
        throw new TransactionError(
          `${JSON.stringify(value)} holds control characters; a node is not asked such a thing`,
        );
      }
      return `${key}=${value}\n`;
    })
    .join('');
}

/** Short lines: not every awk takes one of megabytes. */
function base64Lines(body: Buffer): string {
  return (body.toString('base64').match(/.{1,1024}/g) ?? []).map((line) => `${line}\n`).join('');
}
