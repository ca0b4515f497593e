/**
 * Something the workbench shows: a playwright selector, a text that an element holds, or both (then the first element
 * of that selector that holds the text).
 */
export interface Target {
  readonly selector?: string;
  readonly text?: string;
  /** Milliseconds that it may take to appear; 15000 unless said otherwise. */
  readonly timeout?: number;
}

export interface PictureOptions {
  /** All of these must be visible before the picture is taken. */
  readonly waitFor?: readonly Target[];
  /** True to leave the pointer where it is: for pictures of hovers. */
  readonly keepPointer?: boolean;
  /** True for the picture of a failed test, which goes to out/vscode/failures. */
  readonly failure?: boolean;
}

/**
 * A person's eyes and hands in the workbench, lent by test/vscode/launcher.mjs. Each call waits until it can be carried
 * out, and throws an Error with playwright's account of what it waited for if that takes too long.
 */
export class Driver {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Waits until the target is visible, or gone with `state: 'hidden'`. */
  async waitFor(target: Target & { readonly state?: 'visible' | 'hidden' }): Promise<void> {
    await this.#post('/wait', target);
  }

  /** The texts of all elements that match, once there is one. */
  async readTexts(target: Target): Promise<string[]> {
    const { texts } = await this.#post('/read', target);
    if (!Array.isArray(texts)) {
      throw new TypeError('The driver answered without `texts`.');
    }
    return texts.map(String);
  }

  /** `modifiers`: keys that are held, by playwright's names: `Control`, `Shift`. */
  async click(
    target: Target & {
      readonly button?: 'left' | 'right';
      readonly count?: number;
      readonly modifiers?: readonly string[];
    },
  ): Promise<void> {
    await this.#post('/click', target);
  }

  async hover(target: Target): Promise<void> {
    await this.#post('/hover', target);
  }

  /** Types a text into whatever has the focus. */
  async type(text: string): Promise<void> {
    await this.#post('/keyboard', { type: text });
  }

  /** Presses one key, by playwright's names: `Enter`, `Escape`, `Control+Shift+P`. */
  async press(key: string): Promise<void> {
    await this.#post('/keyboard', { press: key });
  }

  /**
   * Takes a picture of the whole workbench.
   *
   * @param name the file's name without `.png`
   * @returns the file's path
   */
  async takePicture(name: string, options: PictureOptions = {}): Promise<string> {
    const { file } = await this.#post('/screenshot', { name, ...options });
    return String(file);
  }

  /** Turns the wheel over a target, down and up again; in milliseconds how long each frame and each long task took. */
  async scroll(
    target: Target & { readonly notches: number },
  ): Promise<{ readonly frames: readonly number[]; readonly longTasks: readonly number[] }> {
    const { frames, longTasks } = await this.#post('/scroll', target);
    if (!Array.isArray(frames) || !Array.isArray(longTasks)) {
      throw new TypeError('The driver answered without `frames` and `longTasks`.');
    }
    return { frames: frames.map(Number), longTasks: longTasks.map(Number) };
  }

  async #post(path: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(this.#origin + path, { method: 'POST', body: JSON.stringify(body) });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) {
      throw new Error(`The driver could not carry out ${path} ${JSON.stringify(body)}: ${String(answer['error'])}`);
    }
    return answer;
  }
}

const origin = process.env['STATIC_PODS_TEST_DRIVER'];

/** Undefined in a VS Code that was not started by the launcher. */
export const driver = origin === undefined ? undefined : new Driver(origin);

/** The driver, for tests that are registered with `needsDriver`. */
export function requireDriver(): Driver {
  if (driver === undefined) {
    throw new Error('There is no driver: register the test with `needsDriver: true`.');
  }
  return driver;
}
