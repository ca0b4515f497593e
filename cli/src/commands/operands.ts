import { UsageError } from '../command';

export function rejectOperands(command: string, operands: readonly string[]): void {
  const [first] = operands;
  if (first !== undefined) {
    throw new UsageError(
      `'${command}' takes options only: leave out '${first}'. Nodes are named with --node or --ssh.`,
    );
  }
}

/** The one Pod that a command is about. */
export function readPod(operands: readonly string[]): string {
  const [pod, extra] = operands;
  if (pod === undefined || pod === '') {
    throw new UsageError('Name a Pod: [NAMESPACE/]NAME, as its manifest writes it.');
  }
  if (extra !== undefined) {
    throw new UsageError(`Name one Pod only: leave out '${extra}'.`);
  }
  return pod;
}
