import type { Span } from './value';

/**
 * What stands behind the first document, cut at `---` lines: from `rest`, where the kubelet stops looking, to the end.
 * Markers, directives and comments alone are no document.
 */
export function findExtraDocuments(text: string, rest: number): Span[] {
  if (rest >= text.length) {
    return [];
  }
  const documents: Span[] = [];
  const marker = /^---(?=[ \t\r\n]|$)/gm;
  marker.lastIndex = rest;
  let start = rest;
  for (let match = marker.exec(text); ; match = marker.exec(text)) {
    const end = match?.index ?? text.length;
    if (end > start && hasContent(text.slice(start, end))) {
      documents.push({ start, end });
    }
    if (match === null) {
      return documents;
    }
    start = match.index;
  }
}

function hasContent(document: string): boolean {
  return document
    .replace(/^---/, '')
    .split(/[\r\n]+/)
    .some((line) => !/^\s*(?:#|$|\.\.\.\s*$|%)/.test(line));
}
