import type { Terminal } from './command';

export function createTerminal(): Terminal {
  let isHeard = false;
  return {
    get stdin() {
      return process.stdin;
    },
    print(text) {
      process.stdout.write(text);
    },
    tell(text) {
      if (!isHeard) {
        isHeard = true;
        // Whoever closes it (`2>&1 | head`) wants to hear no more: that ends no deploy.
        process.stderr.on('error', () => undefined);
      }
      process.stderr.write(text);
    },
  };
}
