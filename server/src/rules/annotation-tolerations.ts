import type { Toleration } from '../schema/pod-types';
import { blaming, reportInvalid, type Report } from '../validation/report';
import { checkTolerations } from '../validation/tolerations';
import { defineRule } from './rule';

const key = 'scheduler.alpha.kubernetes.io/tolerations';

/** Tolerations as JSON, from before `spec.tolerations` (pkg/apis/core/validation/validation.go, v1.37). */
export const rule = defineRule({
  id: 'annotation-tolerations',
  on: 'validation',
  stage: 'validate',
  severity: 'error',
  check({ pod, report }) {
    const annotation = pod.metadata?.annotations?.[key] ?? '';
    if (annotation === '') {
      return;
    }
    const path = `metadata.annotations[${key}]`;
    const tolerations = parseTolerations(annotation);
    if (tolerations === undefined) {
      const problem = 'is no list of tolerations as JSON; remove it and use `spec.tolerations`';
      reportInvalid(blaming(report, 'metadata.annotations'), path, problem);
    } else {
      const told = `metadata.annotations.${key}`;
      const tell: Report = (error) => {
        report({ ...error, at: path });
      };
      checkTolerations(tell, tolerations, told);
    }
  },
});

const fields: Readonly<Record<string, 'key' | 'operator' | 'value' | 'effect'>> = {
  key: 'key',
  operator: 'operator',
  value: 'value',
  effect: 'effect',
};

/** As Go's encoding/json reads it: names of fields in any case, null for nothing. */
function parseTolerations(text: string): Toleration[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (parsed === null) {
    return [];
  }
  const tolerations: Toleration[] = [];
  for (const item of Array.isArray(parsed) ? (parsed as unknown[]) : [undefined]) {
    const toleration = item === null ? {} : parseToleration(item);
    if (toleration === undefined) {
      return undefined;
    }
    tolerations.push(toleration);
  }
  return tolerations;
}

function parseToleration(item: unknown): Toleration | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return undefined;
  }
  const toleration: { -readonly [F in keyof Toleration]: Toleration[F] } = {};
  for (const [name, value] of Object.entries(item as Record<string, unknown>)) {
    const folded = name.toLowerCase();
    const field = fields[folded];
    if (value === null) {
      continue;
    }
    if (field !== undefined) {
      if (typeof value !== 'string') {
        return undefined;
      }
      toleration[field] = value;
    } else if (folded === 'tolerationseconds') {
      if (typeof value !== 'number' || !Number.isInteger(value)) {
        return undefined;
      }
      toleration.tolerationSeconds = value;
    }
  }
  return toleration;
}
