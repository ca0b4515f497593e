/**
 * The newest part of a log, in bounded memory: whole chunks are dropped from its front, so that a fast log costs no
 * copying. The text begins at the start of a line.
 */
export class LogBuffer {
  readonly #chunks: string[] = [];
  /** Of the first chunks, taken out: shifting an array for each one would be slow. */
  #first = 0;
  #length = 0;
  #dropped = 0;

  /** `limit`: characters that are kept at least; up to one chunk more are. */
  constructor(private readonly limit: number) {}

  /** Characters that were dropped from the front. */
  get dropped(): number {
    return this.#dropped;
  }

  get length(): number {
    return this.#length;
  }

  append(text: string): void {
    if (text === '') {
      return;
    }
    this.#chunks.push(text);
    this.#length += text.length;
    for (let first = this.#chunks[this.#first]; first !== undefined && this.#length - first.length >= this.limit;) {
      this.#length -= first.length;
      this.#dropped += first.length;
      this.#chunks[this.#first] = '';
      this.#first += 1;
      first = this.#chunks[this.#first];
    }
    if (this.#first > 1024) {
      this.#chunks.splice(0, this.#first);
      this.#first = 0;
    }
  }

  /** Joined anew only where something came since. */
  get text(): string {
    if (this.#chunks.length - this.#first > 1) {
      this.#chunks.splice(0, this.#chunks.length, this.#chunks.slice(this.#first).join(''));
      this.#first = 0;
    }
    const whole = this.#chunks[this.#first] ?? '';
    return this.#dropped === 0 ? whole : whole.slice(whole.indexOf('\n') + 1);
  }
}
