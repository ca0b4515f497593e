/** A mapping of a text that nobody has judged yet: any value may be there. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value where it is a mapping, else none at all. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The mappings of a list. */
export function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
