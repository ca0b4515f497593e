import { isMark } from '../node/follow-logs';

/** A line that begins an entry of its own: klog, a timestamp, a level, JSON. Anything indented belongs to the line above. */
const continues = /^(?:[^│]* │ )?(?:\s+\S|Caused by:|goroutine \d|\tat )/;

export interface LogFold {
  readonly start: number;
  readonly end: number;
  readonly isAttempt: boolean;
}

/** Where a log can be folded; lines count from 0. */
export function foldLog(lines: readonly string[]): LogFold[] {
  const folds: LogFold[] = [];
  let attempt = -1;
  let entry = 0;
  const close = (start: number, end: number, isAttempt: boolean): void => {
    if (end > start) {
      folds.push({ start, end, isAttempt });
    }
  };
  for (const [number, line] of lines.entries()) {
    if (isMark(line)) {
      close(entry, number - 1, false);
      if (attempt !== -1) {
        close(attempt, number - 1, true);
      }
      attempt = number;
      entry = number + 1;
    } else if (!continues.test(line)) {
      close(entry, number - 1, false);
      entry = number;
    }
  }
  // An empty line ends a text that ends with a line break.
  const last = lines.at(-1) === '' ? lines.length - 2 : lines.length - 1;
  close(entry, last, false);
  if (attempt !== -1) {
    close(attempt, last, true);
  }
  return folds;
}
