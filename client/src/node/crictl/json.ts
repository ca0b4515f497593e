/** Reading crictl's JSON: the CRI's messages, where every field may be missing in one version or another. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

export function asString(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Numbers of 64 bits are strings in the CRI's JSON. */
export function asNumber(value: unknown): number {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : 0;
  return Number.isFinite(number) ? number : 0;
}

export function asStrings(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(asObject(value)).map(([key, text]) => [key, asString(text)]));
}

/** Nanoseconds since 1970 as a string, as `crictl pods` and `crictl ps` write times, in seconds. */
export function nanoseconds(value: unknown): number {
  return asNumber(value) / 1e9;
}
