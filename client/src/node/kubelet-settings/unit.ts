import { readEnvironmentFile, type Variable } from './environment-file';
import { splitWords, type Placed, type SourceFile, type Word } from './systemd-words';

export interface UnitFiles {
  /** The unit, then its drop-ins, in the order that systemd reads them. */
  readonly units: readonly SourceFile[];
  /** What EnvironmentFile may name, by path. */
  readonly environments: readonly SourceFile[];
}

export interface UnitCommand {
  /** The program and its arguments, variables expanded. */
  readonly argv: readonly Word[];
  /** Where ExecStart stands, and what follows the equals sign, as written. */
  readonly execStart: Assignment | undefined;
  /** The environment files that the unit names. */
  readonly environmentFiles: readonly string[];
}

export interface Assignment extends Placed {
  readonly key: string;
  readonly file: SourceFile;
  /** Offsets of the value, from its first character to its last line's end. */
  readonly start: number;
  readonly end: number;
}

/** What a unit starts, from its files: ExecStart and Environment are lists that an empty assignment ends. */
export function readUnitCommand({ units, environments }: UnitFiles): UnitCommand {
  let execStart: Assignment | undefined;
  let own: Variable[] = [];
  let named: string[] = [];
  for (const assignment of units.flatMap(readServiceSection)) {
    const isEmpty = assignment.text.trim() === '';
    if (assignment.key === 'ExecStart') {
      execStart = isEmpty ? undefined : assignment;
    } else if (assignment.key === 'Environment') {
      own = isEmpty ? [] : [...own, ...readEnvironment(assignment)];
    } else if (assignment.key === 'EnvironmentFile') {
      named = isEmpty ? [] : [...named, assignment.text.trim().replace(/^-/, '')];
    }
  }
  const variables = new Map<string, Variable>();
  for (const variable of own) {
    variables.set(variable.name, variable);
  }
  for (const path of named) {
    const file = environments.find((candidate) => candidate.path === path);
    for (const variable of file === undefined ? [] : readEnvironmentFile(file)) {
      variables.set(variable.name, variable);
    }
  }
  return {
    execStart,
    environmentFiles: named,
    argv: execStart === undefined ? [] : readCommand(execStart, variables),
  };
}

function readCommand(execStart: Assignment, variables: ReadonlyMap<string, Variable>): Word[] {
  const words = splitWords(execStart, execStart.file, 'c');
  const prefix = /^[@\-:+!|]*/.exec(words[0]?.text ?? '')?.[0] ?? '';
  const argv = words.flatMap((word, index) => {
    if (index === 0) {
      return [{ ...word, text: word.text.slice(prefix.length) }];
    }
    if (index === 1 && prefix.includes('@')) {
      // The name that the process is to show.
      return [];
    }
    return prefix.includes(':') ? [word] : expandWord(word, variables);
  });
  return argv.map((word) => ({ ...word, text: word.text.replaceAll('%%', '%') }));
}

/** `$NAME` alone becomes the words of its value, `${NAME}` is replaced where it stands, `$$` is one dollar. */
function expandWord(word: Word, variables: ReadonlyMap<string, Variable>): Word[] {
  const alone = /^\$([A-Za-z_]\w*)$/.exec(word.text)?.[1];
  if (alone !== undefined) {
    const variable = variables.get(alone);
    return variable === undefined ? [] : splitWords(variable, variable.file, 'plain', variable.name);
  }
  const text = word.text.replace(/\$\$|\$\{([A-Za-z_]\w*)\}/g, (whole, name: string | undefined) =>
    name === undefined ? whole.slice(1) : (variables.get(name)?.text ?? ''),
  );
  return [{ ...word, text }];
}

/** `Environment=NAME=value "OTHER=two words"`. */
function readEnvironment(assignment: Assignment): Variable[] {
  return splitWords(assignment, assignment.file, 'c').flatMap((word) => {
    const equals = word.text.indexOf('=');
    if (equals <= 0) {
      return [];
    }
    const name = word.text.slice(0, equals);
    const text = word.text.slice(equals + 1).replaceAll('%%', '%');
    const written = assignment.file.text.slice(word.start, word.end);
    // Where the value has the letters that are written, each has its place; else the whole word is its place.
    const inside = written.indexOf(`${name}=`) + name.length + 1;
    const isPlain = written.slice(inside, inside + text.length) === text;
    const at = Array.from({ length: text.length }, (_, index) => (isPlain ? word.start + inside + index : word.start));
    return [{ name, text, at, file: assignment.file, from: 'Environment' as const }];
  });
}

/**
 * The assignments of [Service]. A backslash at a line's end joins the next line that is no comment, with a space
 * (systemd.syntax(7)).
 */
function readServiceSection(file: SourceFile): Assignment[] {
  const assignments: Assignment[] = [];
  let section = '';
  let offset = 0;
  let open: { letters: string; at: number[]; begin: number } | undefined;
  for (const written of file.text.split('\n')) {
    // systemd ends a line with both characters too (read_line_full, src/basic/fileio.c, v252).
    const line = written.replace(/\r$/, '');
    const isComment = /^\s*[#;]/.test(line);
    const begin = offset;
    offset += written.length + 1;
    if (isComment || (open === undefined && line.trim() === '')) {
      continue;
    }
    const goesOn = line.endsWith('\\');
    const letters = goesOn ? `${line.slice(0, -1)} ` : line;
    const at = Array.from({ length: letters.length }, (_, index) => begin + index);
    open ??= { letters: '', at: [], begin };
    open.letters += letters;
    open.at.push(...at);
    if (goesOn) {
      continue;
    }
    const { letters: whole, at: places } = open;
    open = undefined;
    const header = /^\s*\[([^\]]+)\]/.exec(whole)?.[1];
    if (header !== undefined) {
      section = header;
      continue;
    }
    const equals = whole.indexOf('=');
    if (section === 'Service' && equals > 0) {
      const spaces = /^\s*/.exec(whole.slice(equals + 1))?.[0].length ?? 0;
      const from = equals + 1 + spaces;
      assignments.push({
        key: whole.slice(0, equals).trim(),
        text: whole.slice(from),
        at: places.slice(from),
        file,
        start: places[from] ?? begin + line.length,
        end: begin + line.length,
      });
    }
  }
  return assignments;
}
