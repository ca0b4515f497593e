import type { Value } from '../../../server/src/manifest/value';

/** A value as Go's encoding/json prints it: keys in the order of their octets, numbers as they are written. */
export function showJson(value: Value): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.literal;
    case 'string':
      return JSON.stringify(value.value);
    case 'array':
      return `[${value.items.map(showJson).join(',')}]`;
    case 'object': {
      const members = value.members.toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
      return `{${members.map((member) => `${JSON.stringify(member.key)}:${showJson(member.value)}`).join(',')}}`;
    }
  }
}

/** JSON text with its strings as JavaScript writes them and everything else untouched. */
export function respell(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"/g, (text) => JSON.stringify(JSON.parse(text)));
}
