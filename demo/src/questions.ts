import { readdirSync, readFileSync, renameSync, rmSync, watch, type FSWatcher } from 'node:fs';
import type { Machine } from './machine';

export interface Answer {
  /** The exit code of the program that asked. */
  readonly code: number;
  readonly text: string;
}

/** What the demo's programs ask of its kubelet: each question is a file of words, answered by a file (bin/ask.sh). */
export class QuestionBox {
  private readonly watcher: FSWatcher;

  constructor(
    private readonly machine: Machine,
    private readonly answer: (words: readonly string[]) => Promise<Answer>,
  ) {
    this.watcher = watch(machine.run('questions'), () => {
      this.take();
    });
  }

  dispose(): void {
    this.watcher.close();
  }

  private take(): void {
    for (const name of readdirSync(this.machine.run('questions')).filter((candidate) => !candidate.startsWith('.'))) {
      const taken = this.machine.run('questions', `.taken-${name}`);
      renameSync(this.machine.run('questions', name), taken);
      const words = readFileSync(taken, 'utf8').trimEnd().split('\n');
      rmSync(taken);
      this.answer(words).then(
        ({ code, text }) => {
          this.machine.write(`run/demo/answers/${name}`, `${String(code)}\n${text}`);
        },
        (error: unknown) => {
          this.machine.write(`run/demo/answers/${name}`, `1\n${String(error)}\n`);
        },
      );
    }
  }
}
