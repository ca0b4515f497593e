import * as vscode from 'vscode';
import { describeMirror, type MirrorState } from '../cluster/mirrors';
import type { MirrorElement } from './mirror-elements';

const looks: Record<MirrorState['state'], { icon: string; color: string }> = {
  present: { icon: 'mirror', color: 'testing.iconPassed' },
  outdated: { icon: 'sync', color: 'testing.iconQueued' },
  'name-taken': { icon: 'warning', color: 'problemsWarningIcon.foreground' },
  missing: { icon: 'warning', color: 'problemsWarningIcon.foreground' },
};

export function mirrorItem(element: MirrorElement): vscode.TreeItem {
  const { node, pod, mirror } = element;
  const item = new vscode.TreeItem('Mirror Pod', vscode.TreeItemCollapsibleState.None);
  const look = looks[mirror.state];
  item.contextValue = `mirror.${mirror.state}`;
  item.description = describeMirror(mirror);
  item.iconPath = new vscode.ThemeIcon(look.icon, new vscode.ThemeColor(look.color));
  item.accessibilityInformation = { label: `mirror Pod of ${pod.name} on ${node.name}, ${item.description}` };
  item.command = { command: 'staticPods.showMirrorPod', title: 'Show Mirror Pod', arguments: [element] };
  return item;
}
