import { compareLines, findNear, type MarkedLine } from './compare-lines';

/** A unified diff of two texts, three lines around each change; '' where they are the same. */
export function unifiedDiff(path: string, before: string | undefined, after: string): string {
  const hunks = groupHunks(numberLines(compareLines(before ?? '', after)));
  if (hunks.length === 0) {
    return '';
  }
  const head = `--- ${before === undefined ? '/dev/null' : path}\n+++ ${path}\n`;
  return head + hunks.map(formatHunk).join('');
}

interface Step extends MarkedLine {
  /** Numbers of the line, from 1, in the old and the new text, or of the one that would follow. */
  readonly old: number;
  readonly new: number;
}

function numberLines(lines: readonly MarkedLine[]): Step[] {
  const next = { old: 1, new: 1 };
  return lines.map((marked) => {
    const step = { ...marked, ...next };
    next.old += marked.mark === '+' ? 0 : 1;
    next.new += marked.mark === '-' ? 0 : 1;
    return step;
  });
}

function groupHunks(steps: readonly Step[]): Step[][] {
  const near = findNear(steps, 3);
  const hunks: Step[][] = [];
  steps.forEach((step, index) => {
    if (near[index] === true) {
      if (near[index - 1] !== true) {
        hunks.push([]);
      }
      hunks.at(-1)?.push(step);
    }
  });
  return hunks;
}

function formatHunk(steps: readonly Step[]): string {
  const [first] = steps;
  const count = (mark: string): number => steps.filter((step) => step.mark !== mark).length;
  const range = (start: number, lines: number): string => `${lines === 0 ? start - 1 : start},${lines}`;
  const header = `@@ -${range(first?.old ?? 1, count('+'))} +${range(first?.new ?? 1, count('-'))} @@\n`;
  return header + steps.map(({ mark, line }) => `${mark}${line}\n`).join('');
}
