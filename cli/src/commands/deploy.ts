import { readFileSync } from 'node:fs';
import path from 'node:path';
import { planDeploy, type DesiredManifest } from '../../../client/src/node/plan';
import { changeNodes } from '../change-nodes';
import { changeOptions } from '../change-options';
import { UsageError, type Command } from '../command';
import { NodeJudge } from '../judge';

export const deployCommand: Command = {
  usage: 'FILE… NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT] or --local',
  description: [
    'Puts each FILE into the static Pod folder of each node, and waits until its containers run and stay. What does not come',
    'up is put back as it was. What the kubelet of a node would refuse is not sent there, unless --force is given.',
  ].join('\n'),
  options: {
    ...changeOptions,
    force: {
      type: 'flag',
      description: 'Deploy also what the kubelet would refuse, and leave in place what fails.',
    },
  },
  async run(context) {
    const desired = readDesired(context.operands);
    const force = context.options.flag('force');
    return changeNodes(context, {
      keep: force,
      isRollout: true,
      plan: (node) => planDeploy(node, [...desired.values()], new NodeJudge(node), { force }),
      nameOf: ({ name }) => fileOf(desired, name),
      describe({ name, refusals }, node) {
        const content = desired.get(fileOf(desired, name))?.content ?? Buffer.alloc(0);
        return refusals.length === 0 ? {} : { findings: new NodeJudge(node).placedFindings(content) };
      },
    });
  },
};

function readDesired(files: readonly string[]): ReadonlyMap<string, DesiredManifest> {
  if (files.length === 0) {
    throw new UsageError('Name the manifests to deploy.');
  }
  const desired = new Map<string, DesiredManifest>();
  for (const file of files) {
    const name = path.basename(file);
    if ([...desired.values()].some((other) => other.name === name)) {
      throw new UsageError(`Two files are called ${name}, and only one can be in a node's folder. Rename one.`);
    }
    try {
      desired.set(file, { name, content: readFileSync(file) });
    } catch (error) {
      throw new UsageError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return desired;
}

function fileOf(desired: ReadonlyMap<string, DesiredManifest>, name: string): string {
  return [...desired].find(([, manifest]) => manifest.name === name)?.[0] ?? name;
}
