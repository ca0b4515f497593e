import { checkFolder, type FolderInput } from '../../server/src/language-service/check-folder';
import { newest } from './rule-test';

/** What a rule says of a folder: `file: path` each. A text stands for a file. */
export function findingsInFolder(
  rule: string,
  files: Readonly<Record<string, string | Omit<FolderInput, 'name'>>>,
): string[] {
  const inputs = Object.entries(files).map(([name, entry]): FolderInput =>
    typeof entry === 'string' ? { name, kind: 'file', text: entry } : { name, ...entry },
  );
  return checkFolder(inputs, newest).flatMap(({ name, findings }) =>
    findings.filter((finding) => finding.rule === rule).map((finding) => `${name}: ${finding.path}`),
  );
}
