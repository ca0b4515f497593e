import * as vscode from 'vscode';
import { listConfiguredHosts } from '../transport';
import type { NodeTarget } from '../transport/transport';
import { sshSettings } from '../ssh-settings';
import type { Command, CommandContext } from './command';
import { parseHost, nameApart } from './host';

interface HostItem extends vscode.QuickPickItem {
  readonly target?: NodeTarget;
}

const thisMachine: NodeTarget = { name: 'this-machine', local: true };

/** Adds a node: a host of ~/.ssh/config, user@host by hand, or this machine. A target as argument is added as it is. */
export const addNode: Command = async (context, arg) => {
  const target = isTarget(arg) ? arg : await askTarget(context);
  if (target === undefined) {
    return undefined;
  }
  await context.nodes.add(target);
  await vscode.commands.executeCommand('staticPods.nodes.focus');
  return target;
};

/** One list: the hosts that are known, and whatever is typed, as an item of its own. */
async function askTarget({ nodes }: CommandContext): Promise<NodeTarget | undefined> {
  const taken = new Set(nodes.nodes.map((node) => node.name));
  const hosts = (await listConfiguredHosts(sshSettings())).filter((host) => !taken.has(host));
  const known: HostItem[] = [
    ...(hosts.length === 0 ? [] : [{ label: 'SSH configuration', kind: vscode.QuickPickItemKind.Separator }]),
    ...hosts.map((host) => ({ label: `$(vm) ${host}`, target: { name: host } })),
    ...(taken.has(thisMachine.name)
      ? []
      : [
          { label: '', kind: vscode.QuickPickItemKind.Separator },
          {
            label: '$(home) This machine',
            description: 'the kubelet runs where VS Code runs: no SSH',
            target: thisMachine,
          },
        ]),
  ];
  const pick = vscode.window.createQuickPick<HostItem>();
  pick.title = 'Add Node: the machine whose kubelet runs the static Pods';
  pick.placeholder = 'Choose a host, or type user@host or user@host:port';
  pick.items = known;
  pick.onDidChangeValue((value) => {
    const target = parseHost(value);
    const typed =
      target === undefined
        ? []
        : [{ label: `$(plus) ${value.trim()}`, alwaysShow: true, target: nameApart(target, taken) }];
    pick.items = [...known, ...typed];
  });
  try {
    return await new Promise<NodeTarget | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.target));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

function isTarget(arg: unknown): arg is NodeTarget {
  return typeof arg === 'object' && arg !== null && 'name' in arg && typeof arg.name === 'string';
}
