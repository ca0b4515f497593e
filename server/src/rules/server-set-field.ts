import { locate } from '../manifest/locate';
import { removeMember } from '../manifest/edit';
import type { Value } from '../manifest/value';
import { child, type FieldPath } from './field-path';
import { defineRule } from './rule';

/**
 * Fields that only an API server sets, by the field that holds them. In a manifest they are left-overs of
 * `kubectl get -o yaml`, and change the config hash.
 */
const fields: ReadonlyMap<FieldPath, ReadonlySet<string>> = new Map([
  ['', new Set(['status'])],
  [
    'metadata',
    new Set([
      'creationTimestamp',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'resourceVersion',
      'generation',
      'selfLink',
      'managedFields',
    ]),
  ],
  ['spec', new Set(['nodeName'])],
]);

/** An empty `status: {}` and `creationTimestamp: null`, as Kubernetes' own printers write them, are left alone. */
export const rule = defineRule({
  id: 'server-set-field',
  on: 'pod',
  severity: 'information',
  check({ parsed, at, report }) {
    const pod = locate(parsed.root, at);
    for (const [parent, names] of fields) {
      const { value, found } = parent === '' ? pod : locate(pod.value, parent);
      for (const member of found && value?.kind === 'object' ? value.members : []) {
        if (names.has(member.key) && !isEmpty(member.value)) {
          const path = child(parent, member.key);
          report({
            path,
            part: 'key',
            message: `\`${path}\` is the API server's or the kubelet's to set: in a manifest it has no effect. Remove it.`,
          });
        }
      }
    }
  },
  fixes({ parsed, text, finding }) {
    const edits = parsed.root === undefined ? [] : removeMember(text, parsed.root, finding.path);
    return edits.length === 0 ? [] : [{ title: `Remove ${finding.path}`, safe: true, edits }];
  },
});

function isEmpty(value: Value): boolean {
  return value.kind === 'null' || (value.kind === 'object' && value.members.length === 0);
}
