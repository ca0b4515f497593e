import type { ObservedNode } from '../observed-node';
import { crictlArguments, type NodeCommand } from './command';

/** All that the runtime knows of a container, as crictl's JSON, for people to read. */
export function inspectContainer(node: ObservedNode, id: string): NodeCommand<string> {
  return { argv: crictlArguments(node, 'inspect', '-o', 'json', id), parse: (stdout) => stdout };
}

/** All that the runtime knows of a PodSandbox. */
export function inspectSandbox(node: ObservedNode, id: string): NodeCommand<string> {
  return { argv: crictlArguments(node, 'inspectp', '-o', 'json', id), parse: (stdout) => stdout };
}

/** All that the runtime knows of an image, by its id or name. */
export function inspectImage(node: ObservedNode, image: string): NodeCommand<string> {
  return { argv: crictlArguments(node, 'inspecti', '-o', 'json', image), parse: (stdout) => stdout };
}
