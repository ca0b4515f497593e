import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { check } from '../../server/src/language-service/check';
import { checkFolder, type FolderInput } from '../../server/src/language-service/check-folder';
import { decodeText, listTypedEntries, readEntry, readText, type DecodedText } from '../../server/src/read-folder';
import type { Target } from '../../server/src/rules/rule';
import { placeFindings, type CheckedFile } from './output/checked-file';
import { printableLine } from './output/printable';

export interface CheckedOperands {
  /** In the order of the operands. */
  readonly files: readonly CheckedFile[];
  /** One sentence for each thing that can't be read. */
  readonly errors: readonly string[];
}

/** Files as they are named, each alone; folders as the kubelet reads staticPodPath; `-` is standard input. */
export function checkOperands(operands: readonly string[], target: Target, stdinName = '-'): CheckedOperands {
  const files: CheckedFile[] = [];
  const errors: string[] = [];
  const attempt = (file: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      errors.push(`${printableLine(file)} can't be read: ${explain(error)}`);
    }
  };
  for (const operand of operands) {
    attempt(operand, () => {
      if (operand === '-') {
        files.push(judge(stdinName, decodeText(readFileSync(0)), target));
        return;
      }
      const text = readFile(operand);
      if (text !== undefined) {
        files.push(judge(operand, text, target));
        return;
      }
      const entries: FolderInput[] = [];
      for (const entry of listTypedEntries(operand)) {
        attempt(path.join(operand, entry.name), () => entries.push(readEntry(operand, entry.name, entry)));
      }
      files.push(...judgeFolder(operand, entries, target));
    });
  }
  return { files, errors };
}

/** Undefined for a folder, which is asked about only where it can't be read as the file that it usually is. */
function readFile(file: string): DecodedText | undefined {
  try {
    return readText(file);
  } catch (error) {
    if (statSync(file).isDirectory()) {
      return undefined;
    }
    throw error;
  }
}

function judge(file: string, { text, malformedAt }: DecodedText, target: Target): CheckedFile {
  const { accepted, findings } = check(text, target, {}, malformedAt);
  return { file, accepted, findings: placeFindings(text, findings) };
}

function judgeFolder(folder: string, entries: readonly FolderInput[], target: Target): CheckedFile[] {
  const checked = checkFolder(entries, target);
  return entries.flatMap(({ name, kind, text = '' }, position) => {
    const { accepted = true, findings = [] } = checked[position] ?? {};
    // What is no file has a place in the answer only if there is something to say of it.
    const isTold = kind === 'file' || findings.length > 0;
    return isTold ? [{ file: path.join(folder, name), accepted, findings: placeFindings(text, findings) }] : [];
  });
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') {
    return 'there is no such file or folder.';
  }
  return code === 'EACCES' ? 'permission is denied.' : error.message;
}
