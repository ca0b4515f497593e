import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { TransportEnvironment } from './transport';

/** What the settings say about SSH, as a transport's environment has it. */
export function sshSettings(): Pick<TransportEnvironment, 'sshConfigFile' | 'sshClient'> {
  const configuration = vscode.workspace.getConfiguration('staticPods');
  const file = configuration.get<string>('ssh.configFile', '');
  return {
    sshClient: configuration.get<'auto' | 'openssh'>('ssh.client', 'auto'),
    ...(file === '' ? {} : { sshConfigFile: file.replace(/^~(?=\/)/, homedir()) }),
  };
}
