/** go-yaml v2's guard against alias bombs (decode.go, v2.4.4): alias_ratio_range_low and _high. */
const lowCount = 400_000;
const highCount = 4_000_000;

function allowedAliasRatio(decodeCount: number): number {
  if (decodeCount <= lowCount) {
    return 0.99;
  }
  return decodeCount >= highCount ? 0.1 : 0.99 - 0.89 * ((decodeCount - lowCount) / (highCount - lowCount));
}

const plainNode = -1;

/**
 * The nodes of a document in the order in which the decoder comes to them, so that its count can be made without
 * expanding anything.
 */
export class AliasTrace {
  /** For each node the node that it is an alias of, or {@link plainNode}. */
  private readonly targets: number[] = [];
  /** For an anchored node the number after its last descendant; 0 for any other. */
  private readonly ends: number[] = [];
  private hasAlias = false;

  nextNode(): number {
    return this.targets.length;
  }

  startNode(): number {
    this.ends.push(0);
    return this.targets.push(plainNode) - 1;
  }

  endNode(node: number): void {
    // Of a merge key nothing was started.
    if (node < this.targets.length) {
      this.ends[node] = this.targets.length;
    }
  }

  aliasNode(target: number): void {
    this.ends.push(0);
    this.targets.push(target);
    this.hasAlias = true;
  }

  /** Whether the decoder gives up with "document contains excessive aliasing". */
  isExcessive(): boolean {
    if (!this.hasAlias) {
      return false;
    }
    let decodeCount = 1;
    let aliasCount = 0;
    // Pairs: where to go on behind an alias, and where that ends.
    const returns: number[] = [];
    let node = 0;
    let end = this.targets.length;
    for (;;) {
      while (node === end) {
        const outerEnd = returns.pop();
        const outerNode = returns.pop();
        if (outerEnd === undefined || outerNode === undefined) {
          return false;
        }
        node = outerNode;
        end = outerEnd;
      }
      decodeCount++;
      if (returns.length > 0) {
        aliasCount++;
      }
      if (aliasCount > 100 && decodeCount > 1000 && aliasCount / decodeCount > allowedAliasRatio(decodeCount)) {
        return true;
      }
      const target = this.targets[node++] ?? plainNode;
      const targetEnd = target === plainNode ? 0 : (this.ends[target] ?? 0);
      if (targetEnd > 0) {
        returns.push(node, end);
        node = target;
        end = targetEnd;
      }
    }
  }
}
