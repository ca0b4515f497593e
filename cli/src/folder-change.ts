import path from 'node:path';
import { adviseDaemonSet } from '../../client/src/node/daemon-set-advice';
import { planDeploy } from '../../client/src/node/plan';
import type { Prune } from '../../client/src/node/plan-prune';
import type { Change } from './change-nodes';
import type { CommandContext, Options, OptionSpec } from './command';
import { NodeJudge } from './judge';
import { printableLine } from './output/printable';
import { readFolder, readFolderOperand } from './read-manifests';

/** What `plan` and `apply` have in common. */
export const folderOptions = {
  prune: {
    type: 'flag',
    description: 'Remove what this product put on the node and the folder does not hold.',
  },
  'prune-all': {
    type: 'flag',
    description: "Remove everything that the folder does not hold, but for kubeadm's own manifests.",
  },
} as const satisfies Record<string, OptionSpec>;

/** A folder that nodes are to match. Throws UsageError. */
export function readFolderChange({ options, operands, terminal }: CommandContext, force = false): Change {
  const folder = readFolderOperand(operands);
  const { manifests, passedOver } = readFolder(folder);
  for (const remark of passedOver) {
    terminal.tell(`static-pods: ${printableLine(remark)}\n`);
  }
  const prune = readPrune(options);
  return {
    isRollout: true,
    advise: (outcomes) => adviseDaemonSet(outcomes.flatMap((one) => (one.state === 'done' ? [one.value] : []))),
    keep: force,
    plan: (node) => planDeploy(node, manifests, new NodeJudge(node), { force, prune }),
    nameOf: ({ name, path: onNode, action }) => (action === 'remove' ? onNode : path.join(folder, name)),
    describe({ name, refusals }, node) {
      const content = manifests.find((manifest) => manifest.name === name)?.content ?? Buffer.alloc(0);
      return refusals.length === 0 ? {} : { findings: new NodeJudge(node).placedFindings(content) };
    },
  };
}

function readPrune(options: Options): Prune {
  return options.flag('prune-all') ? 'all' : options.flag('prune') ? 'own' : 'nothing';
}
