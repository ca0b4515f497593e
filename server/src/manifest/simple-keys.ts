import type { Cursor } from './cursor';

/** A token that turns out to be a key if a `:` follows on its line, within 1024 characters. */
export interface SimpleKey {
  possible: boolean;
  /** Nothing but a key may stand there. */
  required: boolean;
  tokenNumber: number;
  /** Whether the composer has to wait with this token until it is known to be a key or not. */
  awaited: boolean;
  start: number;
  lineStart: number;
}

function newSimpleKey(tokenNumber: number, start: number, lineStart: number): SimpleKey {
  return { possible: false, required: false, tokenNumber, awaited: false, start, lineStart };
}

/** The possible keys of each level of flow collections: one a level, as in scannerc.go (go-yaml v2.4.4). */
export class SimpleKeys {
  private readonly levels: SimpleKey[] = [newSimpleKey(0, 0, 0)];
  /** No key below this level is awaited: levels are looked at once, not once a token. */
  private firstAwaited = 0;
  private hasSurrogates: boolean | undefined;

  constructor(private readonly cursor: Cursor) {}

  get top(): SimpleKey {
    return this.levels[this.levels.length - 1] as SimpleKey;
  }

  /** Whether the token with this number may still become a key. */
  mayBeKey(tokenNumber: number): boolean {
    const { levels } = this;
    let level = this.firstAwaited;
    let key = levels[level];
    while (key !== undefined && (!key.awaited || key.tokenNumber < tokenNumber)) {
      key = levels[++level];
    }
    this.firstAwaited = level;
    return key !== undefined && key.tokenNumber === tokenNumber && this.isPossible(key);
  }

  isPossible(key: SimpleKey): boolean {
    if (!key.possible) {
      return false;
    }
    if (key.lineStart < this.cursor.lineStart || this.isFartherThan1024(key.start)) {
      if (key.required) {
        this.failMissingColon(key);
      }
      key.possible = false;
      return false;
    }
    return true;
  }

  /** The token that comes next may be a key, if one may stand here. */
  save(tokenNumber: number): void {
    const { cursor } = this;
    if (!cursor.simpleKeyAllowed) {
      return;
    }
    this.remove();
    const key = this.top;
    key.possible = true;
    key.required = cursor.flowLevel === 0 && cursor.indent === cursor.column;
    key.tokenNumber = tokenNumber;
    key.awaited = true;
    key.start = cursor.pos;
    key.lineStart = cursor.lineStart;
    this.firstAwaited = Math.min(this.firstAwaited, this.levels.length - 1);
  }

  remove(): void {
    const key = this.top;
    if (key.possible) {
      if (key.required) {
        this.failMissingColon(key);
      }
      this.forget(key);
    }
  }

  forget(key: SimpleKey): void {
    key.possible = false;
    key.awaited = false;
  }

  openLevel(tokenNumber: number): void {
    this.levels.push(newSimpleKey(tokenNumber, this.cursor.pos, this.cursor.lineStart));
  }

  closeLevel(): void {
    const closed = this.levels.pop() as SimpleKey;
    const outer = this.top;
    // scannerc.go forgets the key by the closed level's token number, which for an empty collection is its own.
    if (outer.tokenNumber === closed.tokenNumber) {
      outer.awaited = false;
    }
  }

  private failMissingColon(key: SimpleKey): never {
    const problem = "could not find expected ':'";
    const end = this.cursor.lineEnd(key.start);
    this.cursor.fail(problem, `A key must be followed by \`:\` on its line (${problem}).`, key.start, end);
  }

  /** Counted in characters, not UTF-16 code units. */
  private isFartherThan1024(start: number): boolean {
    const { text, pos } = this.cursor;
    const units = pos - start;
    if (units <= 1024 || units > 2048) {
      return units > 1024;
    }
    this.hasSurrogates ??= /[\ud800-\udfff]/.test(text);
    return !this.hasSurrogates || Array.from(text.slice(start, pos)).length > 1024;
  }
}
