/** Field paths in the notation of Kubernetes' validation: `spec.containers[0].image`, `metadata.labels[a.b/c]`. */

export type FieldPath = string;

export function child(path: FieldPath, name: string): FieldPath {
  return path === '' ? name : `${path}.${name}`;
}

export function index(path: FieldPath, position: number): FieldPath {
  return `${path}[${position}]`;
}

/** A map's entry. Kubernetes writes keys unquoted between brackets. */
export function key(path: FieldPath, name: string): FieldPath {
  return `${path}[${name}]`;
}

/** Steps from the root: names of fields, positions of items, keys of maps (keys may hold dots and brackets). */
export function splitPath(path: FieldPath): (string | number)[] {
  const steps: (string | number)[] = [];
  const pattern = /\.?([^.[\]]+)|\[((?:[^[\]]|\[[^\]]*\])*)\]/gy;
  let match: RegExpExecArray | null;
  while ((match = pattern.exec(path)) !== null) {
    if (match[1] !== undefined) {
      steps.push(match[1]);
    } else {
      const inner = match[2] ?? '';
      steps.push(/^\d+$/.test(inner) ? Number(inner) : inner);
    }
  }
  return steps;
}
