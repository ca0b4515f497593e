import { parseArguments } from '../../../cli/src/arguments';
import type { Command, ExitCode, Terminal } from '../../../cli/src/command';

export interface CommandRun {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the command line in this process. */
export async function runCommand(command: Command, args: readonly string[]): Promise<CommandRun> {
  let stdout = '';
  let stderr = '';
  const terminal: Terminal = {
    stdin: process.stdin,
    print: (text) => {
      stdout += text;
    },
    tell: (text) => {
      stderr += text;
    },
  };
  const { options, operands } = parseArguments(args, command.options);
  const code = await command.run({ options, operands, terminal });
  return { code, stdout, stderr };
}
