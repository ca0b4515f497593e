import { describeMirrorProblem, type MirrorProblem } from '../../../client/src/cluster/mirror-problems';
import type { KubeletProblem } from '../../../client/src/node/kubelet/problem';
import { printableLine } from './printable';

export function describeProblem({ path, message, field }: KubeletProblem): object {
  return { path, message, ...(field === undefined ? {} : { field }) };
}

export function formatProblem({ path, message, field, about }: KubeletProblem): string {
  const place = field === undefined ? '' : `\`${printableLine(field)}\`: `;
  return `${printableLine(path)}: ${what(about)}: ${place}${printableLine(message)}\n`;
}

function what(about: KubeletProblem['about']): string {
  switch (about) {
    case 'fetch':
      return 'the kubelet can’t get it, and keeps its Pods';
    case 'empty':
      return 'the kubelet got an empty answer, which ended its Pods';
    case 'list':
      return 'the kubelet refuses it, and keeps the Pods it had';
    case undefined:
      return 'the kubelet refuses it';
  }
}

export function describeMirror(problem: MirrorProblem): object {
  const { path, field } = problem;
  return { path, message: describeMirrorProblem(problem), ...(field === undefined ? {} : { field }), about: 'mirror' };
}

export function formatMirror(problem: MirrorProblem): string {
  const place = problem.field === undefined ? '' : `\`${printableLine(problem.field)}\`: `;
  const message = printableLine(describeMirrorProblem(problem));
  return `${printableLine(problem.path)}: the kubelet can't make its mirror Pod: ${place}${message}\n`;
}
