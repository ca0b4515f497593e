import type { ObservedNode } from '../observed-node';
import { crictlArguments } from './command';

/** The shells that are looked for in a container, the most comfortable first; every one of them has sh beside it. */
const shells = ['bash', 'zsh', 'ash'];

const chooseShell = [...shells.map((shell) => `command -v ${shell} >/dev/null 2>&1 && exec ${shell}`), 'exec sh'].join(
  '\n',
);

/** A terminal in a container: a command of its own, or the best shell that is there. */
export function execArguments(
  node: ObservedNode | undefined,
  id: string,
  { command, terminal }: { readonly command?: readonly string[]; readonly terminal: boolean },
): string[] {
  const words = command === undefined || command.length === 0 ? ['sh', '-c', chooseShell] : command;
  return crictlArguments(node, 'exec', ...(terminal ? ['-i', '-t'] : ['-i']), id, ...words);
}

/** Whether a failed exec says that the container has no such program: runc and crun, not a program about its own files. */
export function hasNoSuchProgram(output: string): boolean {
  return /executable file [^\n]*not found|exec: "[^"\n]*": [^\n]*(?:not found|no such file or directory)/i.test(output);
}
