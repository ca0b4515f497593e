import type { ObservedNode } from '../observed-node';
import { crictlArguments, type NodeCommand } from './command';

/** Fetches an image from its registry. Answers with the reference that the runtime keeps it under. */
export function pullImage(node: ObservedNode, image: string): NodeCommand<string> {
  return {
    argv: crictlArguments(node, '--timeout', '600s', 'pull', image),
    parse: (stdout) => /\bfor (\S+)/.exec(stdout)?.[1] ?? stdout.trim(),
  };
}
