/** Control characters, and the marks that turn or hide text: a host could draw a false question with them. */
const controls = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}]/gu;

const longest = 2000;

/** Text that a host sent, safe to show: without control characters, at most 2,000 characters; line breaks stay. */
export function sanitizeHostText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(controls, '').slice(0, longest).trim();
}

/** The same on one line. */
export function sanitizeHostLine(text: string): string {
  return sanitizeHostText(text.replace(/[\r\n\t]+/g, ' '));
}
