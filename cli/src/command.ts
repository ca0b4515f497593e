/** One verb of the command line. The table in commands/index.ts loads only the one that is asked for. */
export interface Command {
  /** What stands behind the name in the usage line: `[OPTIONS] FILE|DIR…`. */
  readonly usage: string;
  /** A few sentences under the usage line. */
  readonly description: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  run(context: CommandContext): Promise<ExitCode> | ExitCode;
}

/** 0 done; 1 refused or failed; 2 wrong use, or a file that can't be read. */
export type ExitCode = 0 | 1 | 2;

export type OptionSpec = {
  readonly description: string;
  /** May be given several times. */
  readonly multiple?: boolean;
} & (
  | { readonly type: 'flag' }
  | { readonly type: 'text'; readonly value: string; readonly choices?: readonly string[] }
  | { readonly type: 'number'; readonly value: string; readonly minimum: number }
);

export interface CommandContext {
  readonly options: Options;
  readonly operands: readonly string[];
  /** How many operands stood before `--`; undefined where there was none. */
  readonly separator?: number;
  readonly terminal: Terminal;
}

/** What was given, by option name; options that were not given are not there. */
export interface Options {
  flag(name: string): boolean;
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  texts(name: string): readonly string[];
}

/** The process' three streams, and how it is interrupted. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  /** Results. */
  print(text: string): void;
  /** What is not a result: progress, warnings, questions. */
  tell(text: string): void;
}

/** The command line itself is wrong: exit code 2. `message` says what, and what to do. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** By name: each bundle of the command line has a class of its own. */
export function isUsageError(error: unknown): boolean {
  return error instanceof Error && error.name === 'UsageError';
}
