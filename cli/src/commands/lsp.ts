import { UsageError, type Command } from '../command';

export const lspCommand: Command = {
  usage: '--stdio',
  description:
    'Serves the language server protocol on standard input and output: diagnostics, quick fixes and more for any editor.',
  options: { stdio: { type: 'flag', description: 'Speak on standard input and output.' } },
  async run({ options, operands }) {
    if (!options.flag('stdio') || operands.length > 0) {
      throw new UsageError('The language server speaks on standard input and output only: static-pods lsp --stdio');
    }
    // It reads --stdio off the command line, as it does in its own process.
    await import('../../../server/src/main');
    // The connection ends the process when the client says `exit` or closes the pipe.
    return new Promise(() => undefined);
  },
};
