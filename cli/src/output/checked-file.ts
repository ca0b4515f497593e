import type { Finding } from '../../../server/src/rules/rule';
import { createPositions, type Position } from './position';

/** A finding as it is told: lines and characters count from 0, as in LSP. The order of members is that of the JSON. */
export interface PlacedFinding {
  readonly rule: Finding['rule'];
  readonly severity: Finding['severity'];
  readonly path: Finding['path'];
  readonly message: Finding['message'];
  readonly start: Position;
  readonly end: Position;
  readonly kubelet?: NonNullable<Finding['kubelet']>;
}

export interface CheckedFile {
  readonly file: string;
  readonly accepted: boolean;
  readonly findings: readonly PlacedFinding[];
}

export function placeFindings(text: string, findings: readonly Finding[]): PlacedFinding[] {
  const position = createPositions(text);
  return findings.map(({ rule, severity, path, message, start, end, kubelet }) => ({
    rule,
    severity,
    path,
    message,
    start: position(start),
    end: position(end),
    ...(kubelet === undefined ? {} : { kubelet }),
  }));
}
