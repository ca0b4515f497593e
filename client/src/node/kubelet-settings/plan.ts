import { readSettings, type Candidate } from './candidates';
import { ConfigurationEditError, setTopLevel } from './edit-configuration';
import { settingSources, type KubeletLook, type SettingFiles } from './look';
import { removeWords, replaceWords } from './remove-words';
import { checkValue, flagOf, readHeaderFlags, type SettingKey } from './settings';
import type { SourceFile } from './systemd-words';
import { warnOf } from './warnings';

/** What one change of settings does to files; nothing has happened yet. */
export interface SettingsChange {
  readonly files: readonly FileChange[];
  /** A folder that is made where it is missing. */
  readonly folder: string | undefined;
  /** A file of the systemd unit is among them. */
  readonly reload: boolean;
  readonly changes: readonly { readonly key: SettingKey; readonly before: string; readonly after: string }[];
  /** What a person should know before saying yes: each a sentence. */
  readonly warnings: readonly string[];
  readonly remarks: readonly string[];
}

export interface FileChange {
  /** Without symbolic links. */
  readonly path: string;
  /** Undefined for a file that is not there yet. */
  readonly before: string | undefined;
  readonly after: string;
}

/** The settings can't be changed by changing files. The message says why, and what to do instead. */
export class SettingsError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SettingsError';
  }
}

export interface PlanOptions {
  /** Also what the kubelet would not take. */
  readonly force?: boolean;
}

/** Sets each setting in the configuration file; '' takes it out. Flags that would win are taken out too. */
export function planSettings(
  look: KubeletLook,
  values: ReadonlyMap<SettingKey, string>,
  { force = false }: PlanOptions = {},
): SettingsChange {
  const work = new WorkingCopy(look);
  for (const [key, value] of values) {
    const wrong = checkValue(key, value);
    if (wrong !== undefined && !force) {
      throw new SettingsError(wrong);
    }
    work.set(key, value, value);
  }
  return work.finish(values);
}

/** Moves the deprecated flags into the configuration file; nothing changes for the kubelet. */
export function planMove(look: KubeletLook): SettingsChange {
  const work = new WorkingCopy(look);
  const values = new Map<SettingKey, string>();
  for (const { key, value, candidates } of look.settings) {
    const flags = candidates.filter(({ by, isUnread }) => by === 'flag' && !isUnread);
    if (flags.length === 0) {
      continue;
    }
    if (look.configurationFile === undefined) {
      throw noConfiguration(key);
    }
    const empty = flags.at(-1)?.value === '';
    const written = key === 'staticPodURLHeader' ? readHeaderFlags(flags.map((flag) => flag.value)) : value;
    work.set(key, empty ? '' : value, empty ? '' : written);
    values.set(key, value);
  }
  return work.finish(values);
}

interface ReplacedFlag {
  readonly flag: Candidate;
  readonly value: string;
}

/** The files as they are to become, one setting after the other. */
class WorkingCopy {
  private readonly texts = new Map<string, string>();
  private readonly cut: Candidate[] = [];
  private readonly replaced: ReplacedFlag[] = [];
  private readonly remarks: string[] = [];

  constructor(private readonly look: KubeletLook) {}

  set(key: SettingKey, value: string, written: unknown): void {
    const { look } = this;
    const setting = look.settings.find((candidate) => candidate.key === key);
    const candidates = (setting?.candidates ?? []).filter(({ isUnread }) => !isUnread);
    const process = candidates.find(({ by }) => by === 'process');
    if (process !== undefined) {
      throw new SettingsError(
        `\`${key}\` comes from --${flagOf[key]} on the kubelet's command line, and no file of its unit holds that: change what starts the kubelet.`,
      );
    }
    const flags = candidates.filter(({ by }) => by === 'flag');
    if (look.configurationFile === undefined) {
      this.setFlag(key, value, flags);
      return;
    }
    this.cut.push(...flags);
    if (flags.length > 0) {
      const places = flags.map(({ file, line }) => `${file}:${line}`).join(', ');
      this.remarks.push(`--${flagOf[key]} in ${places} would win over the configuration file: it is taken out.`);
    }
    const configured = candidates.filter(({ by }) => by === 'drop-in' || by === 'configuration');
    if (value === '') {
      for (const file of new Set(configured.map((candidate) => candidate.file))) {
        this.edit(this.file(file), key, undefined);
      }
      return;
    }
    // The last one that has it wins.
    const target = configured.at(-1)?.file ?? look.configurationFile.path;
    this.edit(this.file(target), key, written);
  }

  /** A kubelet without a configuration file: giving it one would change its other defaults too. */
  private setFlag(key: SettingKey, value: string, flags: readonly Candidate[]): void {
    const last = flags.at(-1);
    if (last === undefined) {
      throw noConfiguration(key);
    }
    if (value === '') {
      this.cut.push(...flags);
    } else {
      this.cut.push(...flags.slice(0, -1));
      this.replaced.push({ flag: last, value });
    }
  }

  private file(path: string): SourceFile {
    const file = this.look.configuration.find((candidate) => candidate.path === path);
    if (file === undefined) {
      throw new SettingsError(`${path} is not there any more. Look at the node again.`);
    }
    return file;
  }

  private edit(file: SourceFile, key: SettingKey, value: unknown): void {
    try {
      this.texts.set(file.realPath, setTopLevel(this.texts.get(file.realPath) ?? file.text, key, value));
    } catch (error) {
      if (error instanceof ConfigurationEditError) {
        throw new SettingsError(`${file.path}: ${error.message}.`, { cause: error });
      }
      throw error;
    }
  }

  finish(values: ReadonlyMap<SettingKey, string>): SettingsChange {
    const { look } = this;
    const packaged = this.cutFlags();
    const files = this.changedFiles(packaged);
    const after = this.settingsAfter(packaged);
    for (const [key, value] of values) {
      const effective = after.find((setting) => setting.key === key);
      const isWrong = value === '' ? effective?.winner !== undefined : effective?.value !== value;
      if (isWrong && key !== 'staticPodURLHeader') {
        throw new SettingsError(
          `\`${key}\` would still be ${effective?.value || 'unset'}, by ${effective?.winner?.file || 'its default'}: change that by hand.`,
        );
      }
    }
    const changes = look.settings.flatMap(({ key, value }) => {
      const now = after.find((setting) => setting.key === key)?.value ?? '';
      return now === value ? [] : [{ key, before: value, after: now }];
    });
    const folder = changes.find(({ key, after: path }) => key === 'staticPodPath' && path.startsWith('/'))?.after;
    const units = new Set(look.units.map(({ realPath }) => realPath));
    return {
      files,
      folder,
      reload: files.some(({ path }) => units.has(path) || path === packaged?.path),
      changes,
      warnings: warnOf(look.node, changes),
      remarks: this.remarks,
    };
  }

  /** Takes the flags out of their files. A unit of a package is not touched: a drop-in of our own replaces its command. */
  private cutFlags(): FileChange | undefined {
    const { look } = this;
    const byFile = new Map<SourceFile, { cut: Candidate[]; replaced: ReplacedFlag[] }>();
    const at = (candidate: Candidate) => {
      const file = candidate.words[0]?.file;
      if (file === undefined) {
        throw new SettingsError(`--${flagOf[candidate.key]} has no place in a file.`);
      }
      const known = byFile.get(file) ?? { cut: [], replaced: [] };
      byFile.set(file, known);
      return known;
    };
    for (const candidate of this.cut) {
      at(candidate).cut.push(candidate);
    }
    for (const replacement of this.replaced) {
      at(replacement.flag).replaced.push(replacement);
    }
    let packaged: FileChange | undefined;
    for (const [file, { cut, replaced }] of byFile) {
      const edits = replaced.map(({ flag, value }) => ({ words: flag.words, text: `--${flagOf[flag.key]}=${value}` }));
      const removed = removeWords(
        file.text,
        cut.flatMap(({ words }) => words),
      );
      const text =
        replaced.length === 0
          ? removed
          : replaceWords(
              file.text,
              edits,
              cut.flatMap(({ words }) => words),
            );
      const isUnit = look.units.some(({ realPath }) => realPath === file.realPath);
      if (isUnit && /^\/(usr|lib)\//.test(file.realPath)) {
        packaged = this.replaceCommand(file, text, cut);
      } else {
        this.texts.set(file.realPath, text);
      }
    }
    return packaged;
  }

  private replaceCommand(file: SourceFile, text: string, cut: readonly Candidate[]): FileChange {
    const { execStart } = this.look.command;
    if (execStart?.file !== file || cut.some(({ through }) => through !== 'ExecStart')) {
      throw new SettingsError(
        `${file.path} belongs to a package, and the flag stands in a variable there. Set that variable anew in a drop-in: systemctl edit ${this.look.unit}.`,
      );
    }
    const command = text.slice(execStart.start, execStart.end - (file.text.length - text.length));
    const path = `/etc/systemd/system/${this.look.unit}.d/zz-static-pods.conf`;
    const before = this.look.units.find(({ realPath }) => realPath === path)?.text;
    return {
      path,
      before,
      after: `# ${file.path} has flags that stand in the kubelet's configuration file now.\n[Service]\nExecStart=\nExecStart=${command}\n`,
    };
  }

  private changedFiles(packaged: FileChange | undefined): FileChange[] {
    const { look } = this;
    const originals = new Map(
      [...look.units, ...look.environments, ...look.configuration].map((file) => [file.realPath, file.text]),
    );
    const changed = [...this.texts].flatMap(([path, after]) => {
      const before = originals.get(path);
      return before === after ? [] : [{ path, before, after }];
    });
    return packaged === undefined ? changed : [...changed, packaged];
  }

  /** What the kubelet would go by with the files as they are to become. */
  private settingsAfter(packaged: FileChange | undefined) {
    const { look } = this;
    const renew = (files: readonly SourceFile[]): SourceFile[] =>
      files.map((file) => ({ ...file, text: this.texts.get(file.realPath) ?? file.text }));
    const units = renew(look.units).filter(({ realPath }) => realPath !== packaged?.path);
    const files: SettingFiles = {
      units:
        packaged === undefined
          ? units
          : [...units, { path: packaged.path, realPath: packaged.path, text: packaged.after }],
      environments: renew(look.environments),
      configuration: renew(look.configuration),
    };
    return readSettings(settingSources(look.node, files));
  }
}

function noConfiguration(key: SettingKey): SettingsError {
  return new SettingsError(
    `\`${key}\` can't be set: this kubelet has no configuration file (--config), and giving it one changes its other defaults too ` +
      '(who may ask it, its read-only port). Give it one by hand, with those, then repeat this.',
  );
}
