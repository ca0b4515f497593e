import { child, index as itemPath, key as keyPath, type FieldPath } from '../rules/field-path';
import { maxJsonDepth, type DuplicateKey, type ParsedText, type TextError } from './parse';
import type { ArrayValue, Member, ObjectValue, Span, Value } from './value';

/** unicode.IsSpace, which the kubelet skips before it looks for a brace (apimachinery, util/yaml/decoder.go, v0.37). */
const opensWithBrace = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*\{/;

/** Whether the kubelet takes a text for JSON. */
export function isJsonText(text: string): boolean {
  return opensWithBrace.test(text);
}

/** Values nested deeper than the Pod type could hold read as null, so that whoever walks them may recurse. */
const deepestKept = 512;

interface Frame {
  readonly value: ArrayValue | ObjectValue;
  readonly items: Value[];
  readonly members: Member[];
  readonly places: Map<string, number>;
  key: { readonly text: string; readonly span: Span } | undefined;
}

class JsonError extends Error {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
  }
}

/**
 * Reads JSON as encoding/json (Go 1.26) checks it. What it refuses is refused at the kubelet's stage `decode`, for
 * `ToJSON` passes JSON on unread. Go decodes what stands under equal keys one after the other into the same place: all
 * values are kept (`written`), and `value` shows what comes of them as far as it can be told without types.
 */
export function parseJson(text: string): ParsedText {
  const reader = new JsonReader(text);
  let error: TextError | undefined;
  try {
    reader.readDocument();
  } catch (thrown) {
    if (!(thrown instanceof JsonError)) {
      throw thrown;
    }
    const start = Math.min(thrown.start, text.length);
    const end = Math.min(Math.max(thrown.end, start), text.length);
    error = { stage: 'decode', message: thrown.message, start, end };
    reader.abandon();
  }
  const { root, duplicateKeys } = reader;
  return { format: 'json', root, error, extraDocuments: [], duplicateKeys, bentScalars: [] };
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// eslint-disable-next-line no-control-regex -- JSON takes no control characters in strings
const plainString = /"[^"\\\0-\x1f]*"/y;
const separators = /[\u2028\u2029]/;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  root: Value | undefined;
  readonly duplicateKeys: DuplicateKey[] = [];
  private readonly frames: Frame[] = [];
  private pos = 0;

  constructor(private readonly text: string) {}

  readDocument(): void {
    this.skipSpace();
    this.readValue();
    while (this.frames.length > 0) {
      this.readNext();
    }
    this.skipSpace();
    if (this.pos < this.text.length) {
      this.fail('Nothing may follow the closing brace: the kubelet takes one JSON value', 'after top-level value');
    }
  }

  abandon(): void {
    while (this.frames.length > 0) {
      this.close(this.pos);
    }
  }

  /** The next member or item of the innermost collection, or its end. */
  private readNext(): void {
    const frame = this.frames[this.frames.length - 1] as Frame;
    const isObject = frame.value.kind === 'object';
    const first = frame.items.length === 0 && frame.members.length === 0;
    this.skipSpace();
    const closing = isObject ? '}' : ']';
    if (this.text[this.pos] === closing) {
      this.pos++;
      this.close(this.pos);
      return;
    }
    if (!first) {
      if (this.text[this.pos] !== ',') {
        const context = isObject ? 'after object key:value pair' : 'after array element';
        this.fail(`A comma or \`${closing}\` is missing here`, context);
      }
      this.pos++;
      this.skipSpace();
    }
    if (isObject) {
      this.readKey(frame);
    }
    this.readValue();
  }

  private readKey(frame: Frame): void {
    const start = this.pos;
    if (this.text[start] !== '"') {
      this.fail('A key in double quotes is expected here', 'looking for beginning of object key string');
    }
    const text = this.readString();
    frame.key = { text, span: { start, end: this.pos } };
    this.skipSpace();
    if (this.text[this.pos] !== ':') {
      this.fail('A colon is missing here', 'after object key');
    }
    this.pos++;
    this.skipSpace();
  }

  private readValue(): void {
    const start = this.pos;
    switch (this.text.charAt(start)) {
      case '{':
        this.open('object');
        return;
      case '[':
        this.open('array');
        return;
      case '"':
        this.addString(start);
        return;
      case 't':
        this.readWord('true');
        this.add({ kind: 'boolean', value: true, start, end: this.pos });
        return;
      case 'f':
        this.readWord('false');
        this.add({ kind: 'boolean', value: false, start, end: this.pos });
        return;
      case 'n':
        this.readWord('null');
        this.add({ kind: 'null', start, end: this.pos });
        return;
      default:
        this.readNumber(start);
    }
  }

  private addString(start: number): void {
    const value = this.readString();
    const written = this.text.slice(start + 1, this.pos - 1);
    const matters = written !== value || separators.test(written);
    this.add({ kind: 'string', value, ...(matters ? { written } : {}), start, end: this.pos });
  }

  private readNumber(start: number): void {
    number.lastIndex = start;
    const literal = number.exec(this.text)?.[0];
    if (literal === undefined) {
      this.fail(
        'A JSON value is expected here: keys and texts stand in double quotes',
        'looking for beginning of value',
      );
    }
    this.pos += literal.length;
    this.add({ kind: 'number', literal, start, end: this.pos });
  }

  private readWord(word: string): void {
    if (!this.text.startsWith(word, this.pos)) {
      this.fail(`Only true, false and null stand without quotes`, `in literal ${word}`);
    }
    this.pos += word.length;
  }

  private readString(): string {
    plainString.lastIndex = this.pos;
    const plain = plainString.exec(this.text)?.[0];
    if (plain !== undefined) {
      this.pos += plain.length;
      return replaceLoneSurrogates(plain.slice(1, -1));
    }
    const start = this.pos++;
    let value = '';
    for (;;) {
      const character = this.text[this.pos];
      if (character === undefined) {
        this.fail('The text in quotes is not closed', 'unexpected end of JSON input', start);
      }
      if (character < ' ') {
        this.fail('A text in quotes ends on its line: write \\n for a line break', 'in string literal');
      }
      this.pos++;
      if (character === '"') {
        return replaceLoneSurrogates(value);
      }
      value += character === '\\' ? this.readEscape() : character;
    }
  }

  private readEscape(): string {
    const letter = this.text[this.pos] ?? '';
    if (letter === 'u') {
      const hex = this.text.slice(this.pos + 1, this.pos + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) {
        this.fail('\\u needs four hexadecimal digits', 'in \\u hexadecimal character escape');
      }
      this.pos += 5;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const escaped = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
    if (escaped === undefined) {
      this.fail('JSON does not know this escape: write \\\\ for a backslash', 'in string escape code');
    }
    this.pos++;
    return escaped;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.pos);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) {
        return;
      }
      this.pos++;
    }
  }

  private open(kind: 'object' | 'array'): void {
    const start = this.pos++;
    const items: Value[] = [];
    const members: Member[] = [];
    const value: ArrayValue | ObjectValue =
      kind === 'object' ? { kind, start, end: start, members } : { kind, start, end: start, items };
    this.frames.push({ value, items, members, places: new Map(), key: undefined });
    if (this.frames.length > maxJsonDepth) {
      throw new JsonError(`The text is nested more than ${maxJsonDepth} levels deep.`, start, start + 1);
    }
  }

  private close(end: number): void {
    const { value } = this.frames.pop() as Frame;
    const closed = value as { end: number; written?: string };
    closed.end = end;
    closed.written = this.text.slice(value.start, end);
    this.add(this.frames.length < deepestKept ? value : { kind: 'null', start: value.start, end });
  }

  private add(value: Value): void {
    const frame = this.frames[this.frames.length - 1];
    if (frame === undefined) {
      this.root = value;
    } else if (frame.key === undefined) {
      frame.items.push(value);
    } else {
      const { text, span } = frame.key;
      const place = frame.places.get(text);
      if (place === undefined) {
        frame.places.set(text, frame.members.length);
        frame.members.push({ key: text, keySpan: span, value });
      } else {
        const earlier = frame.members[place] as Member;
        this.duplicateKeys.push({ path: this.path(), key: text, ...earlier.keySpan });
        const written = [...(earlier.written ?? [earlier.value]), value];
        frame.members[place] = { key: text, keySpan: span, value: mergeValues(earlier.value, value), written };
      }
      frame.key = undefined;
    }
  }

  private path(): FieldPath {
    let path = '';
    for (const { value, items, key } of this.frames) {
      const name = key?.text ?? '';
      if (value.kind === 'array') {
        path = itemPath(path, items.length);
      } else {
        path = /^[A-Za-z_][\w-]*$/.test(name) ? child(path, name) : keyPath(path, name);
      }
    }
    return path;
  }

  private fail(what: string, context: string, start = this.pos): never {
    const found = this.text[this.pos];
    const cause =
      found === undefined || context.startsWith('unexpected')
        ? 'unexpected end of JSON input'
        : `invalid character '${found}' ${context}`;
    throw new JsonError(`${what} (${cause}).`, start, this.pos + 1);
  }
}

function mergeMembers(earlier: Member, later: Member): Pick<Member, 'value' | 'written'> {
  const written = [...(earlier.written ?? [earlier.value]), ...(later.written ?? [later.value])];
  return { value: mergeValues(earlier.value, later.value), written };
}

function mergeValues(earlier: Value, later: Value): Value {
  if (earlier.kind === 'object' && later.kind === 'object') {
    const members = new Map(earlier.members.map((member) => [member.key, member]));
    for (const member of later.members) {
      const same = members.get(member.key);
      members.set(member.key, same === undefined ? member : { ...member, ...mergeMembers(same, member) });
    }
    return { ...later, members: [...members.values()] };
  }
  if (earlier.kind === 'array' && later.kind === 'array') {
    const items = later.items.map((item, i) => {
      const same = earlier.items[i];
      return same === undefined ? item : mergeValues(same, item);
    });
    return { ...later, items };
  }
  return later.kind === 'null' ? earlier : later;
}

/** Go writes U+FFFD for half a surrogate pair. */
function replaceLoneSurrogates(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
