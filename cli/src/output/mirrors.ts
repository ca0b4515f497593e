import { describeMirror, mirrorKey, type MirrorState, type NodeMirrors } from '../../../client/src/cluster/mirrors';
import type { StaticPodState } from '../../../client/src/node/static-pods';
import { printableLine } from './printable';
import { formatTable } from './table';

/** The member `mirror` of a Pod in `ps --output json`; none where the API server told nothing. */
export function describeMirrorOf(mirrors: NodeMirrors | undefined, pod: StaticPodState): object {
  const state = mirrors?.state === 'seen' ? mirrors.pods.get(mirrorKey(pod)) : undefined;
  return state === undefined ? {} : { mirror: describeState(state) };
}

function describeState(state: MirrorState): object {
  if (state.state === 'missing') {
    const { kind, text, advice, said } = state.reason;
    return { state: 'missing', reason: kind, message: `${text} ${advice}`, ...(said === '' ? {} : { said }) };
  }
  const { phase, ready, labels, configHash, uid } = state.mirror;
  return { state: state.state, phase, ready, labels, ...(configHash === undefined ? {} : { configHash }), uid };
}

/** A table of the mirror Pods, and below it why some are missing. */
export function formatMirrors(mirrors: NodeMirrors, pods: readonly StaticPodState[]): string {
  if (mirrors.state === 'unknown') {
    return `mirror Pods: not known. ${printableLine(mirrors.reason)}\n`;
  }
  const rows: string[][] = [];
  const reasons: string[] = [];
  for (const pod of pods) {
    const state = mirrors.pods.get(mirrorKey(pod));
    if (state === undefined) {
      continue;
    }
    const labels = state.state === 'missing' ? {} : state.mirror.labels;
    rows.push([
      mirrorKey(pod),
      state.state === 'missing' ? 'none' : describeMirror(state),
      Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    ]);
    if (state.state === 'missing') {
      const { text, advice, said } = state.reason;
      reasons.push(`${mirrorKey(pod)} has no mirror Pod. ${text} ${advice}`);
      reasons.push(...(said === '' ? [] : [`    ${said}`]));
    }
  }
  rows.push(...mirrors.strays.map((stray) => [`${stray.namespace}/${stray.name}`, 'without a static Pod', '']));
  const lines = reasons.map((line) => `${line.startsWith('    ') ? '    ' : ''}${printableLine(line.trim())}\n`);
  return `${formatTable(['MIRROR POD', 'STATE', 'LABELS'], rows)}${lines.length === 0 ? '' : '\n'}${lines.join('')}`;
}
