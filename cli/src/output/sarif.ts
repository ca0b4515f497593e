import { pathToFileURL } from 'node:url';
import path from 'node:path';
import type { Target } from '../../../server/src/rules/rule';
import type { CheckedFile } from './checked-file';

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/** SARIF 2.1.0. Lines and columns count from 1 there. */
export function formatSarif(files: readonly CheckedFile[], target: Target): string {
  const rules = [...new Set(files.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();
  const results = files.flatMap(({ file, findings }) =>
    findings.map(({ rule, severity, message, start, end, path: field, kubelet }) => {
      return {
        ruleId: rule,
        ruleIndex: rules.indexOf(rule),
        level: levels[severity],
        message: { text: message },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: uriOf(file) },
              region: {
                startLine: start.line + 1,
                startColumn: start.character + 1,
                endLine: end.line + 1,
                endColumn: end.character + 1,
              },
            },
            ...(field === '' ? {} : { logicalLocations: [{ fullyQualifiedName: field }] }),
          },
        ],
        ...(kubelet === undefined ? {} : { properties: { kubelet } }),
      };
    }),
  );
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'static-pods',
            properties: { kubernetesVersion: `1.${target.minor}` },
            rules: rules.map((id) => ({ id })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return `${JSON.stringify(log)}\n`;
}

/** A relative reference where the file was named so; a URL else. */
function uriOf(file: string): string {
  if (path.isAbsolute(file)) {
    return pathToFileURL(file).href;
  }
  return file.split(path.sep).map(encodeURIComponent).join('/');
}
