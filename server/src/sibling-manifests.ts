import { statSync } from 'node:fs';
import path from 'node:path';
import type { FolderInput } from './language-service/check-folder';
import { listEntries, readEntry } from './read-folder';

/** Milliseconds for which a look at a folder is good: typing must not read it at every letter. */
const lookLasts = 1000;

/** A folder with more entries is no folder of static Pods, and reading it would be felt. */
const mostEntries = 200;

/** A larger file is not read for its neighbours' sake. */
const mostOctets = 1024 * 1024;

interface Look {
  readonly at: number;
  readonly entries: readonly FolderInput[];
  /** By name: what stat said when the entry was read. */
  readonly stamps: ReadonlyMap<string, string>;
}

/** The files beside a manifest, as they are on the disk; read again only when they have changed. */
export class SiblingManifests {
  readonly #looks = new Map<string, Look>();

  /** Empty for a folder that can't be read or is too large to be one of static Pods. `uriPath`: as a file's URI has it. */
  entriesOf(uriPath: string): readonly FolderInput[] {
    // `/c:/manifests` is no path to Windows.
    const folder = process.platform === 'win32' ? uriPath.replace(/^\/(?=[a-z]:)/i, '') : uriPath;
    const known = this.#looks.get(folder);
    if (known !== undefined && Date.now() - known.at < lookLasts) {
      return known.entries;
    }
    const entries: FolderInput[] = [];
    const stamps = new Map<string, string>();
    for (const name of this.#namesIn(folder)) {
      const stat = this.#attempt(() => statSync(path.join(folder, name)));
      if (stat === undefined || stat.size > mostOctets) {
        continue;
      }
      const stamp = `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
      const before = known?.stamps.get(name) === stamp ? known.entries.find((entry) => entry.name === name) : undefined;
      const entry = before ?? this.#attempt(() => readEntry(folder, name));
      if (entry !== undefined) {
        entries.push(entry);
        stamps.set(name, stamp);
      }
    }
    this.#looks.set(folder, { at: Date.now(), entries, stamps });
    return entries;
  }

  #namesIn(folder: string): readonly string[] {
    const names = this.#attempt(() => listEntries(folder)) ?? [];
    return names.length > mostEntries ? [] : names;
  }

  /** Undefined for what went away meanwhile, may not be read, or is a link to itself. */
  #attempt<T>(look: () => T): T | undefined {
    try {
      return look();
    } catch (error) {
      if (isFileError(error)) {
        return undefined;
      }
      throw error;
    }
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
