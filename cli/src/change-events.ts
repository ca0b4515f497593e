import { workOf } from '../../client/src/node/apply';
import type { NodePlan, PlannedManifest } from '../../client/src/node/plan';
import type { TransactionEvent } from '../../client/src/node/transaction';
import type { NodeTarget } from '../../client/src/transport';
import type { Change } from './change-nodes';
import type { Terminal } from './command';
import { printableLine } from './output/printable';

/** Progress of a node, for people. */
export function tellEvent(
  terminal: Terminal,
  target: NodeTarget,
  plan: NodePlan,
  event: TransactionEvent,
  change: Change,
): void {
  const text = describeEvent(plan, event, change);
  if (text !== undefined) {
    terminal.tell(`${printableLine(target.name)}: ${printableLine(text)}\n`);
  }
}

function describeEvent(plan: NodePlan, event: TransactionEvent, change: Change): string | undefined {
  const work = workOf(plan);
  if (event.event === 'reconnecting') {
    return 'the connection was lost; the node goes on by itself, connecting again';
  }
  if (!('manifest' in event)) {
    return undefined;
  }
  const planned = event.manifest === undefined ? undefined : work[event.manifest];
  const text = describeStep(event, planned);
  return text === undefined || planned === undefined ? text : `${change.nameOf(planned)}: ${text}`;
}

type ManifestEvent = Extract<TransactionEvent, { readonly manifest: number | undefined }>;

function describeStep(event: ManifestEvent, planned: PlannedManifest | undefined): string | undefined {
  switch (event.event) {
    case 'committed':
      return isTakenOut(planned) ? 'taken out' : 'in place';
    case 'progress':
      return event.text === 'running' ? 'running, waiting for it to stay' : `waiting for ${event.text}`;
    case 'failed':
      return 'failed';
    case 'undone':
      return event.remark === '' ? 'put back' : event.remark;
    case 'restored':
      return 'as before';
    case 'staged':
    case 'complaint':
    case 'output':
    case 'result':
      return undefined;
  }
}

function isTakenOut(manifest: PlannedManifest | undefined): boolean {
  return manifest?.action === 'remove' || manifest?.action === 'park' || manifest?.action === 'restart';
}
