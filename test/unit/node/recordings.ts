import { readFileSync } from 'node:fs';

/** What a real program printed on a real node: test/fixtures/recordings. */
export function recording(name: string): string {
  return readFileSync(`test/fixtures/recordings/${name}`, 'utf8');
}
