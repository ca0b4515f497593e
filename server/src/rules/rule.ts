import type { DecodedManifest } from '../schema/decode';
import type { Pod } from '../schema/pod-types';
import type { ParsedText } from '../manifest/parse';
import type { Span } from '../manifest/value';
import type { HostPort } from '../validation/host-ports';
import type { FieldPath } from './field-path';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** The steps that a kubelet takes with a manifest, in their order; it stops at the first that refuses. */
export const kubeletStages = ['yaml', 'decode', 'kind', 'name', 'validate', 'reference'] as const;
export type KubeletStage = (typeof kubeletStages)[number];

/** k8s.io/apimachinery/pkg/util/validation/field/errors.go, v0.37: the error types that Pod validation gives. */
export type ErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'InternalError';

/** What is told of the kubelet's own error, where a finding stands for one. */
export interface KubeletError {
  readonly stage: KubeletStage;
  readonly type?: ErrorType;
  readonly field?: FieldPath;
}

/** One thing said about a manifest: plain, without any type of LSP or VS Code. */
export interface Finding extends Span {
  /** The id of the rule that found it. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The field it is about; '' is the whole document. */
  readonly path: FieldPath;
  /** Set exactly where the kubelet itself gives this error. */
  readonly kubelet?: KubeletError;
  /** What the rule's fixes need to know, as plain values. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

export interface TextEdit extends Span {
  readonly newText: string;
}

/** A quick fix. `safe`: it may be applied without a look ("fix all"). */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly safe: boolean;
}

export interface Target {
  /** Kubernetes 1.`minor`: 31 to 37. */
  readonly minor: number;
  /** The kubelet's node name: the Pod's name gets it as a suffix, in lower case. */
  readonly nodeName: string;
  readonly source: 'file' | 'http';
}

/** A validation error at a field path, as a kubelet of the target version gives it. */
export interface ValidationReport {
  readonly type: ErrorType;
  /** As the kubelet names it. */
  readonly path: FieldPath;
  /** Where it is in the manifest, where Kubernetes blames a list for its item, or the wrong item. */
  readonly at?: FieldPath;
  readonly message: string;
  readonly details?: Finding['details'];
}

/** Something at a field path or a span. `part` chooses what is underlined: the value (default), the key, or both. */
export interface PlaceReport {
  readonly path: FieldPath;
  readonly message: string;
  readonly span?: Span;
  readonly part?: 'value' | 'key' | 'member';
  readonly severity?: Severity;
  /** For stages yaml to reference: false where this kubelet version does not refuse it. Default: true. */
  readonly refuses?: boolean;
  /** Where one rule speaks of two stages: another than the rule's own. */
  readonly stage?: KubeletStage;
  readonly details?: Finding['details'];
}

export interface TextContext {
  readonly text: string;
  readonly target: Target;
  readonly parsed: ParsedText;
  readonly report: (report: PlaceReport) => void;
}

export interface StructureContext extends TextContext {
  readonly decoded: DecodedManifest;
}

export interface PodContext {
  /** Decoded and defaulted, as the target kubelet sees it; `metadata.name` carries the node's suffix. */
  readonly pod: Pod;
  readonly target: Target;
  readonly report: (report: ValidationReport) => void;
}

export interface ReferenceContext extends StructureContext {
  readonly pod: Pod;
  /** Where the Pod is in the manifest: '', or `items[0]` in a PodList. Reports name paths of the Pod. */
  readonly at: FieldPath;
}

/** Why a fix is made from the current text: offsets in a finding belong to one version of the document. */
export interface FixContext {
  readonly text: string;
  readonly parsed: ParsedText;
  readonly finding: Finding;
}

interface RuleBase {
  /** Kebab-case; equals the file's name, its page docs/rules/<id>.md and its test test/unit/rules/<id>.test.ts. */
  readonly id: string;
  /** Unless the user sets another: severity of a finding that a report does not override. */
  readonly severity: Severity;
  readonly fixes?: (context: FixContext) => readonly Fix[];
}

/** Looks at the text before it is a Pod: syntax, duplicates, documents. Advice has no `stage`. */
export interface TextRule extends RuleBase {
  readonly on: 'text';
  readonly stage?: 'yaml';
  check(context: TextContext): void;
}

/** Looks at the decoded structure: types, unknown fields, kind, name; runs even where the kubelet refuses. */
export interface StructureRule extends RuleBase {
  readonly on: 'structure';
  readonly stage?: 'decode' | 'kind' | 'name';
  check(context: StructureContext): void;
}

/** A part of the kubelet's ValidatePodCreate; each report is an error of the kubelet. */
export interface ValidationRule extends RuleBase {
  readonly on: 'validation';
  readonly stage: 'validate';
  check(context: PodContext): void;
}

/** References to API objects (stage `reference`), and our advice on a sound Pod (no stage). */
export interface PodRule extends RuleBase {
  readonly on: 'pod';
  readonly stage?: 'reference';
  check(context: ReferenceContext): void;
}

/** What a document of an editor is, before anything in it is judged: templates, objects for the API server. */
export interface DocumentRule extends RuleBase {
  readonly on: 'document';
  readonly stage?: never;
  check(context: DocumentContext): void;
}

export interface DocumentContext extends TextContext {
  readonly decoded: DecodedManifest | undefined;
  readonly taken: { readonly as: string; readonly kind?: string; readonly language?: string };
}

/** One entry of a folder that a kubelet reads as its staticPodPath: names that begin with a dot are none. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
  /** Set for a symbolic link; `kind` is then what it points at. */
  readonly linkTarget?: string;
  /** Undefined for what is no file. */
  readonly file?: FileOutline;
}

/** What the rules of a folder ask about a file: little, so that thousands can be held. */
export interface FileOutline {
  /** It could be read as YAML or JSON. */
  readonly readable: boolean;
  readonly kind: string | undefined;
  readonly kindSpan: Span;
  /** Undefined where the kind does not allow one. */
  readonly pod: PodOutline | undefined;
}

export interface PodOutline {
  readonly namespace: string | undefined;
  /** With the node's suffix. */
  readonly name: string | undefined;
  readonly nameMissing: boolean;
  readonly nameSpan: Span;
  readonly hostPorts: readonly (HostPort & { readonly span: Span })[];
}

/** What only the sight of a whole folder shows. No kubelet refuses a file for it, so it has no stage. */
export interface FolderRule extends RuleBase {
  readonly on: 'folder';
  readonly stage?: never;
  check(context: FolderContext): void;
}

/** The text of a file was read before: its places are in the outline. */
export type FolderPlaceReport = PlaceReport & { readonly span: Span };

export interface FolderContext {
  readonly entries: readonly FolderEntry[];
  readonly target: Target;
  readonly report: (entry: FolderEntry, report: FolderPlaceReport) => void;
}

export type Rule = TextRule | StructureRule | ValidationRule | PodRule | DocumentRule | FolderRule;

/** Identity with a type: a rule is data. */
export function defineRule<R extends Rule>(rule: R): R {
  return rule;
}
