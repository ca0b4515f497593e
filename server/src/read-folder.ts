import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import type { FolderInput } from './language-service/check-folder';
import { readOctets, type OctetText } from './manifest/octets';

export type DecodedText = OctetText;

/** pkg/kubelet/config/file.go, v1.37: the names that do not begin with a dot, sorted by their octets. Throws what fs throws. */
export function listEntries(folder: string): string[] {
  return sortByOctets(readdirSync(folder).filter(isSeen));
}

/** The same, with what each is. */
export function listTypedEntries(folder: string): Dirent[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => isSeen(name));
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return sortByOctets([...byName.keys()]).flatMap((name) => byName.get(name) ?? []);
}

function isSeen(name: string): boolean {
  return !name.startsWith('.');
}

function sortByOctets(names: string[]): string[] {
  // UTF-16's order is that of UTF-8's octets up to where it takes two units for a character.
  return names.some((name) => /[\ud800-\udfff]/.test(name))
    ? names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    : names.sort();
}

/** A file as text. Throws what fs throws. */
export function readText(file: string): DecodedText {
  // One native call for the usual file. What was replaced in it, or stands in it, is looked at octet by octet.
  const text = readFileSync(file, 'utf8');
  return text.includes('\ufffd') ? decodeText(readFileSync(file)) : { text };
}

/**
 * Symbolic links are followed, as the kubelet does; only regular files are read. `known`: what a look at the folder told
 * of the entry. Throws what fs throws.
 */
export function readEntry(folder: string, name: string, known?: Dirent): FolderInput {
  const file = path.join(folder, name);
  if (known?.isFile() === true) {
    return { name, kind: 'file', ...readText(file) };
  }
  const link = lstatSync(file).isSymbolicLink() ? { linkTarget: readlinkSync(file) } : {};
  const stat = statSync(file);
  if (stat.isFile()) {
    return { name, kind: 'file', ...link, ...readText(file) };
  }
  return { name, kind: stat.isDirectory() ? 'folder' : 'other', ...link };
}

/** A byte order mark is part of the text: what the kubelet makes of it is not this function's business. */
export function decodeText(octets: Uint8Array): DecodedText {
  // The usual file is told by native code.
  return isUtf8(octets)
    ? { text: Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('utf8') }
    : readOctets(octets);
}
