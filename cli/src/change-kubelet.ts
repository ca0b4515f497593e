import {
  applySettings,
  compareContainers,
  restartKubelet,
  type RestartOptions,
  type RestartResult,
} from '../../client/src/node/kubelet-settings/apply';
import { lookAtKubelet, type KubeletLook } from '../../client/src/node/kubelet-settings/look';
import { SettingsError, type SettingsChange } from '../../client/src/node/kubelet-settings/plan';
import { observeNode } from '../../client/src/node/observe';
import { joinStaticPods } from '../../client/src/node/static-pods';
import type { TransactionEvent } from '../../client/src/node/transaction';
import { QuestionQueue, type NodeTarget, type Transport } from '../../client/src/transport';
import { UsageError, type CommandContext, type ExitCode, type Terminal } from './command';
import { catchInterrupt } from './interrupt';
import { formatNodesJson, onNodes, tellFailures, type NodeOutcome } from './nodes';
import { unifiedDiff } from './output/unified-diff';
import { printable, printableLine } from './output/printable';
import { askLine } from './terminal-prompts';

export interface KubeletChange {
  /** Whether it exits 2 where there is nobody to ask and no --yes. */
  readonly needsYes: boolean;
  /** Undefined: only a restart. Throws SettingsError. */
  plan(look: KubeletLook): SettingsChange | undefined;
}

interface Changed {
  readonly change: SettingsChange | undefined;
  /** `refused`: the kubelet would not take it, or it can't be changed here. */
  readonly result: RestartResult['result'] | 'unchanged' | 'declined' | 'planned' | 'refused';
  readonly message: string;
  readonly output: readonly string[];
  readonly containers?: { readonly kept: readonly string[]; readonly gone: readonly string[] };
  /** What runs afterwards. */
  readonly pods?: readonly { readonly name: string; readonly namespace: string; readonly state: string }[];
}

/** As `apply` has it: nothing that restarts kubelets goes to all nodes at once. */
const changesAtOnce = 10;

/** Looks at each node's kubelet, plans, shows the diff, asks, carries out, tells. */
export async function changeKubelet(context: CommandContext, change: KubeletChange): Promise<ExitCode> {
  const { options, terminal } = context;
  const isDry = options.flag('dry-run');
  if (change.needsYes && !isDry && !options.flag('yes') && !terminal.stdin.isTTY) {
    throw new UsageError(
      'This changes how the kubelet runs, and nobody is here to say yes: add --yes, or --dry-run to see what would change.',
    );
  }
  const interrupt = catchInterrupt(terminal);
  const questions = new QuestionQueue();
  let outcomes: NodeOutcome<Changed>[];
  try {
    outcomes = await onNodes(
      context,
      async (transport, target): Promise<Changed> => {
        const look = await lookAtKubelet(transport, target, interrupt.signal);
        let planned: SettingsChange | undefined;
        try {
          planned = change.plan(look);
        } catch (error) {
          if (error instanceof SettingsError) {
            return { change: undefined, result: 'refused', message: error.message, output: [] };
          }
          throw error;
        }
        if (planned?.files.length === 0) {
          return { change: planned, result: 'unchanged', message: 'Nothing changes: it is so already.', output: [] };
        }
        const isShown = options.text('output') !== 'json' || (!options.flag('yes') && !isDry);
        if (isShown) {
          terminal.tell(describeChange(target, planned));
        }
        if (isDry) {
          return { change: planned, result: 'planned', message: 'Only planned, as asked.', output: [] };
        }
        if (!options.flag('yes') && terminal.stdin.isTTY && !(await questions.ask(() => confirm(terminal, planned)))) {
          return { change: planned, result: 'declined', message: 'Not done, as you said.', output: [] };
        }
        return carryOut(transport, target, look, planned, terminal, {
          stableSeconds: Math.ceil(options.number('stable') ?? 5),
          timeoutSeconds: Math.ceil(options.number('timeout') ?? 120),
          ...restartCommand(options.text('restart-command')),
          signal: interrupt.signal,
        });
      },
      changesAtOnce,
    );
  } finally {
    interrupt.dispose();
  }
  if (options.text('output') === 'json') {
    terminal.print(formatNodesJson(outcomes, describeChanged));
  } else {
    for (const outcome of outcomes) {
      terminal.print(outcome.state === 'done' ? formatChanged(outcome.target, outcome.value) : '');
    }
  }
  tellFailures(context, outcomes);
  const isFine = (outcome: NodeOutcome<Changed>): boolean =>
    outcome.state === 'done' && ['healthy', 'unchanged', 'declined', 'planned'].includes(outcome.value.result);
  return outcomes.every(isFine) ? 0 : 1;
}

function restartCommand(command: string | undefined): Pick<RestartOptions, 'restartCommand'> {
  return command === undefined ? {} : { restartCommand: command };
}

async function carryOut(
  transport: Transport,
  target: NodeTarget,
  look: KubeletLook,
  change: SettingsChange | undefined,
  terminal: Terminal,
  options: RestartOptions,
): Promise<Changed> {
  const how = { ...options, onEvent: (event: TransactionEvent) => tellEvent(terminal, target, event) };
  const { result, message, output } =
    change === undefined
      ? await restartKubelet(transport, look.node, how)
      : await applySettings(transport, look.node, change, how);
  const after = await observeNode(transport, target);
  return {
    ...{ change, result, message, output },
    containers: compareContainers(look.node, after),
    pods: joinStaticPods(after).map(({ podName, namespace, state }) => ({
      name: podName,
      namespace,
      state: state.state,
    })),
  };
}

function describeChange({ name }: NodeTarget, change: SettingsChange | undefined): string {
  if (change === undefined) {
    return '';
  }
  const lines = [
    ...change.warnings.map((warning) => `warning: ${warning}`),
    ...change.remarks,
    ...(change.folder === undefined ? [] : [`The folder ${change.folder} is made if it is missing.`]),
  ].map((line) => `${printableLine(name)}: ${printableLine(line)}\n`);
  return (
    printable(change.files.map(({ path, before, after }) => unifiedDiff(path, before, after)).join('')) + lines.join('')
  );
}

async function confirm(terminal: Terminal, change: SettingsChange | undefined): Promise<boolean> {
  const question =
    change === undefined ? 'Start the kubelet anew (y/N)? ' : 'Change this and start the kubelet anew (y/N)? ';
  const answer = await askLine(terminal, question, false, new AbortController().signal);
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}

function tellEvent(terminal: Terminal, target: NodeTarget, event: TransactionEvent): void {
  const text = describeEvent(event);
  if (text !== undefined) {
    terminal.tell(`${printableLine(target.name)}: ${printableLine(text)}\n`);
  }
}

function describeEvent(event: TransactionEvent): string | undefined {
  switch (event.event) {
    case 'committed':
      return 'written';
    case 'progress':
      return `waiting for ${event.text.trim()}`;
    case 'failed':
      return 'failed; its journal is read';
    case 'step':
      return event.step === 'undoing' ? 'putting back what was there' : undefined;
    case 'restored':
      return 'healthy as before';
    case 'reconnecting':
      return 'the connection was lost; the node goes on by itself, connecting again';
    case 'begin':
    case 'resumed':
    case 'lost':
    case 'recovered':
    case 'untold':
    case 'staged':
    case 'complaint':
    case 'output':
    case 'result':
    case 'undone':
    case 'end':
      return undefined;
  }
}

function describeChanged({ change, result, message, output, containers, pods }: Changed): object {
  return {
    result,
    message,
    ...(change === undefined
      ? {}
      : {
          settings: change.changes,
          files: change.files.map(({ path, before, after }) => ({ path, diff: unifiedDiff(path, before, after) })),
          warnings: change.warnings,
        }),
    ...(output.length === 0 ? {} : { journal: output }),
    ...(containers === undefined ? {} : { containers }),
    ...(pods === undefined ? {} : { pods }),
  };
}

function formatChanged({ name }: NodeTarget, { change, result, message, output, containers }: Changed): string {
  const values = (result === 'healthy' ? (change?.changes ?? []) : []).map(
    ({ key, before, after }) => `${key}: ${before || 'none'} -> ${after || 'none'}`,
  );
  const ran =
    containers === undefined || containers.kept.length + containers.gone.length === 0
      ? []
      : [
          `${containers.kept.length} containers ran on${containers.gone.length === 0 ? '' : `, ${containers.gone.length} ended`}`,
        ];
  return [`${name}: ${result}: ${message}`, ...[...values, ...ran, ...output].map((line) => `    ${line}`)]
    .map((line) => `${printableLine(line)}\n`)
    .join('');
}
