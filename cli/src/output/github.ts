import type { CheckedFile } from './checked-file';
import { printable } from './printable';

const levels = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

/** Workflow commands of GitHub Actions, which shows them beside the lines. */
export function formatGithub(files: readonly CheckedFile[]): string {
  return files
    .flatMap(({ file, findings }) =>
      findings.map(({ severity, rule, message, start, end }) => {
        const place = [
          `file=${escapeProperty(file)}`,
          `line=${start.line + 1}`,
          `col=${start.character + 1}`,
          `endLine=${end.line + 1}`,
          `endColumn=${end.character + 1}`,
          `title=${escapeProperty(rule)}`,
        ].join(',');
        return `::${levels[severity]} ${place}::${escapeMessage(message)}\n`;
      }),
    )
    .join('');
}

function escapeMessage(text: string): string {
  return printable(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
