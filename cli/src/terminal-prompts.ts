import type { HostKeyQuestion, SshPrompts } from '../../client/src/transport';
import type { Terminal } from './command';
import { printable } from './output/printable';

/** Asks on the terminal. Only for a standard input that is one. */
export function createTerminalPrompts(terminal: Terminal): SshPrompts {
  const ask = (question: string, secret: boolean, signal: AbortSignal): Promise<string | undefined> =>
    askLine(terminal, printable(question), secret, signal);
  const again = (attempt: number): string => (attempt > 1 ? 'That was wrong. ' : '');
  return {
    async confirmHostKey(question) {
      terminal.tell(describeHostKey(question));
      const remember = question.knownHostsFile === undefined ? '' : `; yes writes it to ${question.knownHostsFile}`;
      for (;;) {
        const answer = await ask(`Trust this key (yes/once/no${remember})? `, false, question.signal);
        switch (answer?.trim().toLowerCase()) {
          case undefined:
            return undefined;
          case 'yes':
            return question.knownHostsFile === undefined ? 'once' : 'remember';
          case 'once':
            return 'once';
          case 'no':
            return 'reject';
        }
      }
    },
    password: ({ user, host, attempt, signal }) => ask(`${again(attempt)}Password of ${user}@${host}: `, true, signal),
    passphrase: ({ file, attempt, signal }) => ask(`${again(attempt)}Passphrase of ${file}: `, true, signal),
    sudoPassword: ({ user, host, attempt, signal }) =>
      ask(`${again(attempt)}Password of ${user} on ${host}, for sudo: `, true, signal),
    async keyboardInteractive({ title, instructions, prompts, signal }) {
      for (const text of [title, instructions].filter((part) => part !== '')) {
        terminal.tell(`${printable(text)}\n`);
      }
      const answers: string[] = [];
      for (const prompt of prompts) {
        const answer = await ask(prompt.text, !prompt.echo, signal);
        if (answer === undefined) {
          return undefined;
        }
        answers.push(answer);
      }
      return answers;
    },
  };
}

function describeHostKey({ host, keyType, fingerprint, otherKeys, remarks }: HostKeyQuestion): string {
  const known = otherKeys.map(
    (key) => `Known is another key of it: ${key.keyType} ${key.fingerprint} (${key.file}:${key.line}).`,
  );
  return [`The host ${host} is not known. Its key is ${keyType} ${fingerprint}.`, ...known, ...remarks]
    .map((line) => `${printable(line)}\n`)
    .join('');
}

/** One line from the terminal; undefined after Ctrl-C, Ctrl-D or when the question is void. */
export function askLine(
  terminal: Terminal,
  question: string,
  secret: boolean,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { stdin } = terminal;
  return new Promise((resolve) => {
    let typed = '';
    const finish = (answer: string | undefined): void => {
      stdin.off('data', read);
      signal.removeEventListener('abort', cancel);
      stdin.setRawMode(false);
      stdin.pause();
      terminal.tell('\n');
      resolve(answer);
    };
    const cancel = (): void => finish(undefined);
    const read = (chunk: Buffer): void => {
      for (const character of chunk.toString('utf8')) {
        if (character === '\r' || character === '\n') {
          finish(typed);
          return;
        }
        if (character === '\u0003' || character === '\u0004') {
          finish(undefined);
          return;
        }
        if (character === '\u007f' || character === '\b') {
          if (typed !== '' && !secret) {
            terminal.tell('\b \b');
          }
          typed = Array.from(typed).slice(0, -1).join('');
        } else if (character >= ' ') {
          typed += character;
          if (!secret) {
            terminal.tell(character);
          }
        }
      }
    };
    if (signal.aborted) {
      resolve(undefined);
      return;
    }
    signal.addEventListener('abort', cancel);
    // First: a password that is pasted with the question must not be echoed.
    stdin.setRawMode(true);
    terminal.tell(question);
    stdin.resume();
    stdin.on('data', read);
  });
}
