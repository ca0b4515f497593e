import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { largestManifest, listAdoptable, type AdoptableManifest } from '../../../client/src/node/adopt';
import { observeNode } from '../../../client/src/node/observe';
import type { Command } from '../command';
import { nodeOptions, readTargets } from '../node-options';
import { formatNodesJson, onNodes, tellFailures } from '../nodes';
import { printableLine } from '../output/printable';
import { readFolderOperand } from '../read-manifests';

interface Adopted {
  readonly manifest: AdoptableManifest;
  readonly file: string;
  /** `kept`: another text is there already. */
  readonly result: 'written' | 'unchanged' | 'kept';
}

export const adoptCommand: Command = {
  usage: 'DIR NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT], --local, --group, --label or --all',
  description: [
    'Brings the manifests of a node into DIR, byte for byte; of several nodes, into a folder each. Nothing is changed on the',
    "nodes. kubeadm's own are marked. Exit code 1: another text is in DIR already, or a node was not reached.",
  ].join('\n'),
  options: {
    ...nodeOptions,
    force: { type: 'flag', description: 'Replace what is in DIR already.' },
  },
  async run(context) {
    const { options, operands, terminal } = context;
    const folder = readFolderOperand(operands);
    const isAlone = readTargets(options).length === 1;
    const outcomes = await onNodes(context, async (transport, target) => {
      const node = await observeNode(transport, target, { contentBytes: largestManifest });
      const own = isAlone ? folder : path.join(folder, target.name.replaceAll(/[/\\\0]|^\.+$/g, '_'));
      const { manifests, left } = listAdoptable(node);
      mkdirSync(own, { recursive: true });
      return { adopted: manifests.map((manifest) => write(own, manifest, options.flag('force'))), left };
    });
    if (options.text('output') === 'json') {
      terminal.print(
        formatNodesJson(outcomes, ({ adopted, left }) => ({ manifests: adopted.map(describe), remarks: left })),
      );
    } else {
      for (const outcome of outcomes) {
        if (outcome.state === 'done') {
          const lines = [...outcome.value.adopted.map(format), ...outcome.value.left];
          const place = isAlone ? '' : `${outcome.target.name}: `;
          terminal.print(lines.map((line) => `${printableLine(`${place}${line}`)}\n`).join(''));
        }
      }
    }
    tellFailures(context, outcomes);
    return outcomes.every(({ state }) => state === 'done') &&
      outcomes.every(
        (outcome) => outcome.state !== 'done' || outcome.value.adopted.every(({ result }) => result !== 'kept'),
      )
      ? 0
      : 1;
  },
};

function write(folder: string, manifest: AdoptableManifest, force: boolean): Adopted {
  const file = path.join(folder, manifest.name);
  const isThere = existsSync(file);
  if (isThere && readFileSync(file).equals(manifest.content)) {
    return { manifest, file, result: 'unchanged' };
  }
  if (isThere && !force) {
    return { manifest, file, result: 'kept' };
  }
  writeFileSync(file, manifest.content);
  return { manifest, file, result: 'written' };
}

function describe({ manifest: { path: onNode, owner, remarks }, file, result }: Adopted): object {
  return { file, path: onNode, owner, result, ...(remarks.length === 0 ? {} : { remarks }) };
}

function format({ manifest: { remarks }, file, result }: Adopted): string {
  const kept = result === 'kept' ? ['another text is there; --force replaces it'] : [];
  const said = [...kept, ...remarks].join('; ');
  return `${file}: ${result}${said === '' ? '' : `: ${said}`}`;
}
