import type { ObjectValue, Value } from '../manifest/value';

/** A PodList of these items, as JSON. Numbers keep their digits. */
export function writeJson(items: readonly Value[]): string {
  const list = items.map((item) => `    ${json(item, '    ')}`).join(',\n');
  const body = list === '' ? '[]' : `[\n${list}\n  ]`;
  return `{\n  "apiVersion": "v1",\n  "kind": "PodList",\n  "items": ${body}\n}\n`;
}

function json(value: Value, indent: string): string {
  const deeper = `${indent}  `;
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.literal;
    case 'string':
      return quote(value.value);
    case 'array':
      return value.items.length === 0
        ? '[]'
        : `[\n${value.items.map((item) => deeper + json(item, deeper)).join(',\n')}\n${indent}]`;
    case 'object':
      return value.members.length === 0
        ? '{}'
        : `{\n${value.members.map((member) => `${deeper}${quote(member.key)}: ${json(member.value, deeper)}`).join(',\n')}\n${indent}}`;
  }
}

/** Strings are plain or literal blocks where that is safe (`readable`), or all in double quotes. */
export type Quoting = 'readable' | 'quoted';

/** A PodList of these items, as YAML in block style. */
export function writeYaml(items: readonly Value[], quoting: Quoting): string {
  const list = items.length === 0 ? ' []\n' : `\n${items.map((item) => entry(item, '  ', quoting)).join('')}`;
  return `apiVersion: v1\nkind: PodList\nitems:${list}`;
}

/** One object, as readable YAML in block style. */
export function writeDocument(value: ObjectValue): string {
  return members(value, '', 'readable');
}

/** `- …` at this indentation. */
function entry(value: Value, indent: string, quoting: Quoting): string {
  if (value.kind === 'object' && value.members.length > 0) {
    const lines = members(value, `${indent}  `, quoting);
    return `${indent}- ${lines.slice(indent.length + 2)}`;
  }
  return `${indent}-${behind(value, indent, quoting)}`;
}

function members(value: ObjectValue, indent: string, quoting: Quoting): string {
  return value.members
    .map(({ key, value: member }) => `${indent}${scalarText(key, quoting)}:${behind(member, indent, quoting)}`)
    .join('');
}

/** What stands behind a colon or a dash, with its line's end. */
function behind(value: Value, indent: string, quoting: Quoting): string {
  switch (value.kind) {
    case 'null':
      return ' null\n';
    case 'boolean':
      return ` ${String(value.value)}\n`;
    case 'number':
      return ` ${value.literal}\n`;
    case 'string':
      return quoting === 'readable' && isBlockSafe(value.value)
        ? block(value.value, `${indent}  `)
        : ` ${scalarText(value.value, quoting)}\n`;
    case 'array':
      return value.items.length === 0
        ? ' []\n'
        : `\n${value.items.map((item) => entry(item, `${indent}  `, quoting)).join('')}`;
    case 'object':
      return value.members.length === 0 ? ' {}\n' : `\n${members(value, `${indent}  `, quoting)}`;
  }
}

/** Several lines of print, none of which a literal block would change. */
function isBlockSafe(text: string): boolean {
  return /^[!-~][\t -~]*(\n([!-~\t ][\t -~]*)?)+$/.test(text) && !text.endsWith('\n\n');
}

function block(text: string, indent: string): string {
  const body = text.replace(/\n$/, '').split('\n');
  const lines = body.map((line) => (line === '' ? '\n' : `${indent}${line}\n`)).join('');
  return ` ${text.endsWith('\n') ? '|' : '|-'}\n${lines}`;
}

/** go-yaml v2 reads these as booleans or nothing (resolve.go); a manifest that says them as text has quotes. */
const words = /^(y|yes|on|n|no|off|true|false|null|nan|inf)$/i;

function scalarText(text: string, quoting: Quoting): string {
  const isPlain = /^[A-Za-z/][\w./-]*(:[\w./-]+)*$/.test(text) && !words.test(text);
  return quoting === 'readable' && isPlain ? text : quote(text);
}

/** JSON's quotes are YAML's too, but for characters that YAML takes for line ends or does not take at all. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
