import type { Settings } from '../protocol';
import { rules } from '../rules';
import type { Finding, Fix, Target, TextContext } from '../rules/rule';
import { canonicalForm } from '../schema/canonical';
import { analyze, check, type Analysis, type CheckResult } from './check';
import { placeFinding } from './place';
import { findInFolder, type OutlinedEntry } from './check-folder';
import { classify, createPathMatcher, type Classification } from './classify';
import { complete, type Completions } from './complete';
import { describeByText, type FieldPlace, type FieldTexts } from './field-text';
import { hover, type Hover } from './hover';

export interface LanguageServiceEnvironment {
  /** Called with what should not have happened; nothing is swallowed. */
  readonly log: (message: string) => void;
  /** Kubernetes' own words on the fields; without them the facts alone are told. */
  readonly fieldTexts?: FieldTexts | undefined;
}

/** A document as its editor sees it: classified, judged, and ready for fixes. */
export interface DocumentVerdict {
  readonly classification: Classification;
  readonly analysis: Analysis;
  /** What is to be shown: the kubelet's findings for a static Pod, at most one remark for anything else. */
  readonly findings: readonly Finding[];
}

export interface DocumentPlace {
  /** With forward slashes. */
  readonly path: string;
  readonly treatAsStaticPod: boolean;
}

/** Pure functions of text; no connection, no files, no editor. `malformedAt` is as `analyze` takes it. */
export interface LanguageService {
  /** The kubelet's verdict on a text as one manifest, whatever it is called and wherever it lies. */
  check(text: string, target: Target, malformedAt?: number): CheckResult;
  /** The verdict on an editor's document, which may be no static Pod manifest at all. */
  judge(text: string, place: DocumentPlace, target: Target): DocumentVerdict;
  /** What a manifest and its neighbours in the folder do to each other: the findings of the one called `name`. */
  judgeAmongSiblings(name: string, entries: readonly OutlinedEntry[], target: Target): readonly Finding[];
  fixesOf(analysis: Analysis, finding: Finding): readonly Fix[];
  hover(analysis: Analysis, offset: number): Hover | undefined;
  complete(text: string, offset: number, target: Target): Completions | undefined;
  /** Kubernetes' text on a field that was offered, as Markdown. */
  describe(place: FieldPlace): string | undefined;
  /** Equal strings for two texts mean that the kubelet sees no change. Undefined where the text is no Pod. */
  canonical(text: string, target: Target, malformedAt?: number): CanonicalPod | undefined;
}

export interface CanonicalPod {
  readonly form: string;
  readonly namespace: string;
  /** As the manifest writes it, without the node's suffix. */
  readonly name: string;
}

export function createLanguageService(environment: LanguageServiceEnvironment, settings: Settings): LanguageService {
  const matcher = createPathMatcher(settings.files);
  return {
    check: (text, target, malformedAt) => check(text, target, settings.rules, malformedAt),
    judge(text, place, target) {
      const analysis = analyze(text, target, settings.rules);
      const classification = classify(analysis, matcher.match(place.path), place.treatAsStaticPod);
      const findings =
        classification.as === 'static-pod' ? analysis.findings : remarkOn(analysis, classification, settings);
      return { classification, analysis, findings };
    },
    judgeAmongSiblings(name, entries, target) {
      const position = entries.findIndex((entry) => entry.name === name);
      return findInFolder(entries, target, settings.rules)[position] ?? [];
    },
    fixesOf(analysis, finding) {
      const rule = rulesById.get(finding.rule);
      if (rule === undefined) {
        environment.log(`a finding names the rule '${finding.rule}', which does not exist`);
        return [];
      }
      return rule.fixes?.({ text: analysis.text, parsed: analysis.parsed, finding }) ?? [];
    },
    hover: (analysis, offset) => hover(analysis, offset, environment.fieldTexts),
    complete,
    describe: (place) => describeByText(environment.fieldTexts, place),
    canonical(text, target, malformedAt) {
      const { decoded, parsed } = analyze(text, target, {}, malformedAt);
      const first = decoded?.pods[0];
      const suffixed = first?.pod.metadata?.name;
      if (
        parsed.error !== undefined ||
        first === undefined ||
        suffixed === undefined ||
        decoded?.mismatches.length !== 0
      ) {
        return undefined;
      }
      const name = suffixed.slice(0, suffixed.length - target.nodeName.length - 1);
      return { form: canonicalForm(first, target.minor), namespace: first.pod.metadata?.namespace ?? 'default', name };
    },
  };
}

function remarkOn(analysis: Analysis, taken: Classification, settings: Settings): Finding[] {
  const findings: Finding[] = [];
  const { text, target, parsed, decoded } = analysis;
  for (const rule of rules) {
    const severity = settings.rules[rule.id];
    if (rule.on !== 'document' || severity === 'off') {
      continue;
    }
    const report: TextContext['report'] = (place) => {
      const finding = placeFinding(rule, place, parsed.root, text);
      findings.push(severity === undefined ? finding : { ...finding, severity });
    };
    rule.check({ text, target, parsed, decoded, taken, report });
  }
  return findings;
}

const rulesById = new Map(rules.map((rule) => [rule.id, rule]));
