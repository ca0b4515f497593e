import type { Word } from './systemd-words';

/** The text without these words, nothing else changed: a line that held nothing else goes, its continuation too. */
export function removeWords(text: string, words: readonly Word[]): string {
  return replaceWords(text, [], words);
}

export interface Replacement {
  readonly words: readonly Word[];
  readonly text: string;
}

/** As removeWords; each replacement's text comes in its words' place. */
export function replaceWords(text: string, replacements: readonly Replacement[], removed: readonly Word[]): string {
  const edits = [
    ...removed.map((word) => ({ start: word.start, end: word.end, text: '' })),
    ...replacements.flatMap(({ words, text: written }) => {
      const [first, last] = [words[0], words.at(-1)];
      return first === undefined || last === undefined ? [] : [{ start: first.start, end: last.end, text: written }];
    }),
  ].sort((a, b) => b.start - a.start);
  return edits.reduce((rest, edit) => (edit.text === '' ? cut(rest, edit.start, edit.end) : splice(rest, edit)), text);
}

function splice(text: string, { start, end, text: written }: { start: number; end: number; text: string }): string {
  return text.slice(0, start) + written + text.slice(end);
}

function cut(text: string, start: number, end: number): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline === -1 ? text.length : newline;
  const before = text.slice(lineStart, start);
  const behind = text.slice(end, lineEnd);
  if (before.trim() === '' && /^\s*\\?\s*$/.test(behind) && lineStart > 0) {
    const rest = text.slice(Math.min(lineEnd + 1, text.length));
    const goesOn = behind.trim() === '\\';
    // The line before ends with a backslash, which would now take in what comes next.
    const head = goesOn ? text.slice(0, lineStart) : text.slice(0, lineStart).replace(/[ \t]*\\(\r?\n)$/, '$1');
    return head + rest;
  }
  const joined = /[ \t]*\\\r?\n$/.exec(text.slice(0, lineStart));
  if (before.trim() === '' && /^["']\s*$/.test(behind) && joined !== null) {
    // The quote that ends a value of several lines comes up to what is last now.
    return text.slice(0, joined.index) + text.slice(end);
  }
  const spacesBefore = /[ \t]*$/.exec(before)?.[0].length ?? 0;
  const spacesBehind = spacesBefore > 0 ? 0 : (/^[ \t]*/.exec(behind)?.[0].length ?? 0);
  return text.slice(0, start - spacesBefore) + text.slice(end + spacesBehind);
}
