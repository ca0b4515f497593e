import { defineRule } from './rule';

/** Sub-folders are not read, and a symbolic link's target is not watched: pkg/kubelet/config/file.go and file_linux.go, v1.37. */
export const rule = defineRule({
  id: 'folder-entry',
  on: 'folder',
  severity: 'information',
  check({ entries, report }) {
    for (const entry of entries) {
      const start = { path: '', span: { start: 0, end: 0 } };
      if (entry.kind === 'folder') {
        report(entry, {
          ...start,
          severity: 'warning',
          message: `The kubelet does not read the folder ${entry.name}, and logs an error for it at each look. Move it out, or its manifests up.`,
        });
      } else if (entry.kind === 'other') {
        report(entry, { ...start, message: `${entry.name} is no regular file: the kubelet passes over it.` });
      } else if (entry.linkTarget !== undefined) {
        report(entry, {
          ...start,
          message: `${entry.name} is a symbolic link to ${entry.linkTarget}: the kubelet reads it, but sees a change of its target only at its next look at the folder.`,
        });
      }
    }
  },
});
