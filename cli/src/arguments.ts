import { parseArgs } from 'node:util';
import { findNearest } from '../../server/src/rules/nearest';
import { UsageError, type Options, type OptionSpec } from './command';

export interface ParsedArguments {
  readonly options: Options;
  readonly operands: readonly string[];
  /** How many operands stood before `--`; undefined where there was none. */
  readonly separator?: number;
  readonly help: boolean;
}

/** Throws UsageError for what the options do not allow, with the nearest known name. */
export function parseArguments(args: readonly string[], specs: Readonly<Record<string, OptionSpec>>): ParsedArguments {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(
        Object.entries(specs).map(([name, spec]) => [
          name,
          { type: spec.type === 'flag' ? ('boolean' as const) : ('string' as const), multiple: true },
        ]),
      ),
    },
  });
  const operands: string[] = [];
  const given = new Map<string, string[]>();
  let help = false;
  let separator: number | undefined;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      operands.push(token.value);
    } else if (token.kind === 'option-terminator') {
      separator = operands.length;
    } else if (token.name === 'help') {
      help = true;
    } else {
      const values = given.get(token.name) ?? [];
      values.push(readValue(token.rawName, token.value, specs[token.name], Object.keys(specs)));
      given.set(token.name, values);
      if (values.length > 1 && specs[token.name]?.multiple !== true && specs[token.name]?.type !== 'flag') {
        throw new UsageError(`${token.rawName} was given twice. Give it once.`);
      }
    }
  }
  return {
    operands,
    ...(separator === undefined ? {} : { separator }),
    help,
    options: {
      flag: (name) => given.has(name),
      text: (name) => given.get(name)?.at(-1),
      number: (name) => {
        const value = given.get(name)?.at(-1);
        return value === undefined ? undefined : Number(value);
      },
      texts: (name) => given.get(name) ?? [],
    },
  };
}

function readValue(
  written: string,
  value: string | undefined,
  spec: OptionSpec | undefined,
  known: readonly string[],
): string {
  if (spec === undefined) {
    const nearest = findNearest(written.replace(/^-+/, ''), [...known, 'help']);
    const hint = nearest === undefined ? 'See --help.' : `Did you mean --${nearest}?`;
    throw new UsageError(`There is no option ${written}. ${hint}`);
  }
  if (spec.type === 'flag') {
    if (value !== undefined) {
      throw new UsageError(`${written} takes no value. Leave out '=${value}'.`);
    }
    return '';
  }
  if (value === undefined) {
    throw new UsageError(`${written} needs a value: ${written} ${spec.value}`);
  }
  if (spec.type === 'number') {
    const number = Number(value);
    if (value.trim() === '' || !Number.isFinite(number) || number < spec.minimum) {
      throw new UsageError(`${written} needs a number of at least ${spec.minimum}, not '${value}'.`);
    }
  } else if (spec.choices !== undefined && !spec.choices.includes(value)) {
    const nearest = findNearest(value, spec.choices);
    const hint = nearest === undefined ? `Choose one of ${spec.choices.join(', ')}.` : `Did you mean '${nearest}'?`;
    throw new UsageError(`${written} does not know '${value}'. ${hint}`);
  }
  return value;
}
