import type { Placed, SourceFile } from './systemd-words';

export interface Variable extends Placed {
  readonly name: string;
  readonly file: SourceFile;
  /** How its backslashes are read when it is split into words is the same for all; kept for where it was written. */
  readonly from: 'Environment' | 'EnvironmentFile';
}

/**
 * The assignments of an EnvironmentFile, in order, as systemd reads them (parse_env_file_internal, src/basic/env-file.c,
 * v252): quotes count at the beginning of a value and behind another quoted part only, a backslash takes the next
 * character, at a line's end it joins the next line.
 */
export function readEnvironmentFile(file: SourceFile): Variable[] {
  const { text } = file;
  const variables: Variable[] = [];
  let position = 0;
  while (position < text.length) {
    const letter = text[position] ?? '';
    if (/\s/.test(letter)) {
      position++;
    } else if (letter === '#' || letter === ';') {
      position = endOfComment(text, position);
    } else {
      const lineEnd = endOfLine(text, position);
      const equals = text.indexOf('=', position);
      if (equals === -1 || equals > lineEnd) {
        position = lineEnd + 1;
        continue;
      }
      const value = readValue(text, equals + 1);
      variables.push({
        // A shell reads these files too on some distributions, and `export` stands before a name there.
        name: text.slice(position, equals).trim(),
        text: value.letters.join(''),
        at: value.at,
        file,
        from: 'EnvironmentFile',
      });
      position = value.end;
    }
  }
  return variables;
}

interface Value {
  readonly letters: readonly string[];
  readonly at: readonly number[];
  readonly end: number;
}

function readValue(text: string, from: number): Value {
  const letters: string[] = [];
  const at: number[] = [];
  const push = (offset: number): void => {
    letters.push(text[offset] ?? '');
    at.push(offset);
  };
  let position = from;
  // What is quoted keeps its white space at the end.
  let keep = 0;
  let plain = false;
  let quote = '';
  for (; position < text.length; position++) {
    const letter = text[position] ?? '';
    if (quote !== '') {
      if (letter === quote) {
        quote = '';
        plain = false;
        keep = letters.length;
      } else if (quote === '"' && letter === '\\') {
        const next = text[position + 1] ?? '';
        if (next === '\n') {
          position++;
        } else if (/["\\`$]/.test(next)) {
          push(++position);
        } else {
          push(position);
        }
      } else {
        push(position);
      }
    } else if (letter === '\n') {
      break;
    } else if (letter === '\\') {
      plain = true;
      position++;
      if (position < text.length && text[position] !== '\n') {
        push(position);
        keep = letters.length;
      }
    } else if (!plain && (letter === '"' || letter === "'")) {
      quote = letter;
    } else if (plain || !/\s/.test(letter)) {
      plain = true;
      push(position);
    }
  }
  while (letters.length > keep && /\s/.test(letters.at(-1) ?? '')) {
    letters.pop();
    at.pop();
  }
  return { letters, at, end: position + 1 };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** A backslash at a comment's end makes the next line one too. */
function endOfComment(text: string, from: number): number {
  let end = endOfLine(text, from);
  while (text[end - 1] === '\\' && end < text.length) {
    end = endOfLine(text, end + 1);
  }
  return end + 1;
}
