import type { Transport } from '../transport/transport';
import { parseKlog } from './kubelet/klog';
import { readComplaint, splitErrors } from './kubelet/problem';
import type { ObservedNode } from './observed-node';
import type { NodePlan, PlannedManifest } from './plan';
import { runTransaction, type Failure, type Outcome, type TransactionEvent } from './transaction';

export interface ApplyOptions {
  /** How long new containers must stay up. Default 5. */
  readonly stableSeconds?: number;
  /** How long the whole wait may take; going back has as long again. Default 60. */
  readonly timeoutSeconds?: number;
  /** How long images that the node lacks may take to pull, before anything is changed. Default 300. */
  readonly pullSeconds?: number;
  /** Leave in place what failed. */
  readonly keep?: boolean;
  /** Aborting puts everything back; the promise settles when that is done. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TransactionEvent) => void;
}

export interface AppliedManifest {
  readonly planned: PlannedManifest;
  /** `gone`: a removed Pod's containers have ended. */
  readonly result: 'running' | 'gone' | 'rolled-back' | 'failed' | 'skipped';
  /** What happened and what was done about it, for people; may have several lines. */
  readonly message?: string;
  /** Nothing is wrong with this one: it shares the fate of another that failed. */
  readonly isConsequence?: true;
  /** The last lines of the container that failed. */
  readonly output: readonly string[];
}

export interface ApplyResult {
  readonly outcome: Outcome | 'nothing-to-do';
  readonly manifests: readonly AppliedManifest[];
  /** Of interrupted transactions before this one. */
  readonly remarks: readonly string[];
}

/**
 * Carries a plan out as one transaction: all of it is proven, or all of it is put back. Nothing is touched where the
 * plan refuses something. Throws TransportError and TransactionError.
 */
export async function applyPlan(
  transport: Transport,
  node: ObservedNode,
  plan: NodePlan,
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  const work = workOf(plan);
  const isRefused = plan.manifests.some(({ action }) => action === 'refused');
  if (isRefused || work.length === 0) {
    return { outcome: 'nothing-to-do', manifests: plan.manifests.map((planned) => leave(planned)), remarks: [] };
  }
  const story = new Story(work);
  const outcome = await runTransaction(
    transport,
    {
      manifests: work.flatMap(({ request }) => (request === undefined ? [] : [request])),
      crictl: node.runtime.crictl,
      runtimeEndpoint: node.runtime.endpoint,
      unit: node.kubelet.unit,
      pullSeconds: options.pullSeconds ?? 300,
      hasCredentialProvider: node.kubelet.argv.some((word) => word.startsWith('--image-credential-provider')),
      stableSeconds: options.stableSeconds ?? 5,
      timeoutSeconds: options.timeoutSeconds ?? 60,
      keep: options.keep === true || work.every(({ action }) => action === 'remove' || action === 'park'),
    },
    {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onEvent: (event) => {
        story.note(event);
        options.onEvent?.(event);
      },
    },
  );
  return {
    outcome,
    manifests: plan.manifests.map((planned) =>
      work.includes(planned) ? story.tellOf(planned, outcome) : leave(planned),
    ),
    remarks: story.remarks,
  };
}

/** What there is to do, in the order of the transaction's events: what goes makes room for what comes. */
export function workOf({ manifests }: NodePlan): PlannedManifest[] {
  const work = manifests.filter(({ request }) => request !== undefined);
  const goes = ({ action }: PlannedManifest): boolean => action === 'remove' || action === 'park';
  return [...work.filter(goes), ...work.filter((manifest) => !goes(manifest))];
}

function leave(planned: PlannedManifest): AppliedManifest {
  const message =
    planned.reason ?? (planned.action === 'unchanged' ? 'nothing changes: the node has this very text' : undefined);
  return { planned, result: 'skipped', output: [], ...(message === undefined ? {} : { message }) };
}

interface Failed {
  readonly manifest: number | undefined;
  readonly failure: Failure;
}

/** What the events of a transaction say of each manifest. */
class Story {
  readonly remarks: string[] = [];
  private readonly results = new Map<number, string>();
  private readonly complaints = new Map<number | undefined, string>();
  private readonly progress = new Map<number | undefined, string>();
  private readonly restored = new Set<number>();
  private readonly leftAlone = new Map<number, string>();
  private readonly notBack = new Set<number>();
  private readonly output: string[] = [];
  private failed: Failed | undefined;
  private readonly unmet = new Map<number | undefined, string[]>();
  private isLost = false;

  constructor(private readonly work: readonly PlannedManifest[]) {}

  note(event: TransactionEvent): void {
    switch (event.event) {
      case 'failed':
        // The first is the cause; what follows it are consequences.
        this.failed ??= { manifest: event.manifest, failure: event.failure };
        if (event.failure.kind === 'preflight') {
          this.unmet.set(event.manifest, [...(this.unmet.get(event.manifest) ?? []), event.failure.text]);
        }
        break;
      case 'result':
        if (event.manifest !== undefined) {
          this.results.set(event.manifest, event.result);
        }
        break;
      case 'complaint':
        this.complaints.set(event.manifest, event.text);
        break;
      case 'progress':
        this.progress.set(event.manifest, event.text);
        break;
      case 'output':
        this.output.push(event.text);
        break;
      case 'restored':
        if (event.manifest !== undefined) {
          this.restored.add(event.manifest);
        }
        break;
      case 'undone':
        if (event.manifest !== undefined && event.remark !== '') {
          this.leftAlone.set(event.manifest, event.remark);
          if (event.isFailed) {
            this.notBack.add(event.manifest);
          }
        }
        break;
      case 'recovered':
        this.remarks.push(
          `The transaction ${event.id}, which was interrupted, was taken up first: it is now ${describeOutcome(event.outcome)}.`,
        );
        break;
      case 'untold':
        this.remarks.push(
          `The transaction ${event.id} ended when nobody listened any more: it is ${describeOutcome(event.outcome)} (${event.paths}).`,
        );
        break;
      case 'lost':
        this.isLost = true;
        break;
      case 'begin':
      case 'resumed':
      case 'reconnecting':
      case 'step':
      case 'staged':
      case 'committed':
      case 'end':
        break;
    }
  }

  tellOf(planned: PlannedManifest, outcome: Outcome): AppliedManifest {
    const index = this.work.indexOf(planned);
    const told = this.tell(planned, index, outcome);
    return outcome !== 'proven' && this.isAnothers(index) ? { ...told, isConsequence: true } : told;
  }

  /** Whether it is another manifest that failed. */
  private isAnothers(index: number): boolean {
    const culprit = this.failed?.manifest;
    return culprit !== undefined && culprit !== index && !this.unmet.has(index);
  }

  private tell(planned: PlannedManifest, index: number, outcome: Outcome): AppliedManifest {
    switch (outcome) {
      case 'proven':
        return this.tellProven(planned, index);
      case 'locked':
        return failedWith(
          planned,
          'Another transaction is at work on the node. Nothing was changed: try again when it is over.',
        );
      case 'lost':
        return failedWith(
          planned,
          this.isLost
            ? 'The script on the node was killed before it was done. The next deploy there finishes or undoes it first.'
            : 'The node stopped telling what it does.',
        );
      case 'unchanged':
        return failedWith(planned, `${this.cause(planned, index)} Nothing was changed.`);
      case 'kept':
        return failedWith(planned, `${this.cause(planned, index)} ${keptRemark(planned)}`, this.outputOf(index));
      case 'undone':
        return {
          planned,
          result: this.notBack.has(index) ? 'failed' : 'rolled-back',
          message: `${this.cause(planned, index)} ${this.describeUndone(planned, index)}`,
          output: this.outputOf(index),
        };
    }
  }

  private tellProven(planned: PlannedManifest, index: number): AppliedManifest {
    switch (this.results.get(index) ?? '') {
      case 'written':
        if (planned.action === 'remove') {
          return { planned, result: 'gone', message: planned.remarks.at(-1) ?? 'the file is gone', output: [] };
        }
        return {
          planned,
          result: 'skipped',
          message: 'nothing changes for the kubelet: the text on the node was replaced, the Pod runs on',
          output: [],
        };
      case 'gone':
        return { planned, result: 'gone', message: 'its containers are gone', output: [] };
      case 'completed':
        return {
          planned,
          result: 'running',
          message: 'its containers have ended as their restart policy allows',
          output: [],
        };
      default:
        return { planned, result: 'running', output: [] };
    }
  }

  private outputOf(index: number): string[] {
    return this.failed?.manifest === index ? this.output : [];
  }

  /** One sentence, or several, on why it did not come to be. */
  private cause(planned: PlannedManifest, index: number): string {
    if (this.failed === undefined) {
      return 'It was interrupted.';
    }
    const unmet = this.unmet.get(index) ?? this.unmet.get(undefined);
    if (unmet !== undefined) {
      return `The node is not ready for it: ${unmet.join('; ')}.`;
    }
    const { manifest, failure } = this.failed;
    if (manifest !== undefined && this.isAnothers(index)) {
      return `${this.work[manifest]?.name ?? 'Another manifest'} failed.`;
    }
    const complaint = this.complaints.get(index) ?? this.complaints.get(undefined);
    return describeFailure(failure, planned, this.progress.get(index), complaint);
  }

  private describeUndone(planned: PlannedManifest, index: number): string {
    const alone = this.leftAlone.get(index);
    if (alone !== undefined) {
      return `The file was ${alone}.`;
    }
    const isNew = planned.before === undefined;
    const done = isNew ? 'The file was taken out again' : 'The old file was put back';
    if (this.restored.has(index)) {
      return `${done}${isNew ? '' : ', and its Pod runs as before'}.`;
    }
    return `${done}; ${isNew ? 'its containers have not ended yet' : 'its Pod did not come back within the timeout: see `ps`'}.`;
  }
}

function keptRemark({ action, before }: PlannedManifest): string {
  if (action === 'remove' || action === 'park') {
    return 'The manifest is gone, and the kubelet goes on.';
  }
  return before === undefined ? 'The file was left in place, as asked.' : 'The new file was left in place, as asked.';
}

function failedWith(planned: PlannedManifest, message: string, output: readonly string[] = []): AppliedManifest {
  return { planned, result: 'failed', message, output };
}

function describeOutcome(outcome: string): string {
  switch (outcome) {
    case 'proven':
      return 'done';
    case 'kept':
      return 'failed, and left as it is';
    case 'undone':
      return 'undone';
    case 'unchanged':
      return 'dropped before it changed anything';
    default:
      return outcome;
  }
}

export function describeFailure(
  failure: Failure,
  planned: PlannedManifest,
  progress: string | undefined,
  complaint: string | undefined,
): string {
  switch (failure.kind) {
    case 'refused':
      return `The kubelet refuses it: ${describeRefusal(failure.entry)}.`;
    case 'complained':
      return `The kubelet can't run it: ${describeEntry(failure.entry)}.`;
    case 'exited': {
      const reason = failure.reason === '' || failure.reason === 'Error' ? '' : ` (${failure.reason})`;
      return `Container \`${failure.container}\` ended with exit code ${failure.exitCode}${reason}.`;
    }
    case 'timeout': {
      const waited = progress === undefined ? '' : ` Waited for: ${progress}.`;
      const said = complaint === undefined ? '' : ` The node says: ${describeEntry(complaint)}.`;
      return `${whatIsMissing(planned, progress)} after ${failure.seconds} s.${waited}${said}`;
    }
    case 'cancelled':
      return 'It was cancelled.';
    case 'preflight':
      return `The node is not ready for it: ${failure.text}.`;
    case 'changed':
      return `${planned.path}: ${failure.text}. Look at the node again and repeat it.`;
    case 'disk':
    case 'transfer':
      return `${planned.path}: ${failure.text}.`;
    case 'runtime':
      return `crictl gives no answer on the node: ${failure.text}.`;
  }
}

/** scripts/probes.sh words the wait for a readiness probe. */
function whatIsMissing({ action }: PlannedManifest, progress: string | undefined): string {
  if (action === 'remove' || action === 'park') {
    return 'Its containers are still there';
  }
  return progress?.includes(' to be ready: ') === true
    ? 'Its containers run, but the Pod is not ready'
    : 'Its containers did not come up';
}

function describeRefusal(entry: string): string {
  const parsed = parseKlog(entry);
  const complaint = parsed === undefined ? undefined : readComplaint(parsed, '');
  if (complaint === undefined) {
    return entry;
  }
  return splitErrors(complaint.text)
    .map(({ field, message }) => (field === undefined ? message : `\`${field}\`: ${message}`))
    .join('; ');
}

function describeEntry(entry: string): string {
  const parsed = parseKlog(entry);
  return parsed === undefined ? entry : (parsed.values.get('err') ?? parsed.message);
}
