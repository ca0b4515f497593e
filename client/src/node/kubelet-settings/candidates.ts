import { mergePatch } from '../kubelet/configuration';
import { findTopLevel } from './edit-configuration';
import { readEnvironmentFile } from './environment-file';
import { defaultOf, flagOf, readHeaderFlags, settingKeys, type SettingKey } from './settings';
import { lineAt, splitWords, type SourceFile, type Word } from './systemd-words';
import type { UnitCommand } from './unit';

/** A place that gives a setting a value. */
export interface Candidate {
  readonly key: SettingKey;
  readonly value: string;
  /** `flag`: in a file that makes up the command line; `process`: on the running kubelet's only. */
  readonly by: 'flag' | 'drop-in' | 'configuration' | 'process';
  /** '' for `process`. */
  readonly file: string;
  /** From 1; 0 for `process`. */
  readonly line: number;
  /** For a flag: `ExecStart`, or the variable that holds it. */
  readonly through: string;
  /** Nothing reads it: a variable that the unit does not name, or a file that it does not read. */
  readonly isUnread: boolean;
  /** For a flag: one word, or two where its value stands apart. */
  readonly words: readonly Word[];
}

export interface Setting {
  readonly key: SettingKey;
  /** What the kubelet would go by if it started now; '' for none. */
  readonly value: string;
  /** Undefined where the default holds. */
  readonly winner: Candidate | undefined;
  /** In the order in which each overrides the one before. */
  readonly candidates: readonly Candidate[];
}

export interface SettingSources {
  readonly command: UnitCommand;
  /** The command line of the running kubelet; empty where none runs. */
  readonly runningArgv: readonly string[];
  /** The configuration file, then the drop-ins, as they are merged. */
  readonly configuration: readonly SourceFile[];
  /** Files that may hold variables, whether a unit names them or not. */
  readonly environments: readonly SourceFile[];
}

/** Flags over drop-ins over the configuration file (cmd/kubelet/app/server.go, v1.37), the last of each first. */
export function readSettings(sources: SettingSources): readonly Setting[] {
  return settingKeys.map((key) => {
    const flags = findFlags(sources.command.argv, key, false);
    const running = flags.length > 0 ? [] : runningFlags(sources.runningArgv, key);
    const configuration = configured(sources.configuration, key);
    const candidates = [...configuration, ...flags, ...running];
    const winner = candidates.at(-1);
    return {
      key,
      value: winner === undefined ? defaultOf[key] : valueOf(key, winner, configuration, flags),
      winner,
      candidates: [...unreadFlags(sources, key), ...candidates],
    };
  });
}

/** Several header flags add up, and so do the headers of drop-ins; of everything else the last counts. */
function valueOf(
  key: SettingKey,
  winner: Candidate,
  configuration: readonly Candidate[],
  flags: readonly Candidate[],
): string {
  if (key !== 'staticPodURLHeader' || winner.by === 'process') {
    return winner.value || defaultOf[key];
  }
  if (winner.by === 'flag') {
    return JSON.stringify(readHeaderFlags(flags.map(({ value }) => value)));
  }
  const merged = configuration.reduce<unknown>((before, { value }) => mergePatch(before, readJson(value)), {});
  const isEmpty = typeof merged !== 'object' || merged === null || Object.keys(merged).length === 0;
  return isEmpty ? '' : JSON.stringify(merged);
}

/** As findTopLevel tells a value that is no scalar; null where it is none. */
function readJson(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return null;
  }
}

function configured(files: readonly SourceFile[], key: SettingKey): Candidate[] {
  return files.flatMap((file, index) => {
    const found = findTopLevel(file.text, key);
    return found === undefined
      ? []
      : [
          {
            ...{ key, value: found.value, file: file.path, line: found.line, through: '', isUnread: false, words: [] },
            by: index === 0 ? ('configuration' as const) : ('drop-in' as const),
          },
        ];
  });
}

/** `--flag=value` and `--flag value`, in order. */
function findFlags(words: readonly Word[], key: SettingKey, isUnread: boolean): Candidate[] {
  const flag = flagOf[key];
  return words.flatMap((word, index): Candidate[] => {
    // One dash is as good as two to the kubelet's flags only in Go's own package; pflag wants two.
    const joined = word.text.startsWith(`--${flag}=`);
    const next = words[index + 1];
    if (!joined && (word.text !== `--${flag}` || next === undefined)) {
      return [];
    }
    const place = {
      file: word.file.path,
      line: lineAt(word.file.text, word.start),
      through: word.variable || 'ExecStart',
    };
    const value = joined ? word.text.slice(flag.length + 3) : (next?.text ?? '');
    const own = joined || next === undefined ? [word] : [word, next];
    return [{ key, value, by: 'flag', ...place, isUnread, words: own }];
  });
}

function runningFlags(argv: readonly string[], key: SettingKey): Candidate[] {
  const flag = `--${flagOf[key]}`;
  return argv.flatMap((word, index): Candidate[] => {
    const value = word.startsWith(`${flag}=`)
      ? word.slice(flag.length + 1)
      : word === flag
        ? argv[index + 1]
        : undefined;
    return value === undefined
      ? []
      : [{ key, value, by: 'process', file: '', line: 0, through: '', isUnread: false, words: [] }];
  });
}

/** Flags in variables that nothing expands: people look for them first when theirs has no effect. */
function unreadFlags({ command, environments }: SettingSources, key: SettingKey): Candidate[] {
  const used = new Set(command.argv.map((word) => `${word.file.path} ${word.variable}`));
  return environments.flatMap((file) =>
    readEnvironmentFile(file)
      .filter(({ name }) => !used.has(`${file.path} ${name}`))
      .flatMap((variable) => findFlags(splitWords(variable, file, 'plain', variable.name), key, true)),
  );
}
