/** What systemd makes of the values in a unit, with the place in the file that each character has. */

export interface SourceFile {
  /** As systemd or the kubelet names it. */
  readonly path: string;
  /** Without symbolic links: what a change writes. */
  readonly realPath: string;
  readonly text: string;
}

/** A text that knows of each of its characters where in the file it stands. */
export interface Placed {
  readonly text: string;
  /** `at[i]`: the offset of character i in the file's text. */
  readonly at: readonly number[];
}

export interface Word {
  readonly text: string;
  /** The file that holds its letters, and from where to where, quotes included. */
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  /** The variable whose value it is a part of; '' where it stands in ExecStart itself. */
  readonly variable: string;
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
};

/**
 * systemd's extract_first_word (src/basic/extract-word.c, v252) until the text ends: words between white space, quotes
 * of both kinds anywhere, and a backslash that is C's (`c`, in units) or only takes the next character as it is (`plain`,
 * in the value of a variable). An unknown escape stays as written.
 */
export function splitWords({ text, at }: Placed, file: SourceFile, backslash: 'c' | 'plain', variable = ''): Word[] {
  const words: Word[] = [];
  let position = 0;
  for (;;) {
    while (/\s/.test(text[position] ?? '')) {
      position++;
    }
    if (position >= text.length) {
      return words;
    }
    const start = position;
    let word = '';
    let quote = '';
    for (; position < text.length && (quote !== '' || !/\s/.test(text[position] ?? '')); position++) {
      const letter = text[position] ?? '';
      if (letter === quote) {
        quote = '';
      } else if (quote === '' && (letter === '"' || letter === "'")) {
        quote = letter;
      } else if (letter === '\\' && position + 1 < text.length) {
        const next = text[++position] ?? '';
        word += backslash === 'plain' || /["'\\]/.test(next) ? next : (escapes[next] ?? `\\${next}`);
      } else {
        word += letter;
      }
    }
    words.push({ text: word, file, variable, start: at[start] ?? 0, end: (at[position - 1] ?? 0) + 1 });
  }
}

/** The line, from 1, of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
