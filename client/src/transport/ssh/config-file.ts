import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import SSHConfig, { glob, LineType, type Directive, type Line, type Section } from 'ssh-config';
import { expandTilde } from './expand';

/** Keywords in lower case, each with its values as the configuration gives them, in order. */
export type ConfigKeywords = ReadonlyMap<string, readonly string[]>;

export interface ConfigQuery {
  readonly host: string;
  readonly user: string | undefined;
  readonly homeDirectory: string;
  /** Read instead of the two usual files. */
  readonly configFile: string | undefined;
}

/** As deep as OpenSSH goes (readconf.c, READCONF_MAX_DEPTH). */
const maxIncludeDepth = 16;

/**
 * What ssh_config says about a host, read without OpenSSH: for machines that have no `ssh`. Include is followed here,
 * Host and Match are evaluated by the package `ssh-config`. Rejects where a file cannot be read or parsed.
 */
export async function readConfigFiles(query: ConfigQuery): Promise<ConfigKeywords> {
  const userFolder = path.join(query.homeDirectory, '.ssh');
  const sources =
    query.configFile === undefined
      ? [
          { file: path.join(userFolder, 'config'), folder: userFolder, required: false },
          { file: '/etc/ssh/ssh_config', folder: '/etc/ssh', required: false },
        ]
      : [{ file: query.configFile, folder: userFolder, required: true }];
  const keywords = new Map<string, string[]>();
  for (const source of sources) {
    const text = source.required ? await readFile(source.file, 'utf8') : await readIfThere(source.file);
    if (text === undefined) {
      continue;
    }
    const lines = await followIncludes(SSHConfig.parse(text), { ...query, folder: source.folder, depth: 0 });
    const config = new SSHConfig();
    config.push(...lines);
    const user = query.user ?? keywords.get('user')?.[0];
    const computed = config.compute(user === undefined ? { Host: query.host } : { Host: query.host, User: user }, {
      ignoreCase: true,
    });
    for (const [name, value] of Object.entries(computed)) {
      const values = typeof value === 'string' ? [value] : value;
      if (name === 'identityfile') {
        keywords.set(name, [...(keywords.get(name) ?? []), ...values]);
      } else if (!keywords.has(name)) {
        keywords.set(name, values);
      }
    }
  }
  return keywords;
}

/**
 * The hosts that the user's own configuration names one by one, in its order: what one can offer to choose from.
 * Patterns name nothing. Files of Include are read where no Host or Match stands before it.
 */
export async function listConfiguredHosts(query: Omit<ConfigQuery, 'host' | 'user'>): Promise<string[]> {
  const folder = path.join(query.homeDirectory, '.ssh');
  const text = await readIfThere(query.configFile ?? path.join(folder, 'config'));
  if (text === undefined) {
    return [];
  }
  const context = { ...query, host: '', user: undefined, folder, depth: 0 };
  const hosts = (await followIncludes(SSHConfig.parse(text), context))
    .filter(isSection)
    .filter((section) => /^host$/i.test(section.param))
    .flatMap((section) => (typeof section.value === 'string' ? [section.value] : section.value.map(({ val }) => val)))
    .filter((name) => !/[*?!]/.test(name));
  return [...new Set(hosts)];
}

interface IncludeContext extends ConfigQuery {
  /** Where a relative Include starts. */
  readonly folder: string;
  readonly depth: number;
}

/**
 * The same lines with what Include names in their place. A section is cut in two around an Include, because Host
 * and Match lines of the included file end with that file.
 */
async function followIncludes(lines: readonly Line[], context: IncludeContext): Promise<Line[]> {
  if (context.depth > maxIncludeDepth) {
    throw new Error(`Include goes deeper than ${String(maxIncludeDepth)} files`);
  }
  const result: Line[] = [];
  for (const line of lines) {
    if (isSection(line)) {
      result.push(...(await cutSection(line, context)));
    } else if (isInclude(line)) {
      result.push(...(await readIncluded(line, context)));
    } else {
      result.push(line);
    }
  }
  return result;
}

async function cutSection(section: Section, context: IncludeContext): Promise<Line[]> {
  if (!section.config.some(isInclude)) {
    return [section];
  }
  const applies = sectionApplies(section, context);
  const result: Line[] = [];
  let part = new SSHConfig();
  for (const line of section.config) {
    if (!isInclude(line)) {
      part.push(line);
      continue;
    }
    result.push({ ...section, config: part });
    part = new SSHConfig();
    if (applies) {
      result.push(...(await readIncluded(line, context)));
    }
  }
  result.push({ ...section, config: part });
  return result;
}

async function readIncluded(line: Directive, context: IncludeContext): Promise<Line[]> {
  const patterns = typeof line.value === 'string' ? [line.value] : line.value.map(({ val }) => val);
  const result: Line[] = [];
  for (const pattern of patterns) {
    for (const file of await listMatches(path.resolve(context.folder, expandTilde(pattern, context.homeDirectory)))) {
      const text = await readIfThere(file);
      if (text !== undefined) {
        result.push(...(await followIncludes(SSHConfig.parse(text), { ...context, depth: context.depth + 1 })));
      }
    }
  }
  return result;
}

/** Whether the section's Host or Match fits, asked of the package by a mark of our own in an empty section. */
function sectionApplies(section: Section, context: IncludeContext): boolean {
  const mark: Directive = {
    type: LineType.DIRECTIVE,
    param: 'Tag',
    separator: ' ',
    value: 'applies',
    before: '',
    after: '',
  };
  const inner = new SSHConfig();
  inner.push(mark);
  const config = new SSHConfig();
  config.push({ ...section, config: inner });
  const { host, user } = context;
  return config.compute(user === undefined ? { Host: host } : { Host: host, User: user })['Tag'] !== undefined;
}

/** The files that a path with `*` and `?` means, in name order. */
async function listMatches(pattern: string): Promise<string[]> {
  let found = [path.parse(pattern).root];
  for (const component of pattern.split(path.sep).filter((part) => part !== '')) {
    if (!/[*?]/.test(component)) {
      found = found.map((folder) => path.join(folder, component));
      continue;
    }
    const next: string[] = [];
    for (const folder of found) {
      const names = await readdir(folder).catch((error: unknown) => orNothing(error, [] as string[]));
      next.push(
        ...names
          .filter((name) => glob(component, name) && (component.startsWith('.') || !name.startsWith('.')))
          .sort()
          .map((name) => path.join(folder, name)),
      );
    }
    found = next;
  }
  return found;
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => orNothing(error, undefined));
}

/** A file or folder that is not there is no fault in a configuration; one that cannot be read is. */
function orNothing<T>(error: unknown, nothing: T): T {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return nothing;
  }
  throw error;
}

function isInclude(line: Line): line is Directive {
  return line.type === LineType.DIRECTIVE && /^include$/i.test(line.param);
}

function isSection(line: Line): line is Section {
  return line.type === LineType.DIRECTIVE && 'config' in line;
}
