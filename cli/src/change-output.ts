import type { AppliedManifest, ApplyResult } from '../../client/src/node/apply';
import type { ObservedNode } from '../../client/src/node/observed-node';
import type { Change } from './change-nodes';
import { formatNodesJson, type NodeOutcome } from './nodes';
import { printable, printableLine } from './output/printable';

/** What became of a node that could be looked at. */
export interface Changed {
  readonly node: ObservedNode;
  readonly result: ApplyResult;
  /** Commands sent, the look and those that find out about sudo included. */
  readonly roundTrips: number;
  /** Another node went wrong before this one's turn came. */
  readonly isNotBegun?: boolean;
}

export function hasSucceeded({ manifests }: ApplyResult): boolean {
  return manifests.every(
    ({ planned, result }) => planned.action !== 'refused' && result !== 'failed' && result !== 'rolled-back',
  );
}

export function formatChangesJson(outcomes: readonly NodeOutcome<Changed>[], change: Change): string {
  return formatNodesJson(outcomes, ({ node, result, roundTrips }) => ({
    manifests: result.manifests.map((applied) => describeApplied(applied, node, change)),
    roundTrips,
    ...(result.remarks.length === 0 ? {} : { remarks: result.remarks }),
  }));
}

function describeApplied(
  { planned, result, message, output }: AppliedManifest,
  node: ObservedNode,
  change: Change,
): object {
  const text = [message, ...output].filter((line) => line !== undefined).join('\n');
  return {
    file: change.nameOf(planned),
    action: planned.action,
    ...(result === 'gone' ? {} : { result }),
    ...(text === '' ? {} : { message: text }),
    ...(planned.drift === undefined ? {} : { drift: planned.drift }),
    ...(planned.remarks.length === 0 ? {} : { remarks: planned.remarks }),
    ...change.describe?.(planned, node),
  };
}

/** A line a manifest; of several nodes a summary at the end. */
export function formatChanges(outcomes: readonly NodeOutcome<Changed>[], change: Change): string {
  const lines = outcomes.flatMap((outcome) =>
    outcome.state === 'done'
      ? formatResult(outcomes.length > 1 ? outcome.target.name : undefined, outcome.value, change)
      : [],
  );
  const summary = outcomes.length > 1 ? [summarize(outcomes)] : [];
  return [...lines, ...summary].map((line) => `${line}\n`).join('');
}

function formatResult(name: string | undefined, { result, isNotBegun }: Changed, change: Change): string[] {
  const place = name === undefined ? '' : `${printableLine(name)}: `;
  return [
    ...result.remarks.map((remark) => `${place}${printableLine(remark)}`),
    ...result.manifests.flatMap(({ planned, result: became, message, output }) => {
      const isLeft = became === 'skipped' && isNotBegun !== true;
      const verdict = planned.action === 'refused' ? 'refused' : isLeft ? planned.action : became;
      const said = message === undefined ? '' : `: ${printableLine(message)}`;
      return [
        `${place}${printableLine(change.nameOf(planned))}: ${verdict}${said}`,
        ...output.map((line) => `    ${printable(line)}`),
      ];
    }),
  ];
}

function summarize(outcomes: readonly NodeOutcome<Changed>[]): string {
  const sorted = new Map<string, string[]>();
  for (const outcome of outcomes) {
    const became = outcome.state === 'failed' ? 'not reached, or lost on the way' : classify(outcome.value);
    sorted.set(became, [...(sorted.get(became) ?? []), outcome.target.name]);
  }
  const parts = [...sorted].map(([became, names]) =>
    became === 'as asked'
      ? `${names.length} as asked`
      : `${names.length} ${became} (${names.map(printableLine).join(', ')})`,
  );
  return `${outcomes.length} nodes: ${parts.join('; ')}`;
}

function classify({ result, isNotBegun }: Changed): string {
  if (isNotBegun === true) {
    return 'not begun';
  }
  if (hasSucceeded(result)) {
    return 'as asked';
  }
  if (result.manifests.some(({ planned }) => planned.action === 'refused')) {
    return 'refused, and left as they were';
  }
  return result.outcome === 'undone' ? 'put back as they were' : 'failed';
}
