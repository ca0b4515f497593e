import { child, index } from './field-path';
import { defineRule } from './rule';

/** A moving tag that is never pulled again: each node keeps what it happened to get first. */
export const rule = defineRule({
  id: 'image-tag',
  on: 'pod',
  severity: 'hint',
  check({ pod, report }) {
    for (const field of ['initContainers', 'containers'] as const) {
      for (const [position, { image, imagePullPolicy }] of (pod.spec?.[field] ?? []).entries()) {
        if (image !== undefined && image !== '' && imagePullPolicy === 'IfNotPresent' && hasMovingTag(image)) {
          report({
            path: child(index(child('spec', field), position), 'image'),
            message: `\`${image}\` names no fixed version, and with \`imagePullPolicy: IfNotPresent\` each node keeps the first it got: two nodes may run two versions. Name a version or a digest.`,
          });
        }
      }
    }
  },
});

/** `latest`, or no tag and no digest, which means latest. */
function hasMovingTag(image: string): boolean {
  if (image.includes('@')) {
    return false;
  }
  const name = image.slice(image.lastIndexOf('/') + 1);
  return !name.includes(':') || name.endsWith(':latest');
}
