import type { Terminal } from './command';

export function createTerminal(): Terminal {
  return {
    get stdin() {
      return process.stdin;
    },
    print(text) {
      process.stdout.write(text);
    },
    tell(text) {
      process.stderr.write(text);
    },
  };
}
