import { randomBytes } from 'node:crypto';

/** What scripts that stand behind scripts/sections.sh print: `@NONCE name` lines, each followed by its body. */

export interface Section {
  readonly name: string;
  readonly body: Buffer;
}

/** The output ended early, or something other than the script wrote to it. */
export class SectionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SectionError';
  }
}

/**
 * A script for one run, and what reads its answer. Between its sections stands what nobody on the node can know: a file,
 * a log line or a container that could forge it would show what is not there.
 */
export function withSections(script: string): {
  readonly stdin: string;
  /** Throws SectionError where the output is not whole: half a node would be told as a node with half its Pods. */
  readonly read: (output: Buffer) => Section[];
} {
  const nonce = randomBytes(16).toString('hex');
  return { stdin: `nonce=${nonce}\n${script}`, read: (output) => parseSections(output, nonce) };
}

/** Exported for tests. */
export function parseSections(output: Buffer, nonce: string): Section[] {
  const mark = Buffer.from(`\n@${nonce} `);
  const sections: Section[] = [];
  // A login shell's greeting may stand before the first section.
  let start = output.indexOf(mark);
  if (start === -1) {
    const said = output.toString('utf8', 0, 200);
    throw new SectionError(`the node's answer holds no section: ${JSON.stringify(said)}`);
  }
  while (start !== -1) {
    const next = output.indexOf(mark, start + 1);
    const part = output.subarray(start + mark.length, next === -1 ? undefined : next);
    const lineEnd = part.indexOf(10);
    const name = part.toString('utf8', 0, lineEnd === -1 ? undefined : lineEnd);
    sections.push({ name, body: lineEnd === -1 ? Buffer.alloc(0) : part.subarray(lineEnd + 1) });
    start = next;
  }
  if (sections.at(-1)?.name !== 'end') {
    throw new SectionError('the node’s answer broke off; refresh to ask it again');
  }
  return sections;
}

/** Strings that each end with a NUL byte. */
export function words(body: Buffer): string[] {
  const text = body.toString('utf8');
  const parts = text.split('\0');
  parts.pop();
  return parts;
}

/** Words of the form key=value. */
export function keyValues(body: Buffer): Map<string, string> {
  const values = new Map<string, string>();
  for (const word of words(body)) {
    const at = word.indexOf('=');
    values.set(word.slice(0, at), word.slice(at + 1));
  }
  return values;
}

/** What a program printed, and its exit code, which the script writes on a last line of its own. */
export interface Report {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export function readReport(sections: readonly Section[], index: number): Report {
  const section = sections[index];
  if (section === undefined) {
    throw new SectionError('a section is missing');
  }
  const text = section.body.toString('utf8');
  const lineEnd = text.lastIndexOf('\n');
  const exitCode = Number(text.slice(lineEnd + 1));
  if (lineEnd === -1 || !Number.isInteger(exitCode)) {
    throw new SectionError(`the section '${section.name}' has no exit code`);
  }
  const next = sections[index + 1];
  const stderr = next?.name === `${section.name}.stderr` ? next.body.toString('utf8') : '';
  return { stdout: text.slice(0, lineEnd), stderr, exitCode };
}

export function findReport(sections: readonly Section[], name: string): Report | undefined {
  const index = sections.findIndex((section) => section.name === name);
  return index === -1 ? undefined : readReport(sections, index);
}
