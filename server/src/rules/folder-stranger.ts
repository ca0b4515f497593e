import { defineRule } from './rule';

/** The kubelet tries every file of the folder as a Pod and logs an error for what is none, at each look again. */
export const rule = defineRule({
  id: 'folder-stranger',
  on: 'folder',
  severity: 'warning',
  check({ entries, report }) {
    for (const entry of entries) {
      if (entry.file?.readable === true && entry.file.kind !== 'Pod') {
        report(entry, {
          path: '',
          span: { start: 0, end: 0 },
          message: `${entry.name} holds no Pod, and the kubelet tries every file of its folder, whatever it is called. Move it out of the folder.`,
        });
      }
    }
  },
});
