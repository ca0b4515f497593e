import { compareLines, findNear } from './compare-lines';

/** Lines of both texts, as `diff -u` marks them: ` ` in both, `-` of the old, `+` of the new; a few around each change. */
export function formatDiff(old: string, fresh: string, around = 3): string[] {
  const marked = compareLines(old, fresh);
  const isNear = findNear(marked, around);
  return marked.flatMap(({ mark, line }, index) => {
    if (isNear[index] !== true) {
      return [];
    }
    const gap = index > 0 && isNear[index - 1] !== true ? ['…'] : [];
    return [...gap, `${mark} ${line}`];
  });
}
