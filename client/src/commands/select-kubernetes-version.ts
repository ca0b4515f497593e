import * as vscode from 'vscode';
import { newestMinor, supportedMinors } from '../../../server/src/protocol';
import type { Command } from './command';

/** Sets which kubelet judges the manifests of this workspace (or of the user, without one). */
export const selectKubernetesVersion: Command = async () => {
  const configuration = vscode.workspace.getConfiguration('staticPods');
  const current = configuration.get<string>('kubernetesVersion', 'newest');
  const newest = `1.${newestMinor}`;
  const items = [
    { label: 'newest', description: `${newest}, or the version of the node that a file was last deployed to` },
    ...[...supportedMinors].reverse().map((minor) => ({ label: `1.${minor}`, description: '' })),
  ].map((item) => (item.label === current ? { ...item, description: `${item.description} (now)`.trim() } : item));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Which kubelet shall judge the manifests?' });
  if (chosen !== undefined) {
    const hasFolder = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
    await configuration.update(
      'kubernetesVersion',
      chosen.label,
      hasFolder ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
    );
  }
};
