import { defineRule } from './rule';

/** What editors, package managers and people leave behind. A dot in front would hide it from the kubelet; an ending does not. */
const leftBehind =
  /(~|\.(bak|backup|orig|old|save|saved|rej|tmp|swp|disabled|off|rpmnew|rpmsave|dpkg-[a-z]+|\d{8,}))$|^#.*#$|[ ._-]copy\d*(\.[a-z]+)?$/i;

/** The kubelet runs every file whose name does not begin with a dot: pkg/kubelet/config/file.go, v1.37, `extractFromDir`. */
export const rule = defineRule({
  id: 'folder-backup',
  on: 'folder',
  severity: 'warning',
  check({ entries, report }) {
    for (const entry of entries) {
      if (entry.kind === 'file' && leftBehind.test(entry.name) && entry.file?.kind === 'Pod') {
        report(entry, {
          path: 'kind',
          span: entry.file.kindSpan,
          message: `The kubelet runs ${entry.name} as well: it looks at no ending. Move it out of the folder, or begin its name with a dot.`,
        });
      }
    }
  },
});
