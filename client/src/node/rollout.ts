/** What became of one node's turn. */
export type Turn<T> =
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'failed'; readonly error: unknown }
  /** It never began. `because`: the node whose turn went wrong; undefined where the whole was cancelled. */
  | { readonly state: 'not-begun'; readonly because: string | undefined };

export interface RolloutOptions<N, T> {
  /** Turns at a time. Default 10. */
  readonly concurrency?: number;
  /** Takes its turn alone, before all others. */
  readonly canary?: N;
  /** Whether a turn went as it should; one that threw did not. */
  readonly succeeded: (value: T, node: N) => boolean;
  /** Begin no further turns once one went wrong. Those that are under way go on to their end. Default true. */
  readonly stopAtFailure?: boolean;
  /** Once aborted, no further turn begins; ending those that are under way is their own business. */
  readonly signal?: AbortSignal;
}

/** Takes nodes one after the other, some at a time. Never throws; turns stand in the order of the nodes. */
export async function rollOut<N extends { readonly name: string }, T>(
  nodes: readonly N[],
  takeTurn: (node: N) => Promise<T>,
  options: RolloutOptions<N, T>,
): Promise<Turn<T>[]> {
  const { concurrency = 10, canary, succeeded, stopAtFailure = true, signal } = options;
  const turns = new Map<N, Turn<T>>();
  let culprit: string | undefined;
  const take = async (node: N): Promise<void> => {
    try {
      const value = await takeTurn(node);
      turns.set(node, { state: 'done', value });
      if (!succeeded(value, node)) {
        culprit ??= node.name;
      }
    } catch (error) {
      turns.set(node, { state: 'failed', error });
      culprit ??= node.name;
    }
  };
  const mayBegin = (): boolean => signal?.aborted !== true && !(stopAtFailure && culprit !== undefined);
  if (canary !== undefined && mayBegin()) {
    await take(canary);
  }
  const queue = nodes.filter((node) => node !== canary).values();
  const worker = async (): Promise<void> => {
    while (mayBegin()) {
      const next = queue.next();
      if (next.done === true) {
        return;
      }
      await take(next.value);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(concurrency, nodes.length)) }, worker));
  return nodes.map((node) => turns.get(node) ?? { state: 'not-begun', because: culprit });
}
