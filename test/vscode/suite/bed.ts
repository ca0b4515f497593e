import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { onNode, type Bed, type BedNode } from '../../node/bed';

/** The file that describes the real nodes (test/node/bed.sh); undefined where the suite runs without any. */
const file = process.env['STATIC_PODS_TEST_BED'];

export const bedNodes: readonly BedNode[] =
  file === undefined || file === '' ? [] : (JSON.parse(readFileSync(file, 'utf8')) as Bed).nodes;

/** The checkout that the bed belongs to. */
export const repository = path.resolve(path.dirname(file ?? ''), '../..');

/** A real node, for tests that are registered with `needsBed`: the first or the second. */
export function requireBedNode(number: 1 | 2): BedNode {
  const node = bedNodes[number - 1];
  if (node === undefined) {
    throw new Error(`The bed has no node ${String(number)}: register the test with \`needsBed\`.`);
  }
  return node;
}

/** The hosts of the suite's SSH configuration. */
export const hosts = {
  /** A user whose sudo asks for nothing. */
  first: 'edge-1',
  second: 'edge-2',
  /** A user whose sudo asks for the password. */
  asksForSudo: 'edge-3',
  wrongPort: 'edge-4',
  unknownKey: 'edge-5',
  changedKey: 'edge-6',
} as const;

/** Puts a manifest on a node as another careful tool would. */
export async function putManifest(node: BedNode, name: string, text: string): Promise<void> {
  const folder = '/etc/kubernetes';
  await onNode(node, `cat > ${folder}/.${name} && mv ${folder}/.${name} ${folder}/manifests/${name}`, { input: text });
}

export interface SshFolder {
  /** Holds no key of `hosts.unknownKey` at first. */
  readonly unknownHosts: string;
  /** Holds another key than that of `hosts.changedKey`. */
  readonly changedHosts: string;
  remove(): Promise<void>;
}

/** Writes an SSH configuration with the bed's nodes as hosts, and has the extension use it. */
export async function useSshConfiguration(): Promise<SshFolder> {
  const folder = mkdtempSync(path.join(tmpdir(), 'static-pods-ssh-'));
  const unknownHosts = path.join(folder, 'unknown_hosts');
  const changedHosts = path.join(folder, 'changed_hosts');
  const [first, second] = [requireBedNode(1), requireBedNode(2)];
  writeFileSync(changedHosts, `${first.host} ${createKey(folder)}\n`);
  const config = [
    describeHost(hosts.first, first, { User: 'ops' }),
    describeHost(hosts.second, second, { User: 'ops' }),
    describeHost(hosts.asksForSudo, first, { User: 'opspw' }),
    describeHost(hosts.wrongPort, first, { User: 'ops', Port: '2222' }),
    describeHost(hosts.unknownKey, first, { User: 'ops', UserKnownHostsFile: unknownHosts }),
    describeHost(hosts.changedKey, first, { User: 'ops', UserKnownHostsFile: changedHosts }),
  ];
  const configFile = path.join(folder, 'config');
  writeFileSync(configFile, config.join('\n'));
  const configuration = vscode.workspace.getConfiguration('staticPods');
  await configuration.update('ssh.configFile', configFile, vscode.ConfigurationTarget.Global);
  return {
    unknownHosts,
    changedHosts,
    remove: async () => {
      await configuration.update('ssh.configFile', undefined, vscode.ConfigurationTarget.Global);
      rmSync(folder, { recursive: true });
    },
  };
}

function describeHost(alias: string, node: BedNode, keywords: Readonly<Record<string, string>>): string {
  const all = {
    HostName: node.host,
    IdentityFile: node.identity,
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    UserKnownHostsFile: node.knownHosts,
    GlobalKnownHostsFile: '/dev/null',
    ...keywords,
  };
  return [`Host ${alias}`, ...Object.entries(all).map(([keyword, value]) => `  ${keyword} ${value}`), ''].join('\n');
}

/** A host key that is not the node's, as known_hosts writes it. */
function createKey(folder: string): string {
  const key = path.join(folder, 'other_host_key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  return readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
}
