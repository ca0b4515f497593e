import { parseKlog, klogTime, type KlogEntry } from './klog';

/** What the kubelet refuses now. */
export interface KubeletProblem {
  /** The manifest's path, the staticPodPath itself, or the staticPodURL. */
  readonly path: string;
  readonly message: string;
  /** `spec.containers[0].ports[0].containerPort`, where the kubelet names one. */
  readonly field?: string;
  /** Seconds since 1970, by the node's clock, when the kubelet last said so. */
  readonly time: number;
  readonly source: 'file' | 'http';
  /** Of a web source: what the list says, that it was empty, or that it could not be got. */
  readonly about?: WebComplaint;
}

export type WebComplaint = 'list' | 'empty' | 'fetch';

/** A kubelet's complaint with the place it is about; not yet judged for whether it still holds. */
export interface Complaint {
  readonly path: string;
  readonly text: string;
  readonly source: 'file' | 'http';
}

/**
 * pkg/kubelet/config/file.go and http.go, v1.37: which entries are about a manifest. A watch event's entry has no
 * `path`: the path stands in the error, as Go quotes it.
 */
export function readComplaint(entry: KlogEntry, staticPodURL: string): Complaint | undefined {
  const error = entry.values.get('err') ?? '';
  // The web source complains at the level of information.
  if (entry.source.startsWith('http.go:') && entry.message.startsWith('Failed to read pods from URL')) {
    return { path: staticPodURL, text: error || entry.message, source: 'http' };
  }
  if (entry.severity !== 'information' && /^file(_linux)?\.go:/.test(entry.source)) {
    const watched = /^can't process config file ("(?:[^"\\]|\\.)*"): ([\s\S]*)$/.exec(error);
    if (watched?.[1] !== undefined && watched[2] !== undefined) {
      return { path: unquoteGo(watched[1]), text: watched[2], source: 'file' };
    }
    const path = entry.values.get('path');
    return path === undefined ? undefined : { path, text: error || entry.message, source: 'file' };
  }
  return undefined;
}

function unquoteGo(quoted: string): string {
  return parseKlog(`E0101 00:00:00.0 1 x.go:1] ${quoted}`)?.message ?? quoted;
}

export interface JournalLine {
  /** Seconds since 1970; undefined where only klog's header has a time. */
  readonly time: number | undefined;
  readonly text: string;
}

/** The body of observe.sh's `journal` section: a line with the time, then the entry's lines, each behind a space. */
export function parseJournal(text: string): JournalLine[] {
  const lines: { time: number | undefined; text: string }[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith(' ')) {
      if (line !== '' || lines.length === 0 || lines.at(-1)?.text !== '') {
        lines.push({ time: line === '' ? undefined : Number(line), text: '' });
      }
      continue;
    }
    const last = lines.at(-1);
    if (last !== undefined) {
      last.text = last.text === '' ? line.slice(1) : `${last.text}\n${line.slice(1)}`;
    }
  }
  return lines.filter((line) => line.text !== '');
}

export interface ProblemSources {
  readonly journal: readonly JournalLine[];
  /** The node's clock, in seconds, when the journal was read. */
  readonly now: number;
  readonly zone: string;
  readonly fileCheckFrequencySeconds: number;
  /** When each path that is there became what it is (its change time), in seconds. */
  readonly changedAt: ReadonlyMap<string, number>;
}

/**
 * What is refused of the folder; web-source.ts tells of the URL. The kubelet repeats a refusal at every list of the folder, so a file is refused now if the journal says so later
 * than the file's last change and within the last two periods. The change time is used, not the modification time:
 * a rename, as every careful deploy ends with, changes only the former.
 */
export function problemsNow(sources: ProblemSources): KubeletProblem[] {
  const latest = new Map<string, Complaint & { time: number }>();
  for (const line of sources.journal) {
    const entry = parseKlog(line.text);
    const complaint = entry === undefined ? undefined : readComplaint(entry, '');
    if (entry === undefined || complaint?.source !== 'file') {
      continue;
    }
    const time = line.time ?? klogTime(entry, sources.now, sources.zone);
    const known = latest.get(complaint.path);
    if (known === undefined || time >= known.time) {
      latest.set(complaint.path, { ...complaint, time });
    }
  }
  const oldest = sources.now - 2 * sources.fileCheckFrequencySeconds - 1;
  const problems: KubeletProblem[] = [];
  for (const { path, text, source, time } of latest.values()) {
    const changed = sources.changedAt.get(path);
    if (changed !== undefined && time >= changed && time >= oldest) {
      problems.push(...splitErrors(text).map((error) => ({ path, ...error, time, source })));
    }
  }
  return problems.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** pkg/kubelet/config/http.go and common.go, v1.37: an empty body is an error too, and ends the Pods of the list. */
export function webComplaint(text: string): WebComplaint {
  if (text.startsWith('zero-length data received')) {
    return 'empty';
  }
  return text.startsWith('invalid pod') || text.startsWith('static pods may not') || text.includes("couldn't parse as")
    ? 'list'
    : 'fetch';
}

/** k8s.io/apimachinery/pkg/util/validation/field/errors.go, v0.37: how a field error begins. */
const fieldError =
  /(?:^|\s)((?:[A-Za-z][\w-]*|<nil>)(?:\.[A-Za-z][\w-]*|\[[^\]]*\])*): (?=(?:Not found|Required value|Duplicate value|Invalid value|Unsupported value|Forbidden|Too long|Too many|Internal error)\b)/g;

/** `invalid pod: [a.b: Invalid value: 1: no c.d: Required value]`: one error for each field. */
export function splitErrors(text: string): { message: string; field?: string }[] {
  const list = /^invalid pod: ([\s\S]*)$/.exec(text.trim());
  if (list?.[1] === undefined) {
    return [{ message: text.trim() }];
  }
  const inner = list[1].startsWith('[') && list[1].endsWith(']') ? list[1].slice(1, -1) : list[1];
  const starts = [...inner.matchAll(fieldError)];
  if (starts.length === 0) {
    return [{ message: text.trim() }];
  }
  return starts.map((start, position) => {
    const from = start.index + start[0].length;
    const to = starts[position + 1]?.index ?? inner.length;
    return { field: start[1] ?? '', message: inner.slice(from, to).trim().replace(/,$/, '') };
  });
}
