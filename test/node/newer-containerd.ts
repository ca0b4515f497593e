import { run, type BedNode } from './bed';

/**
 * Gives a node a containerd that tells container events (`new`), or Debian's again (`old`). The node's Pods start anew;
 * the first time it is built. Throws what was said where that failed.
 */
export async function exchangeContainerd(
  node: BedNode,
  which: 'new' | 'old',
  repository = process.cwd(),
): Promise<void> {
  const number = node.networkNamespace.slice(1);
  const ran = await run('bash', [`${repository}/test/node/bed.sh`, 'containerd', number, which]);
  if (ran.code !== 0) {
    throw new Error(`containerd of ${node.nodeName} could not be exchanged: ${ran.stderr}`);
  }
}
