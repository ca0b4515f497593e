import { splitErrors, type KubeletProblem } from './kubelet/problem';
import type { ObservedNode } from './observed-node';
import type { ListedPod } from './publish';
import type { WebWords } from './web-words';

/** Where a kubelet pulls a list of Pods from, and how it fares. */
export interface WebSource {
  readonly url: string;
  readonly periodSeconds: number;
  readonly state: WebState;
  /** Why it is not `read`: several where a list is refused for several fields. */
  readonly reasons: readonly WebReason[];
  /** Seconds since 1970, by the node's clock, when the kubelet said so; undefined where it did not. */
  readonly saidAt: number | undefined;
  readonly words: WebWords;
  /** The list as the node gets it; undefined where nobody asked for it. */
  readonly look: WebListLook | undefined;
}

/**
 * `read`: taken; `refused`: the kubelet keeps the Pods it has; `empty`: an answer of no bytes, which ended them all;
 * `unreachable`: it keeps them too; `silent`: nothing is known, and nothing was said against it.
 */
export type WebState = 'read' | 'refused' | 'empty' | 'unreachable' | 'silent';

export interface WebReason {
  readonly message: string;
  readonly field?: string;
}

/** The list that the URL gave to the node at a time, in seconds since 1970 by the node's clock. */
export type WebListLook =
  | { readonly time: number; readonly sha256: string; readonly verdict: ListVerdict }
  | { readonly time: number; readonly error: string };

/** What a kubelet makes of a list. */
export interface ListVerdict {
  readonly accepted: boolean;
  /** Why not. */
  readonly refusals: readonly WebReason[];
  /** Empty where it is refused. */
  readonly pods: readonly ListedPod[];
}

/** Judges a list as the kubelet of a node would. */
export type ListJudge = (list: Uint8Array, node: ObservedNode) => Promise<ListVerdict>;

export interface WebSourceParts {
  readonly url: string;
  readonly periodSeconds: number;
  readonly words: WebWords;
  readonly look: WebListLook | undefined;
  /** Whether Pods of a list run. */
  readonly hasPods: boolean;
}

/**
 * A kubelet logs that it refuses a list once, and at the next fetch of the same bytes that it read them well; after
 * three failures in a row it says nothing any more, not even of an invalid list that ends them; and it never says that a
 * refusal is over (pkg/kubelet/config/http.go, v1.37). So the list itself is asked where somebody can judge it.
 */
export function judgeWebSource({ url, periodSeconds, words, look, hasPods }: WebSourceParts): WebSource {
  const source = { url, periodSeconds, words, look };
  const { refusal, failure, readAt } = words;
  if (failure !== undefined && failure.time > Math.max(readAt ?? -Infinity, refusal?.time ?? -Infinity)) {
    const state = failure.about === 'empty' ? 'empty' : 'unreachable';
    return { ...source, state, reasons: [{ message: failure.text }], saidAt: failure.time };
  }
  const verdict = look !== undefined && 'verdict' in look ? look.verdict : undefined;
  if (verdict?.accepted === false || (verdict === undefined && refusal !== undefined)) {
    return refusal === undefined
      ? { ...source, state: 'refused', reasons: verdict?.refusals ?? [], saidAt: undefined }
      : { ...source, state: 'refused', reasons: splitErrors(refusal.text), saidAt: refusal.time };
  }
  const isRead = verdict !== undefined || hasPods || readAt !== undefined;
  return { ...source, state: isRead ? 'read' : 'silent', reasons: [], saidAt: readAt };
}

/** What is wrong with a web source, as the kubelet's other refusals are told. */
export function webProblems({ url, state, reasons, saidAt, look }: WebSource): KubeletProblem[] {
  if (state === 'read' || state === 'silent') {
    return [];
  }
  const about = state === 'refused' ? 'list' : state === 'empty' ? 'empty' : 'fetch';
  const time = saidAt ?? look?.time ?? 0;
  return reasons.map((reason) => ({ path: url, ...reason, time, source: 'http', about }));
}

/** Whether the list must be asked anew: no more often than the kubelet does, but after what it says of a new one. */
export function isListDue({ words, look, periodSeconds }: WebSource, now: number): boolean {
  return (
    look === undefined ||
    now - look.time >= periodSeconds ||
    (words.refusal?.time ?? -Infinity) >= Math.floor(look.time)
  );
}
