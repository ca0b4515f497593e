import { createHash } from 'node:crypto';
import type { Transport } from '../transport/transport';
import type { ObservedNode } from './observed-node';
import { readWebList, WebListError } from './web-list';
import { isListDue, judgeWebSource, webProblems, type ListJudge, type WebListLook, type WebSource } from './web-source';

interface LookAtListOptions {
  readonly previous?: ObservedNode;
  readonly judgeList?: ListJudge;
  readonly signal?: AbortSignal;
}

/** The kubelet's words alone do not tell whether it has taken the list: the list does. */
export async function lookAtList(
  transport: Transport,
  node: ObservedNode,
  { previous, judgeList, signal }: LookAtListOptions,
): Promise<ObservedNode> {
  const { webSource } = node;
  if (judgeList === undefined || webSource === undefined || node.kubelet.state !== 'running') {
    return node;
  }
  if (!isListDue(webSource, node.time)) {
    return node;
  }
  let look: WebListLook;
  try {
    const list = await readWebList(transport, node, signal);
    const sum = createHash('sha256').update(list).digest('hex');
    const known = webSource.look;
    const isKnown =
      known !== undefined &&
      'verdict' in known &&
      known.sha256 === sum &&
      previous?.kubelet.minor === node.kubelet.minor;
    look = { time: node.time, sha256: sum, verdict: isKnown ? known.verdict : await judgeList(list, node) };
  } catch (error) {
    if (!(error instanceof WebListError)) {
      throw error;
    }
    look = { time: node.time, error: error.message };
  }
  return withWebSource(node, { words: webSource.words, look });
}

/** What the kubelet and the list itself tell of the URL, and the Pods of it that run. */
export function withWebSource(node: ObservedNode, { words, look }: Pick<WebSource, 'words' | 'look'>): ObservedNode {
  const { staticPodURL: url, sandboxes, kubelet } = node;
  if (url === '') {
    return node;
  }
  const hasPods = sandboxes.some(({ configSource, state }) => configSource === 'http' && state === 'SANDBOX_READY');
  const periodSeconds = kubelet.configuration.httpCheckFrequencySeconds;
  const webSource = judgeWebSource({ url, periodSeconds, words, look, hasPods });
  const files = node.problems.filter(({ source }) => source === 'file');
  return { ...node, webSource, problems: [...files, ...webProblems(webSource)] };
}
