/** What the node's journal tells, line by line. `manifest` counts from 0; undefined: the whole transaction. */
export type TransactionEvent =
  | { readonly event: 'step'; readonly step: 'staging' | 'committing' | 'waiting' | 'undoing' | 'ended' }
  | { readonly event: 'staged' | 'committed' | 'restored'; readonly manifest: number | undefined }
  | { readonly event: 'progress'; readonly manifest: number | undefined; readonly text: string }
  /** The kubelet's or crictl's own words, which may still mend. */
  | { readonly event: 'complaint'; readonly manifest: number | undefined; readonly text: string }
  | {
      readonly event: 'output';
      readonly manifest: number | undefined;
      readonly container: string;
      readonly text: string;
    }
  | { readonly event: 'failed'; readonly manifest: number | undefined; readonly failure: Failure }
  | {
      readonly event: 'undone';
      readonly manifest: number | undefined;
      readonly remark: string;
      /** It could not be put back. */
      readonly isFailed: boolean;
    }
  | { readonly event: 'result'; readonly manifest: number | undefined; readonly result: string }
  /** Another transaction that was interrupted, and what became of it. */
  | { readonly event: 'recovered'; readonly id: string; readonly outcome: string }
  /** Another one that came to its end when nobody listened any more. */
  | { readonly event: 'untold'; readonly id: string; readonly outcome: string; readonly paths: string }
  | { readonly event: 'begin' | 'resumed' | 'reconnecting' | 'lost' }
  | { readonly event: 'end'; readonly outcome: Outcome; readonly holder: string; readonly digest: string };

export type Failure =
  /** `entry`: the kubelet's log entry. */
  | { readonly kind: 'refused' | 'complained'; readonly entry: string }
  | { readonly kind: 'exited'; readonly container: string; readonly exitCode: number; readonly reason: string }
  | { readonly kind: 'timeout'; readonly seconds: number }
  | { readonly kind: 'cancelled' }
  /** Before the commit: the node lacks what the Pod needs. */
  | { readonly kind: 'preflight'; readonly text: string }
  /** Before the commit: changed meanwhile, no space, no runtime, … */
  | { readonly kind: 'changed' | 'disk' | 'transfer' | 'runtime'; readonly text: string };

export type Outcome =
  /** All is as asked, and proven. */
  | 'proven'
  /** It failed, and stays as `keep` asks. */
  | 'kept'
  /** It failed after the commit, and everything was put back. */
  | 'undone'
  /** It failed before the commit. */
  | 'unchanged'
  /** Another transaction is at work on the node. */
  | 'locked'
  /** Nobody works on it any more; the next transaction finishes or undoes it. */
  | 'lost';

/** One line of the journal: time, name, fields, between tabs. Undefined for an event of a later version. */
export function parseEvent(line: string): TransactionEvent | undefined {
  if (line === 'lost') {
    return { event: 'lost' };
  }
  const [, name = '', first = '', second = '', third = '', ...rest] = line.split('\t');
  const manifest = first === '0' || first === '' ? undefined : Number(first) - 1;
  switch (name) {
    case 'begin':
    case 'resumed':
      return { event: name };
    case 'step':
      return { event: 'step', step: first as Extract<TransactionEvent, { event: 'step' }>['step'] };
    case 'staged':
    case 'committed':
    case 'restored':
      return { event: name, manifest };
    case 'progress':
    case 'complaint':
      return { event: name, manifest, text: [second, third, ...rest].filter((part) => part !== '').join(' ') };
    case 'output':
      return { event: 'output', manifest, container: second, text: third };
    case 'undone':
      return { event: 'undone', manifest, remark: second, isFailed: third === 'failed' };
    case 'result':
      return { event: 'result', manifest, result: second };
    case 'recovered':
      return { event: 'recovered', id: first, outcome: second };
    case 'untold':
      return { event: 'untold', id: first, outcome: second, paths: third.trim() };
    case 'failed':
      return { event: 'failed', manifest, failure: parseFailure(second, [third, ...rest]) };
    case 'end':
      return { event: 'end', outcome: first as Outcome, holder: second, digest: third };
    default:
      return undefined;
  }
}

function parseFailure(kind: string, [first = '', second = '', third = '']: readonly string[]): Failure {
  switch (kind) {
    case 'refused':
    case 'complained':
      return { kind, entry: first };
    case 'exited':
      return { kind, container: first, exitCode: Number(second), reason: third };
    case 'timeout':
      return { kind, seconds: Number(first) };
    case 'cancelled':
      return { kind };
    case 'preflight':
    case 'changed':
    case 'disk':
    case 'transfer':
    case 'runtime':
      return { kind, text: first };
    default:
      return { kind: 'runtime', text: [kind, first, second, third].join(' ').trim() };
  }
}
