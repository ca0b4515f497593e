import type { Target } from '../../../server/src/rules/rule';
import type { CheckedFile } from './checked-file';

export function formatJson(files: readonly CheckedFile[], target: Target): string {
  return `${JSON.stringify({ kubernetesVersion: `1.${target.minor}`, files })}\n`;
}
