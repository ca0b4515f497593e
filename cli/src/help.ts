import type { Command, OptionSpec } from './command';
import { commandTable } from './commands';

export function describeProgram(): string {
  const width = Math.max(...Object.keys(commandTable).map((name) => name.length));
  const lines = Object.entries(commandTable).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'static-pods: static Pod manifests, judged as the kubelet judges them, and the nodes that run them.',
    '',
    'usage: static-pods COMMAND [OPTIONS] …',
    '',
    ...lines,
    '',
    'static-pods COMMAND --help tells more. Exit codes: 0 done; 1 refused or failed; 2 wrong use.',
    '',
  ].join('\n');
}

export function describeCommand(name: string, command: Command): string {
  const options = Object.entries({
    ...command.options,
    help: { type: 'flag', description: 'Show this.' } satisfies OptionSpec,
  }).map(([option, spec]: [string, OptionSpec]): [string, string] => [
    spec.type === 'flag' ? `--${option}` : `--${option} ${spec.value}`,
    spec.multiple === true ? `${spec.description} May be given several times.` : spec.description,
  ]);
  const width = Math.max(...options.map(([left]) => left.length));
  return [
    `usage: static-pods ${name} ${command.usage}`,
    '',
    command.description,
    '',
    ...options.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    '',
  ].join('\n');
}
