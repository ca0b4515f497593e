import { largestManifest } from '../../client/src/node/adopt';
import { applyPlan, type ApplyResult } from '../../client/src/node/apply';
import type { ObservedNode } from '../../client/src/node/observed-node';
import { observeNode } from '../../client/src/node/observe';
import type { NodePlan, PlannedManifest } from '../../client/src/node/plan';
import { rollOut, type Turn } from '../../client/src/node/rollout';
import type { NodeTransport } from '../../client/src/transport';
import { tellEvent } from './change-events';
import { readWait } from './change-options';
import { formatChanges, formatChangesJson, hasSucceeded, type Changed } from './change-output';
import { UsageError, type CommandContext, type ExitCode } from './command';
import { catchInterrupt } from './interrupt';
import { describeError, openNodes, tellFailures, type NodeOutcome, type NodeSession } from './nodes';
import { printable } from './output/printable';
import { formatPlan } from './output/plan';
import { askLine } from './terminal-prompts';

export interface Change {
  plan(node: ObservedNode, transport: NodeTransport): Promise<NodePlan> | NodePlan;
  /** How a manifest is called in results: the local file, or the Pod. */
  nameOf(manifest: PlannedManifest): string;
  /** More of a manifest for --output json. */
  describe?(manifest: PlannedManifest, node: ObservedNode): object;
  /** Leave in place what fails. */
  readonly keep?: boolean;
  /** The same manifests go to every node: what one of them can't take is begun on none. */
  readonly isRollout?: boolean;
  /** What is worth saying of the nodes as a whole before it is done. */
  advise?(looked: readonly NodeOutcome<PlannedNode>[]): string | undefined;
}

/** A node with what is to be done there. */
export interface PlannedNode extends NodeSession {
  readonly node: ObservedNode;
  readonly plan: NodePlan;
}

/** Looks at each node, plans, asks, carries out (a canary first, then some at a time), tells. */
export async function changeNodes(context: CommandContext, change: Change): Promise<ExitCode> {
  const sessions = openNodes(context);
  const interrupt = catchInterrupt(context.terminal);
  try {
    const looked = await planNodes(context, sessions, change, interrupt.signal);
    const advice = change.advise?.(looked);
    if (advice !== undefined) {
      context.terminal.tell(`static-pods: ${printable(advice)}\n`);
    }
    const outcomes = await carryOut(context, looked, change, interrupt.signal);
    const { options, terminal } = context;
    terminal.print(
      options.text('output') === 'json' ? formatChangesJson(outcomes, change) : formatChanges(outcomes, change),
    );
    tellFailures(context, outcomes);
    return outcomes.every((outcome) => outcome.state === 'done' && hasSucceeded(outcome.value.result)) ? 0 : 1;
  } finally {
    interrupt.dispose();
    sessions.forEach(({ transport }) => transport.dispose());
  }
}

/** Looks at the nodes and plans for each; nothing is changed. */
export async function planNodes(
  { options }: CommandContext,
  sessions: readonly NodeSession[],
  change: Change,
  signal?: AbortSignal,
): Promise<NodeOutcome<PlannedNode>[]> {
  const turns = await rollOut(
    sessions,
    async (session): Promise<PlannedNode> => {
      // Whole, whatever their size: a Pod whose manifest was cut short could not be found by its name.
      const look = { contentBytes: largestManifest, ...(signal === undefined ? {} : { signal }) };
      const node = await observeNode(session.transport, session.target, look);
      return { ...session, node, plan: await change.plan(node, session.transport) };
    },
    {
      concurrency: options.number('concurrency') ?? 10,
      succeeded: () => true,
      stopAtFailure: false,
      ...(signal === undefined ? {} : { signal }),
    },
  );
  return sessions.map(({ target }, index) => {
    const turn = turns[index];
    return turn?.state === 'done'
      ? { target, state: 'done', value: turn.value }
      : { target, state: 'failed', message: turn?.state === 'failed' ? describeError(turn.error) : 'interrupted' };
  });
}

async function carryOut(
  context: CommandContext,
  looked: readonly NodeOutcome<PlannedNode>[],
  change: Change,
  signal: AbortSignal,
): Promise<NodeOutcome<Changed>[]> {
  const { options, terminal } = context;
  const planned = looked.flatMap((outcome) => (outcome.state === 'done' ? [outcome.value] : []));
  const keepGoing = options.flag('keep-going');
  const refusing = planned.find(({ plan }) => plan.manifests.some(({ action }) => action === 'refused'));
  let turns: Turn<Changed>[];
  if (change.isRollout === true && planned.length > 1 && refusing !== undefined && !keepGoing) {
    turns = planned.map((one) =>
      one.plan.manifests.some(({ action }) => action === 'refused')
        ? { state: 'done', value: leave(one, '') }
        : { state: 'not-begun', because: refusing.name },
    );
  } else if (!(await confirm(context, planned, change))) {
    turns = planned.map((one) => ({ state: 'done', value: leave(one, 'not done, as you said') }));
  } else {
    const canary = findCanary(context, planned);
    turns = await rollOut(
      planned,
      async ({ transport, target, node, plan }) => {
        try {
          const result = await applyPlan(transport, node, plan, {
            ...readWait(options),
            keep: change.keep === true,
            signal,
            onEvent: (event) => tellEvent(terminal, target, plan, event, change),
          });
          return { node, result, roundTrips: transport.roundTrips };
        } finally {
          // Of many nodes only those under way hold a connection.
          transport.dispose();
        }
      },
      {
        concurrency: options.number('concurrency') ?? 10,
        succeeded: ({ result }) => hasSucceeded(result),
        stopAtFailure: !keepGoing,
        signal,
        ...(canary === undefined ? {} : { canary }),
      },
    );
  }
  return looked.map((outcome): NodeOutcome<Changed> => {
    if (outcome.state === 'failed') {
      return outcome;
    }
    const { target } = outcome;
    const turn = turns[planned.indexOf(outcome.value)];
    switch (turn?.state) {
      case 'done':
        return { target, state: 'done', value: turn.value };
      case 'failed':
        return { target, state: 'failed', message: describeError(turn.error) };
      case 'not-begun':
      case undefined: {
        const because = turn?.because === undefined ? 'it was interrupted' : `${turn.because} went wrong`;
        return { target, state: 'done', value: leave(outcome.value, `not begun: ${because}`) };
      }
    }
  });
}

/** The first node that has something to do, unless another is named. Throws UsageError. */
function findCanary({ options }: CommandContext, planned: readonly PlannedNode[]): PlannedNode | undefined {
  const name = options.text('canary');
  if (name !== undefined) {
    const canary = planned.find((one) => one.name === name);
    if (canary === undefined) {
      throw new UsageError(`The canary '${name}' is none of the nodes that can be changed: name one of those.`);
    }
    return canary;
  }
  return planned.length < 2 || options.flag('no-canary') ? undefined : planned.find(hasWork);
}

function hasWork({ plan }: PlannedNode): boolean {
  return plan.manifests.some(({ request }) => request !== undefined);
}

/** Goes ahead by itself where nobody sits at the terminal, or where there is nothing to decide. */
async function confirm(
  { options, terminal }: CommandContext,
  planned: readonly PlannedNode[],
  change: Change,
): Promise<boolean> {
  if (options.flag('yes') || !terminal.stdin.isTTY || !planned.some(hasWork)) {
    return true;
  }
  terminal.tell(printable(formatPlan(planned, change)));
  const answer = await askLine(terminal, 'Go ahead (y/N)? ', false, new AbortController().signal);
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}

function leave({ node, plan, transport }: PlannedNode, why: string): Changed {
  const result: ApplyResult = {
    outcome: 'nothing-to-do',
    remarks: [],
    manifests: plan.manifests.map((planned) => {
      const message = planned.reason ?? (planned.request === undefined ? 'nothing changes' : why);
      return { planned, result: 'skipped', output: [], ...(message === '' ? {} : { message }) };
    }),
  };
  return {
    node,
    result,
    roundTrips: transport.roundTrips,
    ...(why.startsWith('not begun') ? { isNotBegun: true } : {}),
  };
}
