import { findNearest } from '../rules/nearest';
import type { Fix, FixContext } from '../rules/rule';

/** Where `reportNotSupported` refused a value that is almost one of the supported ones: `tcp`, `IfNotPresnt`. */
export function fixChoice({ text, finding }: FixContext): readonly Fix[] {
  const allowed = finding.details?.['allowed'];
  const value = finding.details?.['value'];
  if (typeof allowed !== 'string' || typeof value !== 'string' || value === '') return [];
  const nearest = findNearest(value, allowed.split(' '));
  // Kubernetes blames a list for some items: then the finding is not on the value.
  if (nearest === undefined || !text.slice(finding.start, finding.end).includes(value)) return [];
  const start = text.indexOf(value, finding.start);
  const edit = { start, end: start + value.length, newText: nearest };
  return [{ title: `Change to ${nearest}`, safe: value.toLowerCase() === nearest.toLowerCase(), edits: [edit] }];
}
