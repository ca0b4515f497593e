import { createHash } from 'node:crypto';
import type { Transport } from '../transport/transport';
import { parseImages } from './crictl/images';
import { parseInspect, type ContainerExit } from './crictl/inspect';
import { parsePodSandboxes, type PodSandbox } from './crictl/pods';
import { parseContainers } from './crictl/ps';
import { parseStats, type ContainerUsage } from './crictl/stats';
import { readCrictlError } from './crictl/stderr';
import { parseVersion } from './crictl/version';
import { readUnitArguments } from './kubelet/arguments';
import { readConfiguration, type ConfigurationFile } from './kubelet/configuration';
import { mirrorFailuresNow } from './kubelet/mirror-failure';
import { parseJournal, problemsNow } from './kubelet/problem';
import { readIdentity } from './manifest-identity';
import type {
  DeployedManifest,
  Health,
  ObservedFolder,
  ObservedManifest,
  ObservedNode,
  ObservedRuntime,
} from './observed-node';
import { observeScript } from './scripts';
import { findReport, keyValues, readReport, withSections, words as wordsOf, type Section } from './sections';
import { lookAtList, withWebSource } from './look-at-list';
import type { ListJudge } from './web-source';
import { noWords, readWebWords } from './web-words';

/** Each overrides what the script finds by itself; a NodeTarget is one. */
export interface NodeOverrides {
  readonly staticPodPath?: string;
  readonly crictl?: string;
  readonly runtimeEndpoint?: string;
}

export interface ObserveOptions {
  /** Bytes of each manifest that are fetched. Default 256 KiB. */
  readonly contentBytes?: number;
  /** The last look at this node: what can't have changed since is not asked again. */
  readonly previous?: ObservedNode;
  /** Also what running containers use of processor and memory. */
  readonly withUsage?: boolean;
  /** With it the list behind the kubelet's URL is asked for, once a period of the kubelet, and judged. */
  readonly judgeList?: ListJudge;
  readonly signal?: AbortSignal;
}

/** The node ran the script and it failed, or its answer makes no sense. */
export class ObserveError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ObserveError';
  }
}

/**
 * Looks at a node: one round trip, two where the kubelet's configuration is written so that the script could not read
 * it by itself. Throws TransportError, ObserveError and SectionError.
 */
export async function observeNode(
  transport: Transport,
  overrides: NodeOverrides = {},
  options: ObserveOptions = {},
): Promise<ObservedNode> {
  const { previous } = options;
  const sections = await runScript(transport, overrides, options);
  const first = parseObservation(sections, previous);
  const settings = keyValues(find(sections, 'settings').body);
  const { staticPodPath, containerRuntimeEndpoint } = first.kubelet.configuration;
  const isWrong = (override: string | undefined, configured: string, gone: string): boolean =>
    override === undefined && configured !== '' && configured !== settings.get(gone);
  const wrongPath = isWrong(overrides.staticPodPath, staticPodPath, 'staticPodPath');
  const wrongEndpoint = isWrong(overrides.runtimeEndpoint, containerRuntimeEndpoint, 'runtimeEndpoint');
  if (!wrongPath && !wrongEndpoint) {
    return lookAtList(transport, first, options);
  }
  const corrected = {
    ...overrides,
    ...(wrongPath ? { staticPodPath } : {}),
    ...(wrongEndpoint ? { runtimeEndpoint: containerRuntimeEndpoint } : {}),
  };
  return lookAtList(transport, parseObservation(await runScript(transport, corrected, options), previous), options);
}

async function runScript(transport: Transport, overrides: NodeOverrides, options: ObserveOptions): Promise<Section[]> {
  const settings = Object.entries({
    staticPodPath: overrides.staticPodPath,
    crictl: overrides.crictl,
    runtimeEndpoint: overrides.runtimeEndpoint,
    contentBytes: options.contentBytes,
    knownKubelet: options.previous?.kubelet.pid,
    webSince: options.previous?.webSource === undefined ? undefined : Math.floor(options.previous.time),
    usage: options.withUsage === true ? 1 : undefined,
  }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
  const { stdin, read } = withSections(observeScript);
  const result = await transport.exec({
    argv: ['sh', '-s', '--', ...settings],
    stdin,
    asRoot: true,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (result.exitCode !== 0) {
    const said = result.stderr.toString('utf8').trim().split('\n').at(-1) ?? '';
    const end = result.signal === undefined ? `exit code ${result.exitCode}` : `signal ${result.signal}`;
    throw new ObserveError(
      `The script that looks at ${transport.label} ended with ${end}: ${said || 'no reason given'}`,
    );
  }
  return read(result.stdout);
}

/** Exported for tests: recordings come in here. */
export function parseObservation(sections: readonly Section[], previous?: ObservedNode): ObservedNode {
  const machine = keyValues(find(sections, 'machine').body);
  const settings = keyValues(find(sections, 'settings').body);
  const time = Number(machine.get('time'));
  const remarks: string[] = [];

  const running = settings.get('pid') !== '';
  const unitReport = findReport(sections, 'unit');
  const argvSection = sections.find((section) => section.name === 'kubelet.argv');
  const argv = argvSection === undefined ? readUnitArguments(unitReport?.stdout ?? '') : wordsOf(argvSection.body);
  const files = sections.filter((section) => section.name === 'config').map(readConfigurationFile);
  const { configuration, errors } = readConfiguration(argv, files);
  for (const { path, message } of errors) {
    remarks.push(`The kubelet's configuration ${path} can't be read: ${firstLine(message)}`);
  }

  const told = findReport(sections, 'kubelet.version');
  // Not told where the process is the one of the last look: it can't change its version.
  const isKnown = told === undefined && running && previous?.bootId === machine.get('bootId');
  const version = isKnown
    ? (previous?.kubelet.version ?? '')
    : (/v\d+\.\d+\.\d+\S*/.exec(told?.stdout ?? '')?.[0] ?? '');
  const minor = /^v\d+\.(\d+)/.exec(version)?.[1];
  const known = identitiesOf(previous);
  const manifests = readManifests(sections, 'manifest', known);
  const runtime = readRuntime(sections, settings);
  const listed = readSandboxes(sections, runtime, remarks);
  const nodeName = nodeNameOf(
    configuration.hostnameOverride || (machine.get('hostname') ?? ''),
    manifests,
    listed.sandboxes,
  );
  const journal = findReport(sections, 'journal');
  const zone = machine.get('zone') ?? '+0000';
  const said = { journal: parseJournal(journal?.stdout ?? ''), now: time, zone };
  const staticPodURL = configuration.staticPodURL || (settings.get('staticPodURL') ?? '');
  const webJournal = findReport(sections, 'journal.web');
  const unread = [journal, webJournal].find((report) => (report?.exitCode ?? 0) !== 0);
  if (unread !== undefined) {
    remarks.push(`The kubelet's journal can't be read, so its refusals are not known: ${firstLine(unread.stderr)}`);
  }
  const pid = running ? Number(settings.get('pid')) : undefined;
  // A kubelet that was started anew looks at its list anew, and says again what is wrong with it.
  const isSameProcess = pid !== undefined && previous?.kubelet.pid === pid && previous.bootId === machine.get('bootId');
  const before = isSameProcess && previous.webSource?.url === staticPodURL ? previous.webSource : undefined;
  const words = readWebWords({
    journal: parseJournal(webJournal?.stdout ?? ''),
    now: time,
    zone,
    before: before?.words ?? noWords,
  });

  const node: ObservedNode = {
    time,
    nodeName,
    bootId: machine.get('bootId') ?? '',
    kubelet: {
      state: running ? 'running' : 'stopped',
      pid,
      unit: settings.get('unit') ?? '',
      version,
      minor: minor === undefined ? undefined : Number(minor),
      argv,
      configuration,
      configurationFiles: files,
    },
    health: readHealth(sections, running),
    staticPodPath: settings.get('staticPodPath') ?? '',
    staticPodURL,
    folder: readFolder(sections),
    runtime,
    manifests,
    parked: readManifests(sections, 'parked', known),
    deployed: readDeployed(sections),
    ...listed,
    problems: problemsNow({
      ...said,
      fileCheckFrequencySeconds: configuration.fileCheckFrequencySeconds,
      changedAt: new Map(manifests.map((manifest) => [manifest.path, manifest.changeTime])),
    }),
    webSource: undefined,
    mirrorFailures: mirrorFailuresNow({ ...said, syncFrequencySeconds: configuration.syncFrequencySeconds }),
    remarks,
  };
  return withWebSource(node, { words, look: before?.look });
}

function find(sections: readonly Section[], name: string): Section {
  const section = sections.find((candidate) => candidate.name === name);
  if (section === undefined) {
    throw new ObserveError(`the node's answer has no section '${name}'`);
  }
  return section;
}

function readConfigurationFile({ body }: Section): ConfigurationFile {
  const end = body.indexOf(0);
  return { path: body.toString('utf8', 0, end), text: body.toString('utf8', end + 1) };
}

function readHealth(sections: readonly Section[], running: boolean): Health {
  const report = findReport(sections, 'healthz');
  if (report === undefined) {
    return running
      ? { state: 'unknown', reason: 'the kubelet serves no health endpoint (healthzPort: 0)' }
      : { state: 'failed', reason: 'no kubelet runs' };
  }
  if (report.exitCode === 127) {
    return { state: 'unknown', reason: 'the node has neither curl, wget nor nc to ask with' };
  }
  if (report.exitCode === 0 && report.stdout.trim() === 'ok') {
    return { state: 'ok' };
  }
  const answer = firstLine(report.stdout) || firstLine(report.stderr);
  return { state: 'failed', reason: answer === '' ? 'the health endpoint does not answer' : `it answers: ${answer}` };
}

function readFolder(sections: readonly Section[]): ObservedFolder {
  const section = sections.find((candidate) => candidate.name === 'manifests');
  const [kind = 'missing', target = ''] = section === undefined ? [] : wordsOf(section.body);
  return { kind: kind as ObservedFolder['kind'], linkTarget: target === '' ? undefined : target };
}

/** A line each: path, sha256, transaction, between tabs. */
function readDeployed(sections: readonly Section[]): ReadonlyMap<string, DeployedManifest> {
  const text = sections.find(({ name }) => name === 'deployed')?.body.toString('utf8') ?? '';
  return new Map(
    text.split('\n').flatMap((line): [string, DeployedManifest][] => {
      const [path = '', sum = '', transaction = ''] = line.split('\t');
      return transaction === '' ? [] : [[path, { sha256: sum, transaction }]];
    }),
  );
}

/** By the text's sha256: reading YAML is most of the work of a look, and texts rarely change between two. */
type Identities = ReadonlyMap<string, ObservedManifest['identity']>;

function identitiesOf(previous: ObservedNode | undefined): Identities {
  const manifests = previous === undefined ? [] : [...previous.manifests, ...previous.parked];
  return new Map(
    manifests.flatMap(({ content, sha256: digest, identity }) => (content === undefined ? [] : [[digest, identity]])),
  );
}

function readManifests(
  sections: readonly Section[],
  kindOfSection: 'manifest' | 'parked',
  known: Identities,
): ObservedManifest[] {
  return sections.flatMap((section, index) => {
    if (section.name !== kindOfSection) {
      return [];
    }
    const ends: number[] = [];
    while (ends.length < 4) {
      ends.push(section.body.indexOf(0, (ends.at(-1) ?? -1) + 1));
    }
    const [path = '', kind = '', target = '', stat = ''] = wordsOf(section.body.subarray(0, (ends[3] ?? 0) + 1));
    const [size = '0', changed = '', modified = '', mode = '', owner = '', group = ''] = stat.split('|');
    const bytes = section.body.subarray((ends[3] ?? 0) + 1);
    const whole = kind === 'file' && bytes.length === Number(size);
    const digest = whole ? sha256(bytes) : '';
    const told = sections[index + 1]?.name === 'manifest.sha256' ? readReport(sections, index + 1).stdout : '';
    return [
      {
        path,
        kind: kind as ObservedManifest['kind'],
        linkTarget: target === '' ? undefined : target,
        size: Number(size),
        changeTime: readStatTime(changed),
        modificationTime: readStatTime(modified),
        mode,
        owner,
        group,
        // sha256sum puts a backslash before the sum of a name that holds one.
        sha256: whole ? digest : (/^\\?([0-9a-f]{64})/.exec(told)?.[1] ?? ''),
        content: whole ? bytes : undefined,
        identity: !whole ? undefined : known.has(digest) ? known.get(digest) : readIdentity(bytes.toString('utf8')),
      },
    ];
  });
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** `2026-11-22 21:54:13.008434000 +0000`, in seconds since 1970. */
function readStatTime(text: string): number {
  const match = /^(\d[\d-]+) (\d\d:\d\d:\d\d)(\.\d+)?(?: ([+-]\d\d)(\d\d))?/.exec(text);
  if (match === null) {
    return 0;
  }
  const [, date, time, fraction = '', hours = '+00', minutes = '00'] = match;
  return Date.parse(`${date}T${time}${hours}:${minutes}`) / 1000 + Number(`0${fraction}`);
}

function readRuntime(sections: readonly Section[], settings: ReadonlyMap<string, string>): ObservedRuntime {
  const crictl = settings.get('crictl') ?? '';
  const endpoint = settings.get('runtimeEndpoint') ?? '';
  if (crictl === '') {
    return {
      state: 'failed',
      crictl,
      endpoint,
      reason: 'crictl was not found on the node: install it, or name its path',
    };
  }
  const report = findReport(sections, 'crictl.version');
  if (report === undefined || report.exitCode !== 0) {
    const said = readCrictlError(report?.stderr ?? '') || firstLine(report?.stdout ?? '');
    return { state: 'failed', crictl, endpoint, reason: said || 'crictl failed without a word' };
  }
  return { state: 'ready', crictl, endpoint, ...parseVersion(report.stdout) };
}

type Listed = Pick<ObservedNode, 'sandboxes' | 'containers' | 'exits' | 'usage'>;

function readSandboxes(sections: readonly Section[], runtime: ObservedRuntime, remarks: string[]): Listed {
  if (runtime.state === 'failed') {
    remarks.push(`No Pods can be shown: ${runtime.reason}`);
    return { sandboxes: [], containers: [], exits: new Map(), usage: new Map() };
  }
  const list = <T>(name: string, parse: (stdout: string) => T[]): T[] => {
    const report = findReport(sections, name);
    if (report === undefined || report.exitCode !== 0) {
      const said = readCrictlError(report?.stderr || report?.stdout || '');
      remarks.push(`\`${name.replace('.', ' ')}\` failed: ${said || 'no reason given'}`);
      return [];
    }
    try {
      return parse(report.stdout);
    } catch (error) {
      if (!(error instanceof SyntaxError)) {
        throw error;
      }
      remarks.push(`\`${name.replace('.', ' ')}\` printed no JSON: ${error.message}`);
      return [];
    }
  };
  const exits = new Map<string, ContainerExit>();
  sections.forEach((section, index) => {
    const report = section.name === 'crictl.inspect' ? readReport(sections, index) : undefined;
    // A container may be gone by the time it is asked for: then its end is not known, and nothing is wrong.
    if (report?.exitCode === 0) {
      const { id, exit } = parseInspect(report.stdout);
      exits.set(id, exit);
    }
  });
  const imageNames = new Map(list('crictl.images', parseImages));
  const containers = list('crictl.ps', parseContainers).map((container) => ({
    ...container,
    image: imageNames.get(container.image) ?? container.image,
  }));
  const isAsked = sections.some(({ name }) => name === 'crictl.stats');
  const usage = new Map<string, ContainerUsage>(isAsked ? list('crictl.stats', (text) => [...parseStats(text)]) : []);
  return { sandboxes: list('crictl.pods', parsePodSandboxes), containers, exits, usage };
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

/** What the machine calls itself, unless the names of the Pods that run here show another suffix (k3s, `--node-name`). */
function nodeNameOf(
  hostname: string,
  manifests: readonly ObservedManifest[],
  sandboxes: readonly PodSandbox[],
): string {
  const name = hostname.trim().toLowerCase();
  const fromFiles = sandboxes.filter((sandbox) => sandbox.configSource === 'file');
  if (fromFiles.length === 0 || fromFiles.some((sandbox) => sandbox.name.endsWith(`-${name}`))) {
    return name;
  }
  for (const { identity } of manifests) {
    const start = identity === undefined ? undefined : `${identity.name}-`;
    const sandbox = fromFiles.find(
      (candidate) =>
        start !== undefined && candidate.namespace === identity?.namespace && candidate.name.startsWith(start),
    );
    if (sandbox !== undefined && start !== undefined) {
      return sandbox.name.slice(start.length);
    }
  }
  return name;
}
