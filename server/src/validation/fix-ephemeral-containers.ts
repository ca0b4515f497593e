import { removeMember } from '../manifest/edit';
import type { Fix, FixContext } from '../rules/rule';

/** A manifest may have none, so whatever is wrong in one of them, all go. */
export function fixEphemeralContainers({ text, parsed: { root }, finding }: FixContext): readonly Fix[] {
  const edits =
    root === undefined
      ? []
      : removeMember(text, root, `${/^items\[\d+\]\./.exec(finding.path)?.[0] ?? ''}spec.ephemeralContainers`);
  return edits.length === 0 ? [] : [{ title: 'Remove ephemeralContainers', safe: true, edits }];
}
