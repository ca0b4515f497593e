/**
 * klog's text format, as the kubelet writes it: a header, a quoted message and `key=value` pairs
 * (k8s.io/klog/v2, internal/serialize/keyvalues.go and internal/buffer/buffer.go, v2.140).
 */
export interface KlogEntry {
  readonly severity: 'information' | 'warning' | 'error' | 'fatal';
  /** The header's local time, without a year: month 1 to 12, day, and seconds since midnight. */
  readonly month: number;
  readonly day: number;
  readonly secondOfDay: number;
  readonly source: string;
  readonly message: string;
  readonly values: ReadonlyMap<string, string>;
}

const severities = { I: 'information', W: 'warning', E: 'error', F: 'fatal' } as const;
const header = /^([IWEF])(\d\d)(\d\d) (\d\d):(\d\d):(\d\d(?:\.\d+)?)\s+\d+ ([^ \]]+)\] ?/;

/** Undefined for a text that has no klog header. The text may have several lines: klog indents a value's own. */
export function parseKlog(text: string): KlogEntry | undefined {
  const match = header.exec(text);
  if (match === null) {
    return undefined;
  }
  const [whole, letter, month, day, hour, minute, second, source] = match;
  const rest = text.slice(whole.length);
  const body = rest.startsWith('"') ? readQuoted(rest, 0) : undefined;
  return {
    severity: severities[letter as keyof typeof severities],
    month: Number(month),
    day: Number(day),
    secondOfDay: Number(hour) * 3600 + Number(minute) * 60 + Number(second),
    source: source ?? '',
    // Unstructured entries (klog.Infof) are free text to the end.
    message: body === undefined ? rest.trimEnd() : body.value,
    values: body === undefined ? new Map() : readPairs(rest, body.end),
  };
}

function readPairs(text: string, from: number): Map<string, string> {
  const values = new Map<string, string>();
  const key = /\s*([^\s="]+|"(?:[^"\\]|\\.)*")=/y;
  let position = from;
  for (;;) {
    key.lastIndex = position;
    const match = key.exec(text);
    if (match?.[1] === undefined) {
      return values;
    }
    const value = readValue(text, key.lastIndex);
    values.set(match[1], value.value);
    position = value.end;
  }
}

interface Read {
  readonly value: string;
  readonly end: number;
}

function readValue(text: string, from: number): Read {
  if (text.startsWith('<\n', from)) {
    return readBlock(text, from + 2);
  }
  const quoted = text[from] === '"' ? readQuoted(text, from) : undefined;
  if (quoted !== undefined) {
    return quoted;
  }
  const bracket = text[from] === '[' ? text.indexOf(']', from) : text[from] === '{' ? text.indexOf('}', from) : -1;
  const space = text.slice(bracket === -1 ? from : bracket).search(/\s/);
  const end = space === -1 ? text.length : (bracket === -1 ? from : bracket) + space;
  return { value: text.slice(from, end), end };
}

/** A text of several lines stands between `<` and ` >`, each line behind a tab. */
function readBlock(text: string, from: number): Read {
  const end = text.indexOf('\n >', from);
  const inner = text.slice(from, end === -1 ? text.length : end);
  return { value: inner.replace(/^\t/gm, ''), end: end === -1 ? text.length : end + 3 };
}

/** Go's strconv.Quote. Undefined where the closing quote is missing. */
function readQuoted(text: string, from: number): Read | undefined {
  const quoted = /"((?:[^"\\]|\\.)*)"/sy;
  quoted.lastIndex = from;
  const match = quoted.exec(text);
  return match?.[1] === undefined ? undefined : { value: unquote(match[1]), end: quoted.lastIndex };
}

const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function unquote(inner: string): string {
  if (!inner.includes('\\')) {
    return inner;
  }
  // \xNN is a byte that was no UTF-8: several in a row are not put together again.
  return inner.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gis,
    (_whole, byte: string | undefined, short: string | undefined, long: string | undefined, letter: string) => {
      const code = byte ?? short ?? long;
      if (code !== undefined) {
        const point = Number.parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : '�';
      }
      return letters[letter] ?? letter;
    },
  );
}

/**
 * Seconds since 1970 of an entry whose header has neither year nor zone. `near` is the node's own time then or
 * shortly after, `zone` its offset as `date +%z` prints it.
 */
export function klogTime(entry: KlogEntry, near: number, zone: string): number {
  const sign = zone.startsWith('-') ? -1 : 1;
  const offset = sign * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(3, 5)) * 60);
  const year = new Date((near + offset) * 1000).getUTCFullYear();
  const inYear = (candidate: number): number =>
    Date.UTC(candidate, entry.month - 1, entry.day) / 1000 + entry.secondOfDay - offset;
  // In January, December's entries are last year's.
  const time = inYear(year);
  return time > near + 86_400 ? inYear(year - 1) : time;
}
