import { rollOut, type Turn } from '../../client/src/node/rollout';
import {
  createTransport,
  MemorySecretStore,
  QuestionQueue,
  type NodeTarget,
  type NodeTransport,
} from '../../client/src/transport';
import type { CommandContext } from './command';
import { readTargets } from './node-options';
import { printableLine } from './output/printable';
import { createTerminalPrompts } from './terminal-prompts';

/** What became of one node. */
export type NodeOutcome<T> =
  | { readonly target: NodeTarget; readonly state: 'done'; readonly value: T }
  | { readonly target: NodeTarget; readonly state: 'failed'; readonly message: string };

/** A node that the options name, and the way to it. */
export interface NodeSession {
  readonly name: string;
  readonly target: NodeTarget;
  readonly transport: NodeTransport;
}

/** Connections are made at a node's first command. Each must be disposed. Throws UsageError. */
export function openNodes(context: CommandContext): NodeSession[] {
  return openTargets(context, readTargets(context.options));
}

export function openTargets({ options, terminal }: CommandContext, targets: readonly NodeTarget[]): NodeSession[] {
  const environment = {
    secrets: new MemorySecretStore(),
    questions: new QuestionQueue(),
    acceptNewHostKey: options.flag('accept-new-host-key'),
    ...(terminal.stdin.isTTY ? { prompts: createTerminalPrompts(terminal) } : {}),
  };
  return targets.map((target) => ({
    name: target.name,
    target,
    transport: createTransport(target, environment),
  }));
}

/** Most of a look is waiting: for ssh, for a login, for the node. */
const looksAtOnce = 25;

/** Does the same on every node that the options name, by default as many at a time as may be looked at. A node that fails keeps no other from being done. */
export async function onNodes<T>(
  context: CommandContext,
  work: (transport: NodeTransport, target: NodeTarget) => Promise<T>,
  concurrency = looksAtOnce,
): Promise<NodeOutcome<T>[]> {
  const sessions = openNodes(context);
  const turns = await rollOut(
    sessions,
    async ({ transport, target }) => {
      try {
        return await work(transport, target);
      } finally {
        transport.dispose();
      }
    },
    { succeeded: () => true, stopAtFailure: false, concurrency },
  );
  return sessions.map(({ target }, index) => readTurn(target, turns[index]));
}

/** A turn as an outcome; one that never began counts as failed. */
function readTurn<T>(target: NodeTarget, turn: Turn<T> | undefined): NodeOutcome<T> {
  return turn?.state === 'done'
    ? { target, state: 'done', value: turn.value }
    : { target, state: 'failed', message: turn?.state === 'failed' ? describeError(turn.error) : 'not begun' };
}

export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The document that every node command prints with --output json: failed nodes keep their place. */
export function formatNodesJson<T>(outcomes: readonly NodeOutcome<T>[], describe: (value: T) => object): string {
  const nodes = outcomes.map((outcome) => ({
    node: outcome.target.name,
    ...(outcome.state === 'done' ? describe(outcome.value) : { error: outcome.message }),
  }));
  return `${JSON.stringify({ nodes }, undefined, 2)}\n`;
}

export function tellFailures<T>({ terminal }: CommandContext, outcomes: readonly NodeOutcome<T>[]): void {
  for (const outcome of outcomes) {
    if (outcome.state === 'failed') {
      terminal.tell(`static-pods: ${printableLine(outcome.target.name)}: ${printableLine(outcome.message)}\n`);
    }
  }
}

export function doneOnly<T>(outcomes: readonly NodeOutcome<T>[]): { target: NodeTarget; value: T }[] {
  return outcomes.flatMap((outcome) =>
    outcome.state === 'done' ? [{ target: outcome.target, value: outcome.value }] : [],
  );
}
