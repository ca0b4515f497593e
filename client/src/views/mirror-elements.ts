import { describeMirror, mirrorKey, type MirrorState } from '../cluster/mirrors';
import type { ConfiguredNode } from '../configured-node';
import type { PodOnNode } from '../node/static-pods';
import type { MessageElement, PodElement } from './elements';

/** What the API server shows of a static Pod. */
export interface MirrorElement {
  readonly kind: 'mirror';
  readonly node: ConfiguredNode;
  readonly pod: PodOnNode;
  readonly mirror: MirrorState;
}

/** The row below a static Pod; none where no API server was asked. */
export function mirrorOf({ node, pod }: PodElement): MirrorElement[] {
  const mirror =
    node.mirrors?.state === 'seen' && pod.source !== 'api' ? node.mirrors.pods.get(mirrorKey(pod)) : undefined;
  return mirror === undefined ? [] : [{ kind: 'mirror', node, pod, mirror }];
}

/** Below the node: that nothing is known of mirror Pods, where somebody asked for them. */
export function mirrorRemark(node: ConfiguredNode): MessageElement[] {
  return node.mirrors?.state === 'unknown'
    ? [{ kind: 'message', node, tone: 'remark', text: 'Mirror Pods are not known', details: node.mirrors.reason }]
    : [];
}

export function mirrorTooltip({ node, pod, mirror }: MirrorElement): string {
  const place = node.mirrors?.state === 'seen' ? [`${node.mirrors.server} (${node.mirrors.context})`] : [];
  if (mirror.state === 'missing') {
    const { text, advice, said } = mirror.reason;
    return [
      `${mirrorKey(pod)} has no mirror Pod`,
      text,
      advice,
      ...(said === '' ? [] : [`It says: ${said}`]),
      ...place,
    ].join('\n');
  }
  const labels = Object.entries(mirror.mirror.labels).map(([key, value]) => `${key}=${value}`);
  return [
    `${mirrorKey(pod)} in the API server: ${describeMirror(mirror)}`,
    ...(labels.length === 0 ? [] : [`Labels: ${labels.join(', ')}`]),
    ...(mirror.mirror.configHash === undefined ? [] : [`Config hash: ${mirror.mirror.configHash}`]),
    `UID: ${mirror.mirror.uid}`,
    ...place,
  ].join('\n');
}
