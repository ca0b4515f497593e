import { StringDecoder } from 'node:string_decoder';
import * as vscode from 'vscode';
import type { ConfiguredNode } from './configured-node';
import { execArguments, hasNoSuchProgram } from './node/crictl/exec';
import { saysGone } from './node/crictl/stderr';
import type { ContainerState } from './node/static-pods';
import type { RunningTerminal, TerminalSize } from './transport/transport';

/** What a command that fails at once had to say: as much of its words as a message needs. */
const keptWords = 4096;

/** A terminal of VS Code on a shell in a container, over the node's own connection. */
export class ContainerTerminal implements vscode.Pseudoterminal {
  readonly #write = new vscode.EventEmitter<string>();
  readonly #close = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.#write.event;
  readonly onDidClose = this.#close.event;
  #terminal: RunningTerminal | undefined;
  #typed = '';
  #size: TerminalSize = { columns: 80, rows: 24 };
  #isOver = false;
  #isUsed = false;
  readonly #opening = new AbortController();

  constructor(
    private readonly node: ConfiguredNode,
    private readonly container: Pick<ContainerState, 'id' | 'name'>,
    private readonly podName: string,
  ) {}

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    if (dimensions !== undefined) {
      this.#size = dimensions;
    }
    void this.#run();
  }

  handleInput(text: string): void {
    if (this.#isOver) {
      this.#close.fire(0);
    } else if (this.#terminal === undefined) {
      this.#typed += text;
    } else {
      this.#isUsed = true;
      this.#terminal.write(text);
    }
  }

  setDimensions(dimensions: vscode.TerminalDimensions): void {
    this.#size = dimensions;
    this.#terminal?.resize(dimensions);
  }

  close(): void {
    this.#opening.abort();
    this.#terminal?.close();
    this.#write.dispose();
    this.#close.dispose();
  }

  async #run(): Promise<void> {
    const decoder = new StringDecoder('utf8');
    let words = '';
    try {
      this.#terminal = await this.node.transport.openTerminal({
        argv: execArguments(this.node.look?.observed, this.container.id, { terminal: true }),
        asRoot: true,
        size: this.#size,
        signal: this.#opening.signal,
        onData: (chunk) => {
          const text = decoder.write(chunk);
          words = words.length < keptWords ? words + text : words;
          this.#write.fire(text);
        },
      });
      // The window may have changed its size, and somebody may have typed, while this was opened.
      this.#terminal.resize(this.#size);
      this.#terminal.write(this.#typed);
      const { exitCode } = await this.#terminal.ended;
      if (exitCode !== 0 && saysGone(words)) {
        this.#say(`${this.container.name} is gone: another attempt runs by now, or none. Open a terminal anew.`);
        void this.node.refreshAnew();
      } else if (exitCode !== 0 && !this.#isUsed && hasNoSuchProgram(words)) {
        this.#say(
          `${this.container.name} has no shell, as its image holds its own program only. Inspect it, or read its logs; ` +
            `\`static-pods exec ${this.podName} ${this.container.name} -- PROGRAM\` runs what it does have.`,
        );
      } else if (exitCode === 0 || this.#isUsed) {
        // A shell hands on what its last command ended with: no fault of the terminal.
        this.#close.fire(0);
      } else {
        this.#say(`The terminal in ${this.container.name} was closed from the other end.`);
      }
    } catch (error) {
      if (!this.#opening.signal.aborted) {
        this.#say(error instanceof Error ? error.message : String(error));
      }
    }
  }

  /** The terminal stays open, so that this can be read. */
  #say(text: string): void {
    this.#isOver = true;
    this.#write.fire(`\r\n\x1b[33m${text}\x1b[0m\r\nPress any key to close the terminal.\r\n`);
  }
}
