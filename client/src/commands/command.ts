import * as vscode from 'vscode';
import type { TransportFactory } from '../configured-node';
import type { Deployments } from '../deployments';
import type { LogDocuments } from '../documents/log-document';
import type { DriftDocument } from '../documents/drift-document';
import type { ManifestDocuments } from '../documents/manifest-document';
import type { NodeFiles } from '../documents/node-files';
import type { ViewDocuments } from '../documents/view-document';
import type { ManifestJudge } from '../language-client';
import type { MirrorWatch } from '../mirror-watch';
import { CrictlError } from '../node/crictl/command';
import type { NodeStore } from '../node-store';
import { tell, type WaysOut } from '../notification';
import type { PublishFindings } from '../publish-findings';
import type { EditorSecretStore } from '../secret-store';
import { TransportError } from '../transport/transport';
import type { NodeTree } from '../views/node-tree';
import type { PlanTree } from '../views/plan-tree';

/** What commands work with; made once in extension.ts. */
export interface CommandContext {
  readonly nodes: NodeStore;
  /** A connection of one's own, which the caller disposes of: to this machine, which need be no node. */
  readonly connect: TransportFactory;
  readonly tree: NodeTree;
  readonly judge: ManifestJudge;
  readonly output: vscode.LogOutputChannel;
  readonly secrets: EditorSecretStore;
  readonly logs: LogDocuments;
  readonly manifests: ManifestDocuments;
  readonly nodeFiles: NodeFiles;
  readonly views: ViewDocuments;
  readonly mirrors: MirrorWatch;
  readonly deployments: Deployments;
  readonly findings: PublishFindings;
  readonly plans: PlanTree;
  readonly drift: DriftDocument;
  readonly state: vscode.Memento;
}

/** A command gets what VS Code hands over: tree elements, URIs, or a keybinding's arguments; it must look at them. */
export type Command = (context: CommandContext, ...args: unknown[]) => Promise<unknown>;

/** A failure that a person can mend. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly ways: WaysOut = {},
  ) {
    super(message);
    this.name = 'CommandError';
  }
}

/** Registers one command: errors end in one place, with a way out, and are never swallowed. */
export function registerCommand(id: string, command: Command, context: CommandContext): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      return await command(context, ...args);
    } catch (error) {
      tellFailure(error, context.output, () => vscode.commands.executeCommand(id, ...args));
      return undefined;
    }
  });
}

function tellFailure(error: unknown, output: vscode.LogOutputChannel, again: () => Thenable<unknown>): void {
  if (error instanceof TransportError && error.kind === 'cancelled') {
    return;
  }
  if (error instanceof CrictlError && error.isGone) {
    output.info(error.message);
    tell('warning', 'It is gone meanwhile: the kubelet has replaced or removed it. Choose again.', output);
    void vscode.commands.executeCommand('staticPods.refreshNodes');
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  const isExpected = error instanceof CommandError || error instanceof TransportError;
  output.error(error instanceof Error && !isExpected ? (error.stack ?? message) : message);
  tell('error', message, output, {
    ...(error instanceof CommandError ? error.ways : {}),
    ...(error instanceof TransportError ? { 'Try Again': again } : {}),
    'Show Output': () => vscode.commands.executeCommand('staticPods.showOutput'),
  });
}

/** The file that a command was called on: an argument, else the active editor's. */
export function uriOf(arg: unknown): vscode.Uri | undefined {
  return arg instanceof vscode.Uri ? arg : vscode.window.activeTextEditor?.document.uri;
}
