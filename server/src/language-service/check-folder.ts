import { rules } from '../rules';
import type { Span } from '../manifest/value';
import type { FileOutline, Finding, FolderEntry, FolderPlaceReport, Target } from '../rules/rule';
import { hostPortsOf } from '../validation/host-ports';
import { analyze, type Analysis, type CheckResult, type RuleSeverities } from './check';
import { placeFinding, spanOf } from './place';

/** A directory entry as it was read; names that begin with a dot are left out before. */
export interface FolderInput {
  readonly name: string;
  readonly kind: FolderEntry['kind'];
  readonly linkTarget?: string;
  /** Undefined for what is no file. */
  readonly text?: string;
  /** As `analyze` takes it. */
  readonly malformedAt?: number;
}

export interface CheckedEntry extends CheckResult {
  readonly name: string;
  readonly kind: FolderEntry['kind'];
}

/** A directory entry with what is kept of its file while the others are looked at. */
export interface OutlinedEntry extends FolderEntry {
  /** Undefined for what is no file. */
  readonly text?: string;
}

/** Judges a folder as a kubelet that has it as staticPodPath: each file, and what they do to each other. */
export function checkFolder(
  inputs: readonly FolderInput[],
  target: Target,
  severities: RuleSeverities = {},
): readonly CheckedEntry[] {
  const checked: CheckedEntry[] = [];
  const entries = inputs.map(({ text, malformedAt, ...input }): OutlinedEntry => {
    if (text === undefined) {
      checked.push({ ...input, accepted: true, findings: [] });
      return input;
    }
    const analysis = analyze(text, target, severities, malformedAt);
    const { accepted, findings } = analysis;
    checked.push({ ...input, accepted, findings });
    return { ...input, text, file: outline(analysis) };
  });
  const shared = findInFolder(entries, target, severities);
  return checked.map(({ name, kind, accepted, findings }, position) => ({
    name,
    kind,
    accepted,
    findings: [...findings, ...(shared[position] ?? [])].sort(byPlace),
  }));
}

/** What the rules of a folder ask about a file. The analysis itself is too much to hold for thousands. */
export function outline({ parsed: { root, error }, decoded }: Analysis): FileOutline {
  const { kind, pod, nameMissing = false } = decoded ?? {};
  const place = (path: string): Span => (root === undefined ? { start: 0, end: 0 } : spanOf(root, path));
  return {
    readable: error === undefined,
    kind,
    kindSpan: place('kind'),
    pod: pod && {
      namespace: pod.metadata?.namespace,
      name: pod.metadata?.name,
      nameMissing,
      nameSpan: place('metadata.name'),
      hostPorts: hostPortsOf(pod).map((claim) => ({ ...claim, span: place(claim.path) })),
    },
  };
}

/** What the entries of a folder do to each other: the findings of each, in the entries' order. */
export function findInFolder(
  entries: readonly OutlinedEntry[],
  target: Target,
  severities: RuleSeverities = {},
): readonly (readonly Finding[])[] {
  const findings = entries.map((): Finding[] => []);
  const positions = new Map<FolderEntry, number>(entries.map((entry, position) => [entry, position]));
  for (const rule of rules) {
    const severity = severities[rule.id];
    if (rule.on === 'folder' && severity !== 'off') {
      const report = (entry: FolderEntry, place: FolderPlaceReport): void => {
        const position = positions.get(entry) ?? -1;
        const finding = placeFinding(rule, place, undefined, entries[position]?.text ?? '');
        findings[position]?.push(severity === undefined ? finding : { ...finding, severity });
      };
      rule.check({ entries, target, report });
    }
  }
  return findings;
}

function byPlace(a: Finding, b: Finding): number {
  return a.start - b.start || a.end - b.end;
}
