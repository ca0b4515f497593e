// What the workbench logs under extension tests: the suite's lines and the extension's errors among its own chatter.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inspect } from 'node:util';

/** Starts of lines that VS Code 1.139's workbench logs by itself. All of them stand in the log file. */
const chatter = [
  /^\[(?!launcher|suite)[\w :.-]+\]/,
  /^(Resolving|Resolved) connection token/,
  /^Creating a socket/,
  /^Updating additional builtin extensions cache/,
  // The web's own extension host looks at every extension under development, and says so of each that is not for it.
  /^Error while fetching the extension under development .*not a web extension/s,
  /^Ignoring (following additional builtin extensions|the error while validating)/,
  /^Creation of workbench contribution .* took \d+ms/,
  /^Timed out waiting for authentication provider/,
  // The gallery is switched off for tests.
  /(Extension )?[Gg]allery/,
];

/**
 * @param {string} file gets every line, as the launcher's own output leaves chatter out
 * @returns {(level: string, args: unknown[]) => void}
 */
export function createLog(file) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  return (level, args) => {
    const line = args.map((argument) => (typeof argument === 'string' ? argument : inspect(argument))).join(' ');
    appendFileSync(file, `${level} ${line}\n`);
    if (!chatter.some((pattern) => pattern.test(line))) {
      (level === 'error' || level === 'warn' ? console.error : console.log)(line);
    }
  };
}
