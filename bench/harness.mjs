// What every bench shares: figures, tables, the line with the verdict, and processes timed from outside.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
/** Everything built or downloaded lies here; git does not look into it. */
export const cache = path.join(root, '.cache/bench');

/** The machine and how busy it is, to stand beside figures. */
export function describeMachine() {
  const load = loadavg().map((number) => number.toFixed(1));
  return `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, load ${load.join(' ')}`;
}

/** `share` from 0 to 1 of the values lie at or below the answer. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function median(values) {
  return quantile(values, 0.5);
}

/** Least, median and most, as cells of a table. */
export function spread(values, digits = 2) {
  return [Math.min(...values), median(values), Math.max(...values)].map((number) => number.toFixed(digits));
}

/** A Markdown table: the first column is text, the others are numbers. */
export function printTable(title, header, rows) {
  const cells = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  console.log(`\n### ${title}\n`);
  console.log([line(cells[0]), `| ${rule.join(' | ')} |`, ...cells.slice(1).map(line)].join('\n'));
}

/** Holds one figure against its bound and prints the outcome. Returns whether it is kept. */
export function judge(what, figure, bound, unit) {
  const kept = figure <= bound;
  const digits = unit === '' ? 3 : 1;
  const space = unit === '' ? '' : ' ';
  console.log(
    `\n${kept ? 'KEPT' : 'MISSED'}: ${what}: ${figure.toFixed(digits)}${space}${unit} of at most ${bound}${space}${unit}.`,
  );
  return kept;
}

/**
 * Runs a command to its end. Returns its seconds {wall, cpu}, as the shell's own `time` counts them; `status` is what
 * the command may exit with. Output goes to a file, as fast for one program as for another.
 */
export function timeProcess([command, ...args], output, status) {
  const target = openSync(output, 'w');
  try {
    const script = 'TIMEFORMAT="%R %U %S"; exec 3>&2; time "$0" "$@" 2>&3';
    const child = spawnSync('bash', ['-c', script, command, ...args], {
      stdio: ['ignore', target, 'pipe'],
      encoding: 'utf8',
    });
    const lines = child.stderr.trimEnd().split('\n');
    const [wall, user, system] = (lines.pop() ?? '').split(' ').map(Number);
    if (!status.includes(child.status) || Number.isNaN(wall + user + system)) {
      throw new Error(`${command} ended with ${child.status ?? child.signal}: ${child.stderr}`);
    }
    return { wall, cpu: user + system };
  } finally {
    closeSync(target);
  }
}

/** Runs a step of preparation; its output is shown only if it fails. */
export function run(command, args, options = {}) {
  const child = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (child.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed: ${child.error?.message ?? child.stderr}`);
  }
  return child.stdout;
}

/**
 * Milliseconds that `work` took, by the clock and of the process' processor time. The latter counts what V8 compiles
 * and collects beside, and hardly depends on what else the machine does: the safer figure of the two.
 */
export async function time(work) {
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1000 };
}
