import { sanitizeHostLine, sanitizeHostText } from './transport/host-text';

/** A row shows some dozen characters; more is for the tooltip. */
const longestRow = 300;

/** Nearly every text is plain already, and a large node has thousands; the rest of these is our own. */
const isPlain = /^[\x20-\x7e·…“”’]*$/;

/** What a node says, fit for a row: on one line, without characters that hide or turn text, and not without end. */
export function plainRow(text: string): string {
  if (text.length <= longestRow && isPlain.test(text)) {
    return text;
  }
  const line = sanitizeHostLine(text);
  return line.length <= longestRow ? line : `${line.slice(0, longestRow)}…`;
}

/** The same for a tooltip, which has lines. */
export function plainTooltip(text: string): string {
  return sanitizeHostText(text);
}

/**
 * What a node says, fit for a notification, where VS Code takes `[words](command:…)` for a link that runs a command.
 */
export function plainMessage(text: string): string {
  return sanitizeHostText(text).replaceAll('](', '] (');
}
