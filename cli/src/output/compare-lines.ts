/** A line of one text or of both: ` ` in both, `-` only in the old, `+` only in the new one. */
export interface MarkedLine {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/** By the longest common subsequence of what lies between the common beginning and the common end. */
export function compareLines(before: string, after: string): MarkedLine[] {
  const [old, fresh] = [splitLines(before), splitLines(after)];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) {
    start++;
  }
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) {
    end++;
  }
  const keep = (line: string): MarkedLine => ({ mark: ' ', line });
  return [
    ...old.slice(0, start).map(keep),
    ...compareMiddle(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)),
    ...old.slice(old.length - end).map(keep),
  ];
}

/** Whether each line is a change, or at most `around` lines away from one. */
export function findNear(lines: readonly MarkedLine[], around: number): boolean[] {
  return lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ mark }) => mark !== ' '),
  );
}

function splitLines(text: string): string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Of texts that have too little in common to be worth the square of their lengths, all of one, then all of the other. */
const mostCells = 4_000_000;

function compareMiddle(old: readonly string[], fresh: readonly string[]): MarkedLine[] {
  if (old.length * fresh.length > mostCells) {
    return [
      ...old.map((line): MarkedLine => ({ mark: '-', line })),
      ...fresh.map((line): MarkedLine => ({ mark: '+', line })),
    ];
  }
  const width = fresh.length + 1;
  const common = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      common[i * width + j] =
        old[i] === fresh[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const marked: MarkedLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      marked.push({ mark: ' ', line: old[i] ?? '' });
      i++;
      j++;
    } else if (
      j >= fresh.length ||
      (i < old.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      marked.push({ mark: '-', line: old[i] ?? '' });
      i++;
    } else {
      marked.push({ mark: '+', line: fresh[j] ?? '' });
      j++;
    }
  }
  return marked;
}
