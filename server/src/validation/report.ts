import type { PodContext } from '../rules/rule';

/** Takes a validation error, as a rule's context does. */
export type Report = PodContext['report'];

/** Reports errors where they are, under the path that Kubernetes gives them: a list for its item, say. */
export function blaming(report: Report, path: string): Report {
  return (error) => {
    report({ ...error, path, at: error.path });
  };
}

/** Reports errors under `place` as errors under the path that Kubernetes has for it: it leaves out an item, say. */
export function spelling(report: Report, place: string, told: string): Report {
  return (error) => {
    report({ ...error, path: told + error.path.slice(place.length), at: error.at ?? error.path });
  };
}

/** `advice`: a sentence, where "add it" is not enough. */
export function reportRequired(report: Report, path: string, advice = 'Add it.'): void {
  report({ type: 'FieldValueRequired', path, message: `\`${path}\` is missing. ${advice}` });
}

/** For a value that is there without what it needs. `what`: what it needs, as a noun; what to do. */
export function reportLacking(report: Report, path: string, what: string): void {
  report({ type: 'FieldValueRequired', path, message: `\`${path}\` lacks ${what}.` });
}

/** `problem`: a clause that follows the path: what is wrong; what to do. */
export function reportInvalid(report: Report, path: string, problem: string): void {
  report({ type: 'FieldValueInvalid', path, message: `\`${path}\` ${problem}.` });
}

/** Reports nothing where there is no problem: for the `…Problem` functions of names.ts. */
export function reportProblem(report: Report, path: string, problem: string | undefined): boolean {
  if (problem === undefined) {
    return false;
  }
  reportInvalid(report, path, problem);
  return true;
}

/** `reason`: a clause that follows "may not be set": when, and what to do. */
export function reportForbidden(report: Report, path: string, reason: string): void {
  report({ type: 'FieldValueForbidden', path, message: `\`${path}\` may not be set ${reason}.` });
}

export function reportDuplicate(report: Report, path: string, value: string): void {
  report({
    type: 'FieldValueDuplicate',
    path,
    message: `\`${path}\`: '${value}' is there already. Rename one of the two, or remove it.`,
  });
}

export function reportTooLong(report: Report, path: string, limit: number, unit: 'characters' | 'bytes'): void {
  report({ type: 'FieldValueTooLong', path, message: `\`${path}\` is longer than ${limit} ${unit}. Shorten it.` });
}

/** `allowed` in the order in which they are told. `fixChoice` offers the one that was meant. */
export function reportNotSupported(report: Report, path: string, value: string, allowed: readonly string[]): void {
  const choice = allowed.map((one) => (one === '' ? 'nothing' : `\`${one}\``)).join(', ');
  report({
    type: 'FieldValueNotSupported',
    path,
    message: `\`${path}\` does not take '${value}'. Use one of ${choice}.`,
    details: { allowed: allowed.join(' '), value },
  });
}

/** An enumeration without an empty value: missing is required, anything else not supported. */
export function reportChoice(
  report: Report,
  path: string,
  value: string | undefined,
  allowed: readonly string[],
): boolean {
  if (value !== undefined && allowed.includes(value)) {
    return false;
  }
  if (value === undefined || value === '') {
    reportRequired(report, path, `Use one of ${allowed.map((one) => `\`${one}\``).join(', ')}.`);
  } else {
    reportNotSupported(report, path, value, allowed);
  }
  return true;
}

/** `what`: what the value should name, with its article; `advice`: a sentence. */
export function reportNotFound(report: Report, path: string, value: string, what: string, advice: string): void {
  report({
    type: 'FieldValueNotFound',
    path,
    message: `\`${path}\`: '${value}' is not the name of ${what}. ${advice}`,
  });
}
