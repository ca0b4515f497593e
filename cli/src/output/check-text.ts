import type { Target } from '../../../server/src/rules/rule';
import type { CheckedFile } from './checked-file';
import { printableLine } from './printable';

/** As a compiler speaks: `file:line:column: severity rule message`, counted from 1; then one line that sums up. */
export function formatText(files: readonly CheckedFile[], target: Target): string {
  const lines: string[] = [];
  for (const { file, findings } of files) {
    for (const { start, severity, rule, message } of findings) {
      const place = `${printableLine(file)}:${start.line + 1}:${start.character + 1}`;
      lines.push(`${place}: ${severity} ${rule} ${printableLine(message)}`);
    }
  }
  lines.push(sumUp(files, target));
  return lines.map((line) => `${line}\n`).join('');
}

function sumUp(files: readonly CheckedFile[], target: Target): string {
  const refused = files.filter(({ accepted }) => !accepted).length;
  const warnings = files.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'warning').length;
  const warned = warnings === 0 ? '' : `, ${count(warnings, 'warning')}`;
  const kubelet = `a kubelet of Kubernetes 1.${target.minor}`;
  if (refused === 0) {
    return `${count(files.length, 'manifest')}: ${kubelet} would run ${files.length === 1 ? 'it' : 'them all'}${warned}`;
  }
  return `${count(files.length, 'manifest')}: ${kubelet} would refuse ${refused}${warned}`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
