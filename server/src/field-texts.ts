import { readFileSync } from 'node:fs';
import type { FieldTexts } from './language-service/field-text';

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The texts that the build leaves beside the server (`schema/generate-descriptions.mjs`). They are read when the first
 * is asked for: neither a start nor a server that only judges pays for them.
 */
export class FieldTextFile implements FieldTexts {
  #texts: Texts | undefined;

  constructor(
    private readonly file: string,
    private readonly log: (message: string) => void,
  ) {}

  textOf(type: string, field: string): string | undefined {
    this.#texts ??= this.#read();
    return this.#texts[type]?.[field];
  }

  #read(): Texts {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Texts;
    } catch (error) {
      this.log(`hovers go without Kubernetes' texts: ${String(error)}`);
      return {};
    }
  }
}
