import * as vscode from 'vscode';
import type { PlannedManifest } from '../node/plan';
import { tell } from '../notification';
import type { CommandContext } from './command';

/** What became of a file on a node. */
export interface DeployOutcome {
  readonly node: string;
  /** On the node. */
  readonly path: string;
  readonly action: PlannedManifest['action'];
  readonly result: 'running' | 'skipped' | 'rolled-back' | 'failed' | 'refused' | 'cancelled';
  readonly message: string;
  /** The last lines of the container that failed. */
  readonly lines?: readonly string[];
}

/** What became of a deploy as a whole. */
interface Outcomes {
  /** Of the file. */
  readonly name: string;
  readonly outcomes: readonly DeployOutcome[];
  /** Nodes that were not deployed to, because one before did not work out. */
  readonly leftOut: readonly string[];
}

/** Tells the outcomes in one notification, with the way to what is worth a look. */
export function tellOutcomes(
  { nodes, output, logs, tree }: CommandContext,
  { name, outcomes, leftOut }: Outcomes,
): void {
  const last = outcomes.at(-1);
  if (last === undefined) {
    return;
  }
  const node = nodes.find(last.node);
  const reveal = node === undefined ? {} : { 'Show in Node Explorer': () => tree.reveal(node, last.path) };
  const rest = leftOut.length === 0 ? '' : ` Not deployed to ${joinNames(leftOut)}.`;
  const well = describeWell(name, outcomes);
  switch (last.result) {
    case 'running':
    case 'skipped':
      tell('information', `${well}${rest}`, output, reveal);
      break;
    case 'rolled-back':
    case 'failed': {
      const { lines = [] } = last;
      const title = `${name} on ${last.node}`;
      tell('error', `${well} ${title}: ${last.message}${rest}`.trim(), output, {
        ...(lines.length > 0 ? { 'Show Last Log Lines': () => logs.showText(title, lines) } : {}),
        ...(last.result === 'failed' ? reveal : {}),
        'Show Output': () => vscode.commands.executeCommand('staticPods.showOutput'),
      });
      break;
    }
    case 'refused':
    case 'cancelled':
      // Whoever answered a question knows the answer; the nodes before and after it are news.
      if (outcomes.length > 1 || leftOut.length > 0) {
        tell('warning', `${well} ${name} was not deployed to ${joinNames([last.node, ...leftOut])}.`.trim(), output);
      }
      break;
  }
}

function describeWell(name: string, outcomes: readonly DeployOutcome[]): string {
  const running = outcomes.filter(({ result }) => result === 'running');
  const skipped = outcomes.filter(({ result }) => result === 'skipped');
  const messages = [...new Set(running.map(({ message }) => message).filter((message) => message !== ''))];
  return [
    ...(running.length === 0 ? [] : [`${name} runs on ${joinNames(running.map(({ node }) => node))}.`]),
    ...messages.map((message) => `${message}.`),
    ...skipped.map(({ node, message }) => `${name} on ${node}: ${message}.`),
  ].join(' ');
}

function joinNames(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
