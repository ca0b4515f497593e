import { readFileSync } from 'node:fs';
import { selectNodes, SelectionError } from '../../client/src/node/select-nodes';
import type { NodeTarget } from '../../client/src/transport/transport';
import { UsageError, type Options, type OptionSpec } from './command';

/** The options of every command that speaks to nodes. */
export const nodeOptions = {
  node: {
    type: 'text',
    value: 'NAME',
    multiple: true,
    description: 'A node of the --config file, or a host of the ssh configuration.',
  },
  ssh: { type: 'text', value: 'USER@HOST[:PORT]', multiple: true, description: 'A node by its address.' },
  group: { type: 'text', value: 'GROUP', multiple: true, description: 'The nodes of the --config file in this group.' },
  label: {
    type: 'text',
    value: 'SELECTOR',
    multiple: true,
    description: 'The nodes of the --config file with these labels: key=value, key!=value, key or !key.',
  },
  all: { type: 'flag', description: 'All nodes of the --config file.' },
  local: { type: 'flag', description: 'This machine is the node.' },
  config: {
    type: 'text',
    value: 'FILE',
    description: 'JSON: {"nodes": [{"name", "host", "port", "user", "groups", "labels", …}]}.',
  },
  identity: { type: 'text', value: 'FILE', description: 'The private key to log in with.' },
  'known-hosts': { type: 'text', value: 'FILE', description: 'Instead of ~/.ssh/known_hosts.' },
  'accept-new-host-key': { type: 'flag', description: 'Accept and remember the key of a host that is not known yet.' },
  output: { type: 'text', value: 'text|json', choices: ['text', 'json'], description: 'Default: text.' },
} as const satisfies Record<string, OptionSpec>;

/** A node by its name in the --config file, or by its address. Throws UsageError. */
export function readTarget(options: Options, written: string): NodeTarget {
  const identityFile = options.text('identity');
  const knownHostsFile = options.text('known-hosts');
  const configured = readConfigFile(options.text('config')).get(written);
  return {
    ...(configured ?? (/[@:]/.test(written) ? readAddress(written) : { name: written })),
    ...(identityFile === undefined ? {} : { identityFile }),
    ...(knownHostsFile === undefined ? {} : { knownHostsFile }),
  };
}

/** The nodes that the options name, in the order of the command line's kinds. Throws UsageError. */
export function readTargets(options: Options): NodeTarget[] {
  const configured = readConfigFile(options.text('config'));
  const identityFile = options.text('identity');
  const knownHostsFile = options.text('known-hosts');
  const common = {
    ...(identityFile === undefined ? {} : { identityFile }),
    ...(knownHostsFile === undefined ? {} : { knownHostsFile }),
  };
  const chosen = select([...configured.values()], options);
  const targets: NodeTarget[] = [
    // A node that is named and in a group is meant once.
    ...chosen.filter(({ name }) => !options.texts('node').includes(name)).map((target) => ({ ...target, ...common })),
    ...options.texts('node').map((name) => ({ ...(configured.get(name) ?? { name }), ...common })),
    ...options.texts('ssh').map((address) => ({ ...readAddress(address), ...common })),
    ...(options.flag('local') ? [{ name: 'local', local: true }] : []),
  ];
  if (targets.length === 0) {
    throw new UsageError('Name a node: --node NAME, --ssh USER@HOST[:PORT], --local, or --group, --label, --all.');
  }
  const twice = targets.find(({ name }, index) => targets.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) {
    throw new UsageError(`The node '${twice.name}' was named twice. Name it once.`);
  }
  return targets;
}

function select(configured: readonly NodeTarget[], options: Options): NodeTarget[] {
  try {
    const [groups, labels] = [options.texts('group'), options.texts('label')];
    return selectNodes(configured, { groups, labels, all: options.flag('all') });
  } catch (error) {
    if (error instanceof SelectionError) {
      throw new UsageError(`${error.message} The nodes are those of the --config file.`);
    }
    throw error;
  }
}

/** `user@host:port`; an IPv6 address with a port stands in brackets. */
export function readAddress(address: string): NodeTarget {
  const match = /^(?:([^@\s]+)@)?(?:\[([^\]\s]+)\]|([^:@\s]+|[0-9a-fA-F:]+:[0-9a-fA-F:]*))(?::(\d+))?$/.exec(address);
  const host = match?.[2] ?? match?.[3];
  const port = match?.[4];
  if (host === undefined || host.startsWith('-') || (port !== undefined && Number(port) > 65535)) {
    throw new UsageError(`--ssh can't make anything of '${address}'. Write user@host or user@host:port.`);
  }
  const user = match?.[1];
  return {
    name: address,
    host,
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}

function readConfigFile(file: string | undefined): ReadonlyMap<string, NodeTarget> {
  if (file === undefined) {
    return new Map();
  }
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--config ${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const nodes = typeof value === 'object' && value !== null && 'nodes' in value ? value.nodes : undefined;
  if (!Array.isArray(nodes)) {
    throw new UsageError(`--config ${file} must be JSON of the form {"nodes": [{"name": "…", "host": "…"}]}.`);
  }
  return new Map(nodes.map((node: unknown) => readNode(file, node)).map((target) => [target.name, target]));
}

const fieldTypes = {
  name: 'string',
  local: 'boolean',
  host: 'string',
  port: 'number',
  user: 'string',
  identityFile: 'string',
  knownHostsFile: 'string',
  staticPodPath: 'string',
  crictl: 'string',
  runtimeEndpoint: 'string',
  groups: 'list of strings',
  labels: 'map of strings',
  kubeconfig: 'string',
  kubeContext: 'string',
} as const satisfies Record<keyof NodeTarget, string>;

function readNode(file: string, value: unknown): NodeTarget {
  const fields: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {};
  for (const [key, field] of Object.entries(fields)) {
    const type = Object.hasOwn(fieldTypes, key) ? fieldTypes[key as keyof typeof fieldTypes] : undefined;
    if (type === undefined) {
      throw new UsageError(
        `--config ${file}: a node has no field '${key}'. It has: ${Object.keys(fieldTypes).join(', ')}.`,
      );
    }
    if (!hasType(field, type)) {
      throw new UsageError(`--config ${file}: '${key}' of a node must be a ${type}.`);
    }
  }
  const { name } = fields;
  if (typeof name !== 'string' || name === '') {
    throw new UsageError(`--config ${file}: every node needs a name.`);
  }
  return { ...fields, name };
}

function hasType(value: unknown, type: (typeof fieldTypes)[keyof typeof fieldTypes]): boolean {
  const isString = (one: unknown): boolean => typeof one === 'string';
  switch (type) {
    case 'list of strings':
      return Array.isArray(value) && value.every(isString);
    case 'map of strings':
      return (
        typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isString)
      );
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
  }
}
