/**
 * Manifests, file names and nodes are not to be trusted with a terminal: escape sequences can move its cursor and
 * retitle it, direction marks can make one text look like another.
 */
// eslint-disable-next-line no-control-regex -- finding control characters is what this is for
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Keeps line ends and tabs; shows every other control character as `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}

/** As `printable`, on one line. */
export function printableLine(text: string): string {
  return printable(text.replace(/\s*\n\s*/g, ' ').replaceAll('\t', ' '));
}
