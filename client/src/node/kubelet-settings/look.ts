import type { Transport } from '../../transport/transport';
import { readDuration, readFlag, trimSlash } from '../kubelet/configuration';
import type { ObservedNode } from '../observed-node';
import { ObserveError, observeNode, type NodeOverrides } from '../observe';
import { kubeletSettingsScript } from '../scripts';
import { findReport, withSections, words, type Section } from '../sections';
import { readSettings, type Setting, type SettingSources } from './candidates';
import { findTopLevel } from './edit-configuration';
import { flagOf, settingKeys, type SettingKey } from './settings';
import type { SourceFile } from './systemd-words';
import { readUnitCommand, type UnitCommand } from './unit';

/** Where a node's kubelet has its settings from. */
export interface KubeletLook {
  readonly node: ObservedNode;
  /** The systemd unit; '' where there is none. */
  readonly unit: string;
  readonly units: readonly SourceFile[];
  readonly environments: readonly SourceFile[];
  readonly configuration: readonly SourceFile[];
  /** The main configuration file, `--config`; undefined for a kubelet without one. */
  readonly configurationFile: SourceFile | undefined;
  readonly command: UnitCommand;
  readonly settings: readonly Setting[];
  /** What the running kubelet says that it goes by. */
  readonly configz: Configz;
  /** What a person should know: each a sentence. */
  readonly remarks: readonly string[];
}

export type Configz =
  | { readonly state: 'told'; readonly values: Readonly<Partial<Record<SettingKey, string>>> }
  | { readonly state: 'untold'; readonly reason: string };

/** Two round trips, three for a kubelet that does not run. Throws TransportError, ObserveError and SectionError. */
export async function lookAtKubelet(
  transport: Transport,
  overrides: NodeOverrides = {},
  signal?: AbortSignal,
): Promise<KubeletLook> {
  const node = await observeNode(transport, overrides, signal === undefined ? {} : { signal });
  const unit = node.kubelet.unit || (node.kubelet.state === 'stopped' ? 'kubelet.service' : '');
  const address = addressOf(node);
  const ask = async (argv: readonly string[]): Promise<Section[]> => {
    const files = [
      ...prefixed('config', readFlag(argv, 'config')),
      ...prefixed('configFolder', readFlag(argv, 'config-dir')),
    ];
    const { stdin, read } = withSections(kubeletSettingsScript);
    const result = await transport.exec({
      argv: ['sh', '-s', '--', `unit=${unit}`, ...prefixed('address', address), ...files],
      stdin,
      asRoot: true,
      ...(signal === undefined ? {} : { signal }),
    });
    if (result.exitCode !== 0) {
      const said = result.stderr.toString('utf8').trim().split('\n').at(-1) ?? '';
      throw new ObserveError(
        `The kubelet's settings on ${transport.label} can't be read: ${said || 'no reason given'}`,
      );
    }
    return read(result.stdout);
  };
  const sections = await ask(node.kubelet.argv);
  const command = readUnitCommand(readUnitFiles(sections));
  const argv = command.argv.map(({ text }) => text);
  const isOther = ['config', 'config-dir'].some((flag) => readFlag(argv, flag) !== readFlag(node.kubelet.argv, flag));
  return readLook(node, node.kubelet.state === 'stopped' && isOther ? await ask(argv) : sections);
}

function prefixed(key: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [`${key}=${value}`];
}

/** Where the kubelet's own server listens; undefined where it has none. */
function addressOf({ kubelet }: ObservedNode): string | undefined {
  const configured = (key: string, flag: string): string | undefined =>
    readFlag(kubelet.argv, flag) ??
    kubelet.configurationFiles
      .map(({ text }) => readQuietly(text, key))
      .filter((value) => value !== undefined)
      .at(-1);
  const address = configured('address', 'address') ?? '';
  const port = configured('port', 'port') ?? '10250';
  if (kubelet.state === 'stopped' || port === '0') {
    return undefined;
  }
  const host = ['', '0.0.0.0', '::'].includes(address) ? '127.0.0.1' : address;
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function readQuietly(text: string, key: string): string | undefined {
  try {
    return findTopLevel(text, key)?.value;
  } catch {
    // observeNode has told that this file can't be read.
    return undefined;
  }
}

function readUnitFiles(sections: readonly Section[]) {
  return { units: readFiles(sections, 'unit.file'), environments: readFiles(sections, 'environment') };
}

function readFiles(sections: readonly Section[], name: string): SourceFile[] {
  return sections
    .filter((section) => section.name === name)
    .flatMap(({ body }) => {
      const [path = '', realPath = '', state = ''] = words(body);
      const head = Buffer.byteLength([path, realPath, state, ''].join('\0'));
      return state === 'there' ? [{ path, realPath, text: body.toString('utf8', head) }] : [];
    });
}

function readLook(node: ObservedNode, sections: readonly Section[]): KubeletLook {
  const { units, environments } = readUnitFiles(sections);
  const configuration = readFiles(sections, 'config');
  const command = readUnitCommand({ units, environments });
  const sources = settingSources(node, { units, environments, configuration });
  const settings = readSettings(sources);
  const argv = node.kubelet.state === 'running' ? node.kubelet.argv : command.argv.map(({ text }) => text);
  const main = readFlag(argv, 'config');
  const configz = readConfigz(sections);
  return {
    node,
    unit: node.kubelet.unit || (units.length > 0 ? 'kubelet.service' : ''),
    units,
    environments,
    configuration,
    configurationFile: main === undefined ? undefined : configuration.find(({ path }) => path === main),
    command,
    settings,
    configz,
    remarks: [...node.remarks, ...remarksOf(node, command, settings, configz, sections)],
  };
}

export interface SettingFiles {
  readonly units: readonly SourceFile[];
  readonly environments: readonly SourceFile[];
  readonly configuration: readonly SourceFile[];
}

export function settingSources(node: ObservedNode, files: SettingFiles): SettingSources {
  const command = readUnitCommand(files);
  return {
    command: isKubelet(command) ? command : { ...command, argv: [] },
    // What a unit says outright needs no second opinion: a process may be older than its unit.
    runningArgv: isKubelet(command) || node.kubelet.state === 'stopped' ? [] : node.kubelet.argv,
    configuration: files.configuration,
    environments: files.environments,
  };
}

/** Whether the unit starts the kubelet itself, and not a program or script that does. */
function isKubelet({ argv }: UnitCommand): boolean {
  return /(^|\/)kubelet$/.test(argv[0]?.text ?? '');
}

function readConfigz(sections: readonly Section[]): Configz {
  const report = findReport(sections, 'configz');
  if (report === undefined) {
    return { state: 'untold', reason: 'the kubelet serves nothing, or the node has no curl' };
  }
  const lineEnd = report.stdout.lastIndexOf('\n');
  const status = report.stdout.slice(lineEnd + 1).trim();
  if (status !== '200') {
    const reason =
      status === '401' || status === '403' ? 'it answers only whom the API server vouches for' : 'it does not answer';
    return { state: 'untold', reason };
  }
  try {
    const told = JSON.parse(report.stdout.slice(0, lineEnd)) as { kubeletconfig?: Record<string, unknown> };
    const values = settingKeys.flatMap((key) => {
      const value = told.kubeletconfig?.[key];
      return value === undefined ? [] : [[key, typeof value === 'string' ? value : JSON.stringify(value)] as const];
    });
    return { state: 'told', values: Object.fromEntries(values) };
  } catch {
    return { state: 'untold', reason: 'what it answers is no JSON' };
  }
}

function remarksOf(
  node: ObservedNode,
  command: UnitCommand,
  settings: readonly Setting[],
  configz: Configz,
  sections: readonly Section[],
): string[] {
  const remarks: string[] = [];
  const deprecated = settings.flatMap(({ candidates }) =>
    candidates.filter(({ by, isUnread }) => by === 'flag' && !isUnread),
  );
  if (deprecated.length > 0) {
    const flags = [...new Set(deprecated.map(({ key }) => `--${flagOf[key]}`))].join(', ');
    remarks.push(
      `${flags}: deprecated, and over any configuration file. \`kubelet move-flags\` moves them into the configuration file.`,
    );
  }
  if (/^NeedDaemonReload=yes$/m.test(findReport(sections, 'unit')?.stdout ?? '')) {
    remarks.push('The unit’s files have changed since systemd read them: `systemctl daemon-reload` is due.');
  }
  if (node.kubelet.state === 'running' && command.argv.length > 0 && !isKubelet(command)) {
    remarks.push(
      `The unit starts ${command.argv[0]?.text ?? ''}, which starts the kubelet with flags of its own: those are not in any file that is read here.`,
    );
  }
  for (const { key, value } of configz.state === 'told' ? settings : []) {
    const told = configz.state === 'told' ? (configz.values[key] ?? '') : '';
    if (!isSameValue(key, told, value)) {
      remarks.push(
        `\`${key}\`: the running kubelet goes by ${told || 'none'}, its files say ${value || 'none'}. It takes that up when it is restarted.`,
      );
    }
  }
  return remarks;
}

/** The kubelet prints durations its own way (1m0s), and masks header values. */
function isSameValue(key: SettingKey, told: string, value: string): boolean {
  if (key === 'staticPodURLHeader') {
    return (told === '') === (value === '');
  }
  const isDuration = key === 'fileCheckFrequency' || key === 'httpCheckFrequency';
  return isDuration ? readDuration(told) === readDuration(value) : trimSlash(told) === trimSlash(value);
}
