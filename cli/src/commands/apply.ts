import { changeNodes } from '../change-nodes';
import { changeOptions } from '../change-options';
import { UsageError, type Command } from '../command';
import { folderOptions, readFolderChange } from '../folder-change';

export const applyCommand: Command = {
  usage: 'DIR NODE… [OPTIONS]   where NODE is --node NAME, --ssh USER@HOST[:PORT], --local, --group, --label or --all',
  description: [
    'Makes each node hold the manifests of the folder, and waits until their containers run and stay. One transaction a',
    'node: what does not come up is put back as it was, with all the rest. Of several nodes a canary goes first; where one',
    'fails, no further node is begun.',
  ].join('\n'),
  options: {
    ...changeOptions,
    ...folderOptions,
    yes: { type: 'flag', description: 'Ask nothing. Needed where standard input is no terminal.' },
    force: {
      type: 'flag',
      description: 'Apply also what the kubelet would refuse, and leave in place what fails.',
    },
  },
  async run(context) {
    const { options, terminal } = context;
    if (!options.flag('yes') && !terminal.stdin.isTTY) {
      throw new UsageError('`apply` asks before it changes nodes, and there is no terminal to ask on: give --yes.');
    }
    return changeNodes(context, readFolderChange(context, options.flag('force')));
  },
};
