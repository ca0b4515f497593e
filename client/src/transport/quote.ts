/** Characters that no login shell gives a meaning to, wherever they stand in a word. */
const plain = /^[A-Za-z0-9_@+:,./-]+$/;

/**
 * One word of a command line for the login shell of a node, which sshd hands the whole line to.
 * Read alike by dash, bash, busybox sh, mksh, zsh and fish. Backslashes stand outside of the single quotes because
 * fish reads them there, exclamation marks because csh does; csh cannot be given a line break at all.
 * Throws RangeError for a NUL character, which no argument can hold.
 */
export function quoteArgument(argument: string): string {
  if (argument.includes('\0')) {
    throw new RangeError('An argument cannot hold a NUL character');
  }
  if (plain.test(argument)) {
    return argument;
  }
  return `'${argument.replace(/['\\!]/g, (character) => `'\\${character}'`)}'`;
}

/** A whole command line; the first word is the program. Throws RangeError where it is missing. */
export function quoteCommand(argv: readonly string[]): string {
  if (argv.length === 0) {
    throw new RangeError('A command needs a program');
  }
  return argv.map(quoteArgument).join(' ');
}
