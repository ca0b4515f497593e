import { reportInvalid, reportRequired, type Report } from './report';

/* What the checks of many volume sources have in common. */

export function needFields<S extends object>(
  report: Report,
  source: S,
  path: string,
  fields: readonly (keyof S & string)[],
): void {
  for (const field of fields) {
    const value: unknown = source[field];
    if (value === undefined || value === '') {
      reportRequired(report, `${path}.${field}`);
    }
  }
}

export function needing<F extends string>(
  ...fields: F[]
): (report: Report, source: { readonly [K in F]?: string }, path: string) => void {
  return (report, source, path) => {
    needFields(report, source, path, fields);
  };
}

export function needItems(report: Report, items: readonly unknown[] | undefined, path: string): void {
  if (items === undefined || items.length === 0) {
    reportRequired(report, path);
  }
}

export function needSecretName(report: Report, secretRef: { readonly name?: string } | undefined, path: string): void {
  if (secretRef !== undefined && (secretRef.name ?? '') === '') {
    reportRequired(report, `${path}.secretRef.name`);
  }
}

export function checkByte(report: Report, value: number | undefined, path: string): void {
  if (value !== undefined && (value < 0 || value > 255)) {
    reportInvalid(report, path, 'must be between 0 and 255; correct the number');
  }
}
