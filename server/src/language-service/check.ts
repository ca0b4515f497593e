import { parseText, type ParsedText } from '../manifest/parse';
import type { Value } from '../manifest/value';
import { rules as allRules } from '../rules';
import { child } from '../rules/field-path';
import {
  kubeletStages,
  type Finding,
  type PlaceReport,
  type Rule,
  type Severity,
  type Target,
  type ValidationReport,
} from '../rules/rule';
import { decodeManifest, type DecodedManifest, type DecodedPod } from '../schema/decode';
import { placeFinding, spanOf } from './place';

export interface CheckResult {
  /** The kubelet's verdict for the target version. */
  readonly accepted: boolean;
  /** In the order of their places in the text. */
  readonly findings: readonly Finding[];
}

/** A manifest read once: every feature works on this. */
export interface Analysis extends CheckResult {
  readonly text: string;
  readonly target: Target;
  readonly parsed: ParsedText;
  readonly decoded: DecodedManifest | undefined;
}

/** Severity by rule id; `off` drops a rule's findings. The verdict does not depend on it. */
export type RuleSeverities = Readonly<Record<string, Severity | 'off'>>;

/** Says what the target kubelet says of the text as one manifest file, and what it swallows in silence. Never throws. */
export function check(
  text: string,
  target: Target,
  severities: RuleSeverities = {},
  malformedAt?: number,
): CheckResult {
  const { accepted, findings } = analyze(text, target, severities, malformedAt);
  return { accepted, findings };
}

/** `malformedAt`: the offset in `text` where octets began that are no UTF-8, if it was decoded from such. */
export function analyze(text: string, target: Target, severities: RuleSeverities = {}, malformedAt?: number): Analysis {
  const parsed = parseText(text, malformedAt);
  const { root } = parsed;
  const decoded = root === undefined ? undefined : decodeManifest(root, target, parsed.format);
  const run = new Run(text, target, parsed);
  run.checkText();
  // A text that broke off would be blamed for what stands behind the break.
  if (root !== undefined && decoded !== undefined && parsed.error === undefined) {
    run.checkStructure(root, decoded);
    for (const pod of decoded.pods) {
      run.checkPod(root, decoded, pod);
    }
  }
  const { accepted, findings } = run.conclude(severities);
  return { text, target, parsed, decoded, accepted, findings };
}

/** A finding and how early the kubelet would come to it, if it stands for an error of the kubelet. */
interface Noted {
  readonly finding: Finding;
  readonly rank: number;
}

const never = Number.POSITIVE_INFINITY;

/** The rules' run over one manifest: collects what they report, and knows in the end where the kubelet stops. */
class Run {
  readonly #noted: Noted[] = [];

  constructor(
    private readonly text: string,
    private readonly target: Target,
    private readonly parsed: ParsedText,
  ) {}

  checkText(): void {
    const { text, target, parsed } = this;
    let current: Rule | undefined;
    const report = (place: PlaceReport): void => this.#note(current, place, undefined);
    const context = { text, target, parsed, report };
    for (const rule of rulesByKind.text) {
      current = rule;
      rule.check(context);
    }
  }

  checkStructure(root: Value, decoded: DecodedManifest): void {
    const { text, target, parsed } = this;
    let current: Rule | undefined;
    const report = (place: PlaceReport): void => this.#note(current, place, root);
    const context = { text, target, parsed, decoded, report };
    for (const rule of rulesByKind.structure) {
      current = rule;
      rule.check(context);
    }
  }

  /** One Pod of the manifest: the only one, or an item of a web source's PodList. */
  checkPod(root: Value, decoded: DecodedManifest, { pod, path: at, nameMissing }: DecodedPod): void {
    const { text, target, parsed } = this;
    if (decoded.mismatches.length === 0) {
      let current: Rule | undefined;
      const report = (told: ValidationReport): void => {
        // What is left of a missing name, the node's suffix, is no name either: it is said once.
        if (current !== undefined && !(nameMissing && told.path === 'metadata.name')) {
          this.#noteValidation(current, told, root, at);
        }
      };
      const context = { pod, target, report };
      for (const rule of rulesByKind.validation) {
        current = rule;
        rule.check(context);
      }
    }
    let current: Rule | undefined;
    const report = (place: PlaceReport): void => {
      this.#note(current, at === '' ? place : { ...place, path: child(at, place.path) }, root);
    };
    const context = { text, target, parsed, decoded, pod, at, report };
    for (const rule of rulesByKind.pod) {
      current = rule;
      rule.check(context);
    }
  }

  /** The verdict; the mark of the kubelet stays only on what it says before it stops. */
  conclude(severities: RuleSeverities): CheckResult {
    let first = never;
    for (const { rank } of this.#noted) {
      first = Math.min(first, rank);
    }
    const findings: Finding[] = [];
    for (const { finding, rank } of this.#noted) {
      const chosen = severities[finding.rule];
      if (chosen === 'off') {
        continue;
      }
      const severity = chosen ?? finding.severity;
      const { kubelet, ...rest } = finding;
      findings.push(kubelet === undefined || rank !== first ? { ...rest, severity } : { ...finding, severity });
    }
    findings.sort((a, b) => a.start - b.start || a.end - b.end);
    return { accepted: first === never, findings };
  }

  #note(rule: Rule | undefined, place: PlaceReport, root: Value | undefined): void {
    if (rule !== undefined) {
      const finding = placeFinding(rule, place, root ?? this.parsed.root, this.text);
      this.#noted.push({ finding, rank: rankOf(finding) });
    }
  }

  #noteValidation(
    rule: Rule,
    { type, path, at = path, message, details }: ValidationReport,
    root: Value,
    podAt: string,
  ): void {
    const place = podAt === '' ? at : child(podAt, at);
    const finding: Finding = {
      rule: rule.id,
      severity: rule.severity,
      message,
      path: place,
      ...spanOf(root, place, type === 'FieldValueRequired' ? 'member' : 'value'),
      kubelet: { stage: 'validate', type, field: path },
      ...(details === undefined ? {} : { details }),
    };
    this.#noted.push({ finding, rank: rankOf(finding) });
  }
}

/**
 * The kubelet's order: text, structure and kind of the whole, then one Pod after the other, each by name, fields,
 * references (pkg/kubelet/config/common.go, v1.37: `tryDecodeSinglePod`, `tryDecodePodList`).
 */
function rankOf({ kubelet, path }: Finding): number {
  if (kubelet === undefined) {
    return never;
  }
  const rank = kubeletStages.indexOf(kubelet.stage);
  const item = /^items\[(\d+)\]/.exec(path)?.[1];
  const isOfOnePod = rank >= kubeletStages.indexOf('name');
  return isOfOnePod && item !== undefined ? rank + Number(item) * kubeletStages.length : rank;
}

const rulesByKind = {
  text: allRules.filter((rule) => rule.on === 'text'),
  structure: allRules.filter((rule) => rule.on === 'structure'),
  validation: allRules.filter((rule) => rule.on === 'validation'),
  pod: allRules.filter((rule) => rule.on === 'pod'),
} as const;
