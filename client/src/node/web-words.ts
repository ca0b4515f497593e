import { klogTime, parseKlog } from './kubelet/klog';
import { readComplaint, webComplaint, type JournalLine, type WebComplaint } from './kubelet/problem';

/** What a kubelet said of its URL since it was started: the last of each kind, for it does not repeat itself. */
export interface WebWords {
  /** It got a list and did not take it. */
  readonly refusal: WebWord | undefined;
  /** It got none, or an empty one. */
  readonly failure: (WebWord & { readonly about: WebComplaint }) | undefined;
  /** When it could get the list again after a failure, in seconds since 1970. */
  readonly readAt: number | undefined;
}

export interface WebWord {
  /** Seconds since 1970, by the node's clock. */
  readonly time: number;
  readonly text: string;
}

export const noWords: WebWords = { refusal: undefined, failure: undefined, readAt: undefined };

export interface WebWordSources {
  readonly journal: readonly JournalLine[];
  /** The node's clock, in seconds, when the journal was read. */
  readonly now: number;
  readonly zone: string;
  /** What was said in lines that are not read again. */
  readonly before: WebWords;
}

export function readWebWords({ journal, now, zone, before }: WebWordSources): WebWords {
  let { refusal, failure, readAt } = before;
  for (const line of journal) {
    const entry = parseKlog(line.text);
    if (entry === undefined || !entry.source.startsWith('http.go:')) {
      continue;
    }
    const time = line.time ?? klogTime(entry, now, zone);
    if (entry.message === 'Successfully read pods from URL') {
      readAt = Math.max(readAt ?? time, time);
    }
    const complaint = readComplaint(entry, '');
    if (complaint === undefined) {
      continue;
    }
    const word = { time, text: complaint.text };
    const about = webComplaint(complaint.text);
    if (about === 'list') {
      refusal = newer(refusal, word);
    } else {
      failure = newer(failure, { ...word, about });
    }
  }
  return { refusal, failure, readAt };
}

function newer<T extends WebWord>(known: T | undefined, word: T): T {
  return known === undefined || word.time >= known.time ? word : known;
}
