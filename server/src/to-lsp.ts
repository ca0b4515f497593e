import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  DiagnosticTag,
  InsertTextMode,
  MarkupKind,
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  type Hover as LspHover,
  type Range,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Completions } from './language-service/complete';
import type { DaemonSetDraft } from './language-service/daemon-set';
import type { Hover } from './language-service/hover';
import type { Finding, Fix, Severity } from './rules/rule';

/** The one place where offsets become ranges, and Findings and Fixes become what LSP calls them. */

export const diagnosticSource = 'static-pods';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Rules about text that the kubelet drops: an editor fades it. */
const dropped = new Set(['extra-document', 'duplicate-key']);

export function toRange(document: TextDocument, span: { start: number; end: number }): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

export function toDiagnostic(document: TextDocument, finding: Finding, pages: string | undefined): Diagnostic {
  return {
    range: toRange(document, finding),
    severity: severities[finding.severity],
    code: finding.rule,
    ...(pages === undefined ? {} : { codeDescription: { href: `${pages}/${finding.rule}.md` } }),
    source: diagnosticSource,
    message: finding.message,
    ...(dropped.has(finding.rule) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}

/**
 * A new file beside the manifest; outside of a folder that a kubelet may read, since it refuses a DaemonSet there. The
 * manifest stays as it is: both run until one is taken away.
 */
export function toDaemonSetAction(uri: string, { name, text }: DaemonSetDraft): CodeAction {
  const folder = uri.slice(0, uri.lastIndexOf('/'));
  const outside = /\/(manifests|static-pods)$/.test(folder) ? folder.slice(0, folder.lastIndexOf('/')) : folder;
  const created = `${outside}/${encodeURIComponent(name)}.daemonset.yaml`;
  const start = { line: 0, character: 0 };
  return {
    title: 'Draft a DaemonSet of this Pod (for a cluster with an API server)',
    kind: CodeActionKind.RefactorRewrite,
    edit: {
      documentChanges: [
        { kind: 'create', uri: created },
        { textDocument: { uri: created, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
      ],
    },
  };
}

export function toCodeAction(document: TextDocument, fix: Fix, diagnostic: Diagnostic): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: fix.safe,
    edit: {
      changes: {
        [document.uri]: fix.edits.map((edit) => ({ range: toRange(document, edit), newText: edit.newText })),
      },
    },
  };
}

export function toHover(document: TextDocument, hover: Hover): LspHover {
  return { range: toRange(document, hover), contents: { kind: MarkupKind.Markdown, value: hover.markdown } };
}

/** What a completion shows beside itself once it is chosen: the facts it came with, and a text where there is one. */
export function withText(item: CompletionItem, text: string | undefined): CompletionItem {
  if (text === undefined) {
    return item;
  }
  const facts = typeof item.documentation === 'string' ? `${item.documentation}\n\n` : '';
  return { ...item, documentation: { kind: MarkupKind.Markdown, value: facts + text } };
}

/** Required fields stand first, otherwise the type's own order is kept. */
export function toCompletionItems(document: TextDocument, { replace, items }: Completions): CompletionItem[] {
  const range = toRange(document, replace);
  return items.map((item, position) => ({
    label: item.label,
    kind: item.kind === 'field' ? CompletionItemKind.Field : CompletionItemKind.EnumMember,
    detail: item.detail,
    ...(item.documentation === '' ? {} : { documentation: item.documentation }),
    sortText: `${item.required ? 0 : 1}${String(position).padStart(4, '0')}`,
    insertTextMode: InsertTextMode.adjustIndentation,
    textEdit: { range, newText: item.newText },
    ...(item.place === undefined ? {} : { data: item.place }),
  }));
}
