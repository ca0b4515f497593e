import { findNearest } from '../rules/nearest';
import type { Volume } from '../schema/pod-types';
import type { Report } from './report';

/** Where a mount, device or file names a volume that Kubernetes does not find: `accepted` are those that it does. */
export function reportMissingVolume(
  report: Report,
  path: string,
  name: string,
  accepted: ReadonlyMap<string, Volume>,
  all: readonly Volume[] = [],
): void {
  const isBroken = name !== '' && all.some((volume) => volume.name === name);
  const names = [...accepted.keys()];
  const nearest = isBroken || name === '' ? undefined : findNearest(name, names);
  const problem = isBroken
    ? 'has an error of its own, so the kubelet does not find it. Mend it under `spec.volumes`.'
    : nearest === undefined
      ? 'is no volume of this Pod. Correct it, or add the volume to `spec.volumes`.'
      : `is no volume of this Pod. Did you mean \`${nearest}\`?`;
  report({
    type: 'FieldValueNotFound',
    path,
    message: `\`${path}\`: '${name}' ${problem}`,
    ...(nearest === undefined ? {} : { details: { allowed: names.join(' '), value: name } }),
  });
}
