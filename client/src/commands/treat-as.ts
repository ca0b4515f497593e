import * as vscode from 'vscode';
import type { ManifestJudge } from '../language-client';
import { CommandError, uriOf, type Command } from './command';

/** Files of which the user said that they are static Pod manifests, kept for the workspace. */
const stateKey = 'staticPods.treatedAsStaticPod';

export const treatAsStaticPod: Command = (context, arg) => treatAs(context, arg, true);
export const treatAsOrdinaryFile: Command = (context, arg) => treatAs(context, arg, false);

async function treatAs(context: Parameters<Command>[0], arg: unknown, on: boolean): Promise<void> {
  const uri = uriOf(arg);
  if (uri === undefined) {
    throw new CommandError('No file is open. Open the manifest first, then run this command again.');
  }
  const key = uri.toString();
  const others = context.state.get<string[]>(stateKey, []).filter((one) => one !== key);
  await context.state.update(stateKey, on ? [...others, key] : others);
  await context.judge.treatAs(uri, on ? 'static-pod' : undefined);
}

/** Tells a fresh language server what was said in earlier sessions. */
export async function restoreTreatAs(judge: ManifestJudge, state: vscode.Memento): Promise<void> {
  for (const key of state.get<string[]>(stateKey, [])) {
    await judge.treatAs(vscode.Uri.parse(key), 'static-pod');
  }
}
