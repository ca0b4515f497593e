import { findNearest } from '../../server/src/rules/nearest';
import { parseArguments } from './arguments';
import { isUsageError, UsageError, type ExitCode } from './command';
import { commandTable } from './commands';
import { printable } from './output/printable';
import { createTerminal } from './terminal';

const terminal = createTerminal();

async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const { describeProgram } = await import('./help');
    if (name === undefined) {
      terminal.tell(describeProgram());
      return 2;
    }
    terminal.print(describeProgram());
    return 0;
  }
  const entry = Object.hasOwn(commandTable, name) ? commandTable[name] : undefined;
  if (entry === undefined) {
    const nearest = findNearest(name, Object.keys(commandTable));
    throw new UsageError(
      `There is no command '${name}'. ${nearest === undefined ? 'static-pods --help lists them all.' : `Did you mean '${nearest}'?`}`,
    );
  }
  const command = await entry.load();
  const { options, operands, separator, help } = parseArguments(rest, command.options);
  if (help) {
    const { describeCommand } = await import('./help');
    terminal.print(describeCommand(name, command));
    return 0;
  }
  return command.run({ options, operands, terminal, ...(separator === undefined ? {} : { separator }) });
}

// A reader that has seen enough (`| head`) closes the pipe: no fault of this program.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit(0);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    terminal.tell(`static-pods: ${printable(message)}\n`);
    process.exitCode = isUsageError(error) ? 2 : 1;
    if (process.env['STATIC_PODS_DEBUG'] !== undefined && error instanceof Error) {
      terminal.tell(`${error.stack ?? ''}\n`);
    }
  },
);
