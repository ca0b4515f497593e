import * as vscode from 'vscode';
import type { ApplyOptions } from './node/apply';

/** How long the user's settings let a transaction wait; package.json has the same defaults. */
export function waitSettings(): Required<Pick<ApplyOptions, 'stableSeconds' | 'timeoutSeconds'>> {
  const configuration = vscode.workspace.getConfiguration('staticPods');
  return {
    stableSeconds: configuration.get<number>('deploy.stableSeconds', 5),
    timeoutSeconds: configuration.get<number>('deploy.timeoutSeconds', 120),
  };
}
