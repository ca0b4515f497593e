import { byteLength, labelValueProblem, qualifiedNameProblem } from './names';
import { blaming, reportInvalid, reportTooLong, type Report } from './report';

/** apimachinery pkg/api/validation/objectmeta.go, v0.37: 256 KiB for all keys and values together. */
const annotationBytes = 256 * 1024;

type Labels = Readonly<Record<string, string>>;

/**
 * Keys and values of labels. Kubernetes gives the error at the map, not at the entry
 * (apimachinery pkg/apis/meta/v1/validation, v0.37, `ValidateLabels`).
 */
export function checkLabels(report: Report, labels: Labels | undefined, path: string): void {
  for (const key in labels) {
    const keyProblem = qualifiedNameProblem(key);
    if (keyProblem !== undefined) {
      reportInvalid(blaming(report, path), `${path}[${key}]`, `has a key that ${keyProblem}`);
    }
    const valueProblem = labelValueProblem(labels[key] ?? '');
    if (valueProblem !== undefined) {
      reportInvalid(blaming(report, path), `${path}[${key}]`, `has a value that ${valueProblem}`);
    }
  }
}

/** Keys of annotations, whose case does not matter, and the size of all, `added` bytes included. */
export function checkAnnotations(report: Report, annotations: Labels | undefined, path: string, added = 0): void {
  let bytes = added;
  for (const key in annotations) {
    bytes += byteLength(key) + byteLength(annotations[key] ?? '');
    const problem = qualifiedNameProblem(foldCase(key));
    if (problem !== undefined) {
      reportInvalid(blaming(report, path), `${path}[${key}]`, `has a key that ${problem}`);
    }
  }
  if (bytes > annotationBytes) {
    reportTooLong(report, path, annotationBytes, 'bytes');
  }
}

export function isAnnotationsTooLarge(annotations: Labels): boolean {
  let bytes = 0;
  for (const key in annotations) {
    bytes += byteLength(key) + byteLength(annotations[key] ?? '');
  }
  return bytes > annotationBytes;
}

/** A label's key where a field holds one. */
export function checkLabelName(report: Report, key: string, path: string): void {
  const problem = qualifiedNameProblem(key);
  if (problem !== undefined) {
    reportInvalid(report, path, problem);
  }
}

/** As Go folds it: the Turkish İ has one lower case letter there, two characters here. */
export function foldCase(key: string): string {
  return key.replaceAll('\u0130', 'i').toLowerCase();
}
